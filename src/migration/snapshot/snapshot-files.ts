// The files of a snapshot: snapshot.csv, one line per holder in ascending order of address, and
// snapshot.json with the facts about the balances and the digest of the CSV.
// The JSON is written last: if it exists, the snapshot is complete.

import { z } from 'zod'
import { removeUnfinished } from '../../primitives/atomic-file.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { Document } from '../../primitives/document.ts'
import { count, digest, sumOfBaseUnits } from '../../primitives/fields.ts'
import { fileDigest } from '../../primitives/file-chunks.ts'
import { bySchema } from '../../primitives/format.ts'
import type { Balances, FinishedSnapshot, SnapshotKind } from './balance-source.ts'
import { bytomFactsSchema } from './bytom/facts.ts'
import { snapshotDamaged, snapshotTampered } from './snapshot-errors.ts'
import { supplementFactsSchema } from './supplement-facts.ts'

/** The content of snapshot.json. */
export interface Snapshot extends FinishedSnapshot {
  readonly kind: SnapshotKind
  /** Lines of snapshot.csv. */
  readonly holders: number
  /** The sum of snapshot.csv, base units. */
  readonly totalBaseUnits: bigint
}

const schema = z.strictObject({
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
  sourceDigest: digest.nullable(),
  bytom: bytomFactsSchema.optional(),
  supplement: supplementFactsSchema.optional(),
  supplyBaseUnits: sumOfBaseUnits,
  categories: z.record(z.string(), z.strictObject({ holders: count, baseUnits: sumOfBaseUnits })),
  seeds: z.array(
    z
      .strictObject({ address: z.string(), amountBaseUnits: sumOfBaseUnits })
      .transform(({ address, amountBaseUnits: amount }) => ({ address, amount })),
  ),
  checkedHolders: count,
  holders: count,
  totalBaseUnits: sumOfBaseUnits,
  digest,
})

/** `snapshot.json` alone. @throws SNAPSHOT_DAMAGED */
export const SNAPSHOT = new Document<Snapshot>({
  format: 'capstan/snapshot@1',
  read: bySchema(schema),
  members: ({ seeds, ...rest }) => ({
    ...rest,
    seeds: seeds.map(({ address, amount }) => ({ address, amountBaseUnits: amount })),
  }),
  invalid: (file, reason, { cause }) =>
    snapshotDamaged(file, `is not the record of a snapshot: ${reason}`, cause),
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
  const written = await writeDigestedFile(snapshotCsv, lines())
  const snapshot = { ...facts, kind, holders, totalBaseUnits, digest: written }
  await SNAPSHOT.write(snapshotJson, snapshot)
  return snapshot
}

/**
 * Runs work that reads the CSV and compares its digest itself. If it fails, a missing or changed
 * CSV is reported before any other error.
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
  const snapshot = await SNAPSHOT.find(snapshotJson)
  if (snapshot === undefined) return undefined
  const digest = await fileDigest(snapshotCsv).catch(ifMissing)
  if (digest === undefined) throw snapshotDamaged(snapshotCsv, 'is missing')
  if (digest !== snapshot.digest) throw snapshotTampered(snapshotCsv, snapshot.digest, digest)
  return snapshot
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
  return undefined
}
