import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import { type Binding, type BindingTerms, compareBindings } from './binding.ts'
import {
  type BadLine,
  badLine,
  bindingIncomplete,
  bindingMalformed,
  bindingNotOfHolder,
  bindingOutOfOrder,
} from './binding-errors.ts'
import { checkBinding, checkSigners } from './check-binding.ts'
import { heldPrograms } from './held-programs.ts'
import { readBindingLines } from './read-bindings.ts'

/** A valid binding. */
export interface VerifiedBinding {
  readonly line: number
  readonly binding: Binding
  /** Control program of its source, hex. */
  readonly program: string
}

/** The bindings of `bindings.ndjson`, verified. */
export interface VerifiedBindings {
  /** In the order of the file: ascending by source, then sequence. */
  readonly bindings: readonly VerifiedBinding[]
  /** In the order of the file. */
  readonly bad: readonly BadLine[]
  /** SHA-256 of the file, lower-case hex; null if there is none. */
  readonly digest: string | null
  /** Chain of all bindings; null if there are none. */
  readonly chainId: number | null
}

/** Terms of a campaign whose chain may be unknown here: then all bindings must be for one chain. */
export type KnownTerms = Omit<BindingTerms, 'chainId'> & { readonly chainId?: number }

/**
 * Checks every line of `bindings.ndjson` again, without trusting earlier checks: its
 * form and place, its campaign, its signatures, and that its source is in the snapshot.
 * @param isChosen lines whose signatures are verified, for a sample.
 * @throws SNAPSHOT_FILE_INVALID, SNAPSHOT_CHANGED, CSV_FILE_MISSING of the snapshot.
 */
export async function verifyBindings(
  { bindings: file, snapshotCsv }: Pick<CampaignFiles, 'bindings' | 'snapshotCsv'>,
  known: KnownTerms,
  isChosen: (line: number) => boolean = () => true,
): Promise<VerifiedBindings> {
  const hash = createHash('sha256')
  const good: VerifiedBinding[] = []
  const bad: BadLine[] = []
  let terms: BindingTerms | undefined
  let last: Binding | undefined
  const judge = (line: number, source: string | null, check: () => void) => {
    try {
      check()
    } catch (error) {
      bad.push(badLine(line, source, error))
    }
  }
  for await (const read of existsSync(file) ? readBindingLines(file, hash) : []) {
    const { line } = read
    if ('problem' in read) {
      bad.push(badLine(line, null, bindingMalformed(file, line, read.problem)))
      continue
    }
    const { binding } = read
    terms ??= { chainId: binding.chainId, ...known }
    const [before, asked] = [last, terms]
    last = binding
    judge(line, binding.source, () => {
      if (before && isOutOfOrder(before, binding)) throw bindingOutOfOrder(binding, before)
      const check = isChosen(line) ? checkBinding : checkSigners
      const { program, missing } = check(binding, asked)
      if (missing > 0) throw bindingIncomplete(binding, missing)
      good.push({ line, binding, program })
    })
  }
  const held = await heldBy(snapshotCsv, known, good)
  const bindings = good.filter(({ program }) => held.has(program))
  for (const { line, binding, program } of good) {
    if (held.has(program)) continue
    bad.push(badLine(line, binding.source, bindingNotOfHolder(binding.source)))
  }
  return {
    bindings,
    bad: bad.sort((a, b) => a.line - b.line),
    digest: existsSync(file) ? hash.digest('hex') : null,
    chainId: bindings[0]?.binding.chainId ?? null,
  }
}

/** A source has one binding with each sequence. */
function isOutOfOrder(before: Binding, next: Binding): boolean {
  const isRepeated = before.source === next.source && before.sequence === next.sequence
  return isRepeated || compareBindings(before, next) >= 0
}

async function heldBy(
  snapshotCsv: string,
  { snapshot }: KnownTerms,
  bindings: readonly VerifiedBinding[],
): Promise<ReadonlySet<string>> {
  if (bindings.length === 0) return new Set()
  return heldPrograms(snapshotCsv, snapshot, new Set(bindings.map(({ program }) => program)))
}
