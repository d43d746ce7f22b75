import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep, type Suggestion } from '../../primitives/suggestion.ts'
import type { Published } from '../publication/published.ts'

export function snapshotMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_MISSING',
    kind: 'not-found',
    message: `The campaign has no snapshot: there is no ${file}.`,
    details: { file },
    suggestions: [campaignStep('snapshot')],
  })
}

/** Holders of Bytom have no account on the target until they bind one. */
export function holdersUnbound(file: string): CapstanError {
  return new CapstanError({
    code: 'HOLDERS_UNBOUND',
    kind: 'refused',
    message: `None of the Bytom holders in ${file} is bound to an account of the target.`,
    details: { file },
    suggestions: [
      campaignStep('bind', '--source ADDRESS --to 0x…'),
      campaignStep('bind import', 'DIR'),
    ],
  })
}

/** The file changed between two reads. */
export function snapshotChanged(file: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_CHANGED',
    kind: 'mismatch',
    message: `${file} changed while it was read.`,
    details: { file },
  })
}

/** The file changed after it was verified. */
export function bindingsChanged(file: string): CapstanError {
  return new CapstanError({
    code: 'BINDINGS_CHANGED',
    kind: 'state',
    message: `${file} changed while it was read: a binding was added.`,
    details: { file },
    suggestions: [campaignStep('build')],
  })
}

/** @param kept, now digests of the bindings of the build and of the current bindings. */
export function bindingsPublished(
  published: Published,
  kept: string | null,
  now: string | null,
): CapstanError {
  const { file, isDone } = published
  return new CapstanError({
    code: 'ALLOCATION_PUBLISHED',
    kind: 'refused',
    message: `${file} ${stateOf(published)} with the bindings ${kept ?? 'of nobody'}; the bindings are now ${now ?? 'of nobody'}. Nothing was written.`,
    details: { file, published: kept, built: now },
    suggestions: isDone ? [campaignStep('build', '--supplement')] : nextSteps(published),
  })
}

/** The campaign now gives another allocation than the published one. */
export function allocationPublished(published: Published, built: string): CapstanError {
  const { file, allocation, isDone } = published
  return new CapstanError({
    code: 'ALLOCATION_PUBLISHED',
    kind: 'refused',
    message: `${file} ${stateOf(published)} for the allocation ${allocation}; the campaign now gives ${built}. Nothing was written.`,
    details: { file, published: allocation, built },
    suggestions: [
      'Undo the change of rules, or give the changed campaign a folder of its own.',
      ...(isDone ? [] : nextSteps(published)),
    ],
  })
}

/** The predicate of a sentence about the file. */
function stateOf({ isDone, isPlanned }: Published): string {
  if (isDone) return 'is published'
  return isPlanned ? 'says that a publication is planned' : 'is being published'
}

function nextSteps({ isPlanned }: Published): Suggestion[] {
  const finish = campaignStep('publish')
  return isPlanned ? [finish, campaignStep('publish', '--abandon')] : [finish]
}

export function treeMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'TREE_MISSING',
    kind: 'not-found',
    message: `The campaign has no tree: there is no ${file}.`,
    details: { file },
    suggestions: [campaignStep('build')],
  })
}

export function treeUnreadable(file: string, problem: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'TREE_INVALID',
    kind: 'usage',
    message: `${file} is not a tree file: ${problem}.`,
    details: { file },
    suggestions: [campaignStep('build')],
    cause,
  })
}

export function treeStale(file: string): CapstanError {
  return new CapstanError({
    code: 'TREE_STALE',
    kind: 'refused',
    message: `${file} was built with other rules than the campaign has now.`,
    details: { file },
    suggestions: [campaignStep('build')],
  })
}

/** @param what field of `tree.json` that differs from `allocation.csv`. */
export function treeMismatch(file: string, what: string, said: string, is: string): CapstanError {
  return new CapstanError({
    code: 'TREE_MISMATCH',
    kind: 'mismatch',
    message: `${file} says ${what} ${said}, but allocation.csv gives ${is}.`,
    details: { file, field: what, expected: said, got: is },
    suggestions: [campaignStep('build')],
  })
}

/** @param what field of `tree.json`, or the digest of a file beside it. */
export function buildNotRecomputed(
  file: string,
  what: string,
  said: string,
  is: string,
): CapstanError {
  return new CapstanError({
    code: 'BUILD_NOT_RECOMPUTED',
    kind: 'mismatch',
    message: `${file} has ${what} ${said}, but the snapshot and the rules give ${is}.`,
    details: { file, field: what, expected: is, got: said },
    suggestions: [campaignStep('build')],
  })
}

export function accountNotAllocated(account: string, ruling: string | null): CapstanError {
  const why = ruling === null ? '' : `: ${ruling}`
  return new CapstanError({
    code: 'ACCOUNT_NOT_ALLOCATED',
    kind: 'not-found',
    message: `${account} has no allocation in this campaign${why}.`,
    details: { account, ruling },
  })
}

export function proofOfWhom(): CapstanError {
  return new CapstanError({
    code: 'PROOF_OF_WHOM',
    kind: 'usage',
    message: 'Name exactly one of the two: an address, or --all with --out.',
    suggestions: [
      campaignStep('proof', 'ADDRESS'),
      campaignStep('proof', '--all --out proofs.ndjson'),
    ],
  })
}

/** @param address Bytom address of the holder. */
export function holderUnbound(address: string): CapstanError {
  return new CapstanError({
    code: 'HOLDER_UNBOUND',
    kind: 'not-found',
    message: `${address} was not bound to an account when this campaign was built.`,
    details: { address },
    suggestions: [
      campaignStep('bind', `--source ${address} --to 0x…`),
      campaignStep('build', '--supplement'),
    ],
  })
}

export function allocationMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'ALLOCATION_MISSING',
    kind: 'not-found',
    message: `The campaign is not built: there is no ${file}.`,
    details: { file },
    suggestions: [campaignStep('build')],
  })
}
