// What a snapshot leaves: snapshot.csv, one line a holder in ascending order of address, and
// snapshot.json, which says what they are balances of and names the bytes of the CSV by digest.
// The JSON is written last: where it lies, the snapshot is complete.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { removeUnfinished, writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { fileDigest } from '../../primitives/file-chunks.ts'
import type { Balances, FinishedSnapshot, SnapshotKind } from './balance-source.ts'
import { bytomFactsSchema } from './bytom/facts.ts'
import { snapshotDamaged, snapshotTampered } from './snapshot-errors.ts'
import { baseUnits, count, hash } from './snapshot-fields.ts'
import { supplementFactsSchema } from './supplement-facts.ts'

export const SNAPSHOT_FORMAT = 'capstan/snapshot@1'

/** What snapshot.json says. */
export interface Snapshot extends FinishedSnapshot {
  readonly kind: SnapshotKind
  /** Lines of snapshot.csv. */
  readonly holders: number
  /** The sum of snapshot.csv, base units. */
  readonly totalBaseUnits: bigint
}

const schema = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  kind: z.enum(['erc20', 'bytom', 'file', 'supplement']),
  chainId: count.nullable(),
  token: z.string().nullable(),
  name: z.string().nullable(),
  symbol: z.string(),
  decimals: count,
  blockHeight: count.nullable(),
  blockHash: z
    .string()
    .regex(/^(?:0x)?[0-9a-f]{64}$/)
    .nullable(),
  blockTime: z.string().nullable(),
  paused: z.boolean().nullable(),
  sourceDigest: hash.nullable(),
  bytom: bytomFactsSchema.optional(),
  supplement: supplementFactsSchema.optional(),
  supplyBaseUnits: baseUnits,
  categories: z.record(z.string(), z.strictObject({ holders: count, baseUnits })),
  seeds: z.array(z.strictObject({ address: z.string(), amountBaseUnits: baseUnits })),
  checkedHolders: count,
  holders: count,
  totalBaseUnits: baseUnits,
  digest: hash,
})

export interface SnapshotPaths {
  readonly snapshotCsv: string
  readonly snapshotJson: string
}

/** Writes both files, the JSON last. The same balances and facts give the same bytes. */
export async function writeSnapshot(
  { snapshotCsv, snapshotJson }: SnapshotPaths,
  kind: Snapshot['kind'],
  { holders: list, facts }: Balances,
): Promise<Snapshot> {
  await Promise.all([snapshotCsv, snapshotJson].map(removeUnfinished))
  let holders = 0
  let totalBaseUnits = 0n
  const lines = function* () {
    yield `${list.header}\n`
    for (const piece of list.pieces()) {
      yield piece.lines
      holders += piece.holders
      totalBaseUnits += piece.baseUnits
    }
  }
  const digest = await writeDigestedFile(snapshotCsv, lines())
  const snapshot = { ...facts, kind, holders, totalBaseUnits, digest }
  await writeFileAtomically(snapshotJson, canonicalJson(toJson(snapshot)))
  return snapshot
}

/**
 * Reads what a finished snapshot says of itself; undefined when there is none. The CSV is left to
 * whoever reads it: see `readingSnapshot`.
 * @throws SNAPSHOT_DAMAGED
 */
export async function readSnapshotFacts({
  snapshotJson,
}: Pick<SnapshotPaths, 'snapshotJson'>): Promise<Snapshot | undefined> {
  const text = await readFile(snapshotJson, 'utf8').catch(ifMissing)
  return text === undefined ? undefined : parseSnapshot(snapshotJson, text)
}

/**
 * Does work that reads the CSV, and compares its digest, by itself. Where that fails, a CSV that is
 * missing or not the one that was taken is what is told, whatever else was found.
 * @throws SNAPSHOT_DAMAGED, SNAPSHOT_DIGEST_MISMATCH, and what the work throws.
 */
export async function readingSnapshot<Result>(
  paths: SnapshotPaths,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await readSnapshot(paths)
    throw error
  }
}

/**
 * Reads a finished snapshot; undefined when there is none. The CSV's digest is checked.
 * @throws SNAPSHOT_DAMAGED, SNAPSHOT_DIGEST_MISMATCH
 */
export async function readSnapshot({
  snapshotCsv,
  snapshotJson,
}: SnapshotPaths): Promise<Snapshot | undefined> {
  const snapshot = await readSnapshotFacts({ snapshotJson })
  if (snapshot === undefined) return undefined
  const digest = await fileDigest(snapshotCsv).catch(ifMissing)
  if (digest === undefined) throw snapshotDamaged(snapshotCsv, 'is missing')
  if (digest !== snapshot.digest) throw snapshotTampered(snapshotCsv, snapshot.digest, digest)
  return snapshot
}

function parseSnapshot(file: string, text: string): Snapshot {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw snapshotDamaged(file, 'is not JSON', cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') || 'the document'
    throw snapshotDamaged(file, `is not a ${SNAPSHOT_FORMAT} file: ${where} ${issue?.message}`)
  }
  const { format: _, seeds, ...rest } = parsed.data
  return {
    ...rest,
    seeds: seeds.map(({ address, amountBaseUnits: amount }) => ({ address, amount })),
  }
}

function toJson({ seeds, ...rest }: Snapshot): object {
  return {
    format: SNAPSHOT_FORMAT,
    ...rest,
    seeds: seeds.map(({ address, amount }) => ({ address, amountBaseUnits: amount })),
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
  return undefined
}
