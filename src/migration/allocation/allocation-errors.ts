import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Published } from '../publication/found.ts'

export function snapshotMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_MISSING',
    kind: 'not-found',
    message: `The campaign has no snapshot: there is no ${file}.`,
    details: { file },
    suggestions: ['capstan migrate snapshot'],
  })
}

/** Holders of another ledger have no account on the target, until they name one. */
export function holdersUnbound(file: string): CapstanError {
  return new CapstanError({
    code: 'HOLDERS_UNBOUND',
    kind: 'refused',
    message: `The holders in ${file} have addresses of Bytom, and none of them is bound to an account of the target.`,
    details: { file },
    suggestions: [
      'capstan migrate bind --source ADDRESS --to 0x…',
      'capstan migrate bind import DIR',
    ],
  })
}

/** The bytes changed between two readings of the same file. */
export function snapshotChanged(file: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_CHANGED',
    kind: 'mismatch',
    message: `${file} changed while it was read.`,
    details: { file },
  })
}

/** The bytes changed between verifying and keeping them. */
export function bindingsChanged(file: string): CapstanError {
  return new CapstanError({
    code: 'BINDINGS_CHANGED',
    kind: 'state',
    message: `${file} changed while it was read: somebody was binding.`,
    details: { file },
    suggestions: ['capstan migrate build'],
  })
}

/** @param kept, now digests of the bindings that were built on, and of those there are. */
export function bindingsPublished(
  published: Published,
  kept: string | null,
  now: string | null,
): CapstanError {
  const { file, isDone } = published
  return new CapstanError({
    code: 'ALLOCATION_PUBLISHED',
    kind: 'refused',
    message: `${file} ${standingOf(published)} with the bindings ${kept ?? 'of nobody'}; now there are the bindings ${now ?? 'of nobody'}, and nothing was written.`,
    details: { file, published: kept, built: now },
    suggestions: isDone ? ['capstan migrate build --supplement'] : waysOn(published),
  })
}

/** The campaign gives another allocation now than the one that is published. */
export function allocationPublished(published: Published, built: string): CapstanError {
  const { file, allocation, isDone } = published
  return new CapstanError({
    code: 'ALLOCATION_PUBLISHED',
    kind: 'refused',
    message: `${file} ${standingOf(published)} for the allocation ${allocation}; the campaign now gives ${built}, and nothing was written.`,
    details: { file, published: allocation, built },
    suggestions: [
      'Undo the change of rules, or give the changed campaign a folder of its own.',
      ...(isDone ? [] : waysOn(published)),
    ],
  })
}

/** Follows the name of its file. */
function standingOf({ isDone, isPlanned }: Published): string {
  if (isDone) return 'is published'
  return isPlanned ? 'says that a plan to publish was written,' : 'is being published'
}

function waysOn({ isPlanned }: Published): string[] {
  const finish = 'capstan migrate publish'
  return isPlanned ? [finish, 'capstan migrate publish --abandon'] : [finish]
}

export function treeMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'TREE_MISSING',
    kind: 'not-found',
    message: `The campaign has no tree: there is no ${file}.`,
    details: { file },
    suggestions: ['capstan migrate build'],
  })
}

export function treeUnreadable(file: string, problem: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'TREE_INVALID',
    kind: 'usage',
    message: `${file} is not a tree file: ${problem}.`,
    details: { file },
    suggestions: ['capstan migrate build'],
    cause,
  })
}

export function treeStale(file: string): CapstanError {
  return new CapstanError({
    code: 'TREE_STALE',
    kind: 'refused',
    message: `${file} was built by other rules than the campaign has now.`,
    details: { file },
    suggestions: ['capstan migrate build'],
  })
}

/** @param what the field in which `tree.json` and `allocation.csv` differ. */
export function treeMismatch(file: string, what: string, said: string, is: string): CapstanError {
  return new CapstanError({
    code: 'TREE_MISMATCH',
    kind: 'mismatch',
    message: `${file} says ${what} ${said}, but allocation.csv gives ${is}.`,
    details: { file, field: what, expected: said, got: is },
    suggestions: ['capstan migrate build'],
  })
}

/** @param what a field of `tree.json`, or the digest of a file beside it. */
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
    suggestions: ['capstan migrate build'],
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
    message: 'A proof is of one address, or of all with --all and --out: exactly one of the two.',
    suggestions: [
      'capstan migrate proof ADDRESS',
      'capstan migrate proof --all --out proofs.ndjson',
    ],
  })
}

/** @param address of Bytom. */
export function holderUnbound(address: string): CapstanError {
  return new CapstanError({
    code: 'HOLDER_UNBOUND',
    kind: 'not-found',
    message: `${address} was bound to no account when this campaign was built.`,
    details: { address },
    suggestions: [
      `capstan migrate bind --source ${address} --to 0x…`,
      'capstan migrate build --supplement',
    ],
  })
}

export function allocationMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'ALLOCATION_MISSING',
    kind: 'not-found',
    message: `The campaign is not built: there is no ${file}.`,
    details: { file },
    suggestions: ['capstan migrate build'],
  })
}
