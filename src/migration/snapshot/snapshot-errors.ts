import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

const CHECK_ENDPOINT = 'Name another endpoint with --rpc-url.'

/** @param log which log, in words. @param problem predicate of a sentence about the log. */
export function logNotAsAsked(log: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'LOG_NOT_AS_ASKED',
    kind: 'mismatch',
    message: `The node did not answer eth_getLogs as asked: ${log} ${problem}.`,
    suggestions: [CHECK_ENDPOINT],
  })
}

export function logsAnswerUnreadable(reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'LOGS_ANSWER_UNREADABLE',
    kind: 'network',
    message: `The node gave no usable answer to eth_getLogs: ${reason}.`,
    details: { reason },
    suggestions: ['capstan network ping', CHECK_ENDPOINT],
    cause,
  })
}

/** The node refused with a JSON-RPC error. */
export function logsRefused({
  code,
  message,
}: {
  code: number | null
  message: string
}): CapstanError {
  return new CapstanError({
    code: 'LOGS_REFUSED',
    kind: 'refused',
    message: `The node refused eth_getLogs: ${message || 'no reason given'}.`,
    details: { rpcCode: code, rpcMessage: message },
    suggestions: [CHECK_ENDPOINT],
  })
}

/** @param head number of the newest block the node knows. */
export function blockNotFound(number: number, head: number): CapstanError {
  return new CapstanError({
    code: 'BLOCK_NOT_FOUND',
    kind: 'not-found',
    message: `Block ${number} does not exist: the newest block is ${head}.`,
    details: { block: number, head },
  })
}

export function blockNotFinal(number: number, head: number, confirmations: number): CapstanError {
  return new CapstanError({
    code: 'BLOCK_NOT_FINAL',
    kind: 'refused',
    message: `Block ${number} is not final: ${confirmations} blocks must follow it, but the newest block is ${head}.`,
    details: { block: number, head, confirmations },
    suggestions: [`Wait for block ${number + confirmations}, or name an earlier block.`],
  })
}

export function tokenNotAContract(token: string, block: number | null): CapstanError {
  const when = block === null ? '' : ` at block ${block}`
  return new CapstanError({
    code: 'TOKEN_NOT_A_CONTRACT',
    kind: 'refused',
    message: `There is no contract at ${token}${when}.`,
    details: { token, block },
    suggestions: ['capstan network show', 'Check source.token and source.network.'],
  })
}

export function archiveStateMissing(block: number, cause: CapstanError): CapstanError {
  return new CapstanError({
    code: 'ARCHIVE_STATE_MISSING',
    kind: 'refused',
    message: `The node does not have the state of block ${block}, so balances cannot be checked there: ${String(cause.details.rpcMessage)}.`,
    details: { block, rpcMessage: cause.details.rpcMessage ?? null },
    suggestions: [
      'Name an archive node with --rpc-url.',
      'Set `source.verify: none` to use the logs alone.',
    ],
    cause,
  })
}

/**
 * @param had, got hash of the block when the snapshot began, and now; null if the block is gone.
 * @param out folder of the snapshot's files.
 */
export function snapshotReorged(
  height: number,
  had: string,
  got: string | null,
  out: string,
): CapstanError {
  const now = got === null ? 'is gone' : `is now ${got}`
  return new CapstanError({
    code: 'SNAPSHOT_REORGED',
    kind: 'mismatch',
    message: `Block ${height} was ${had} when the snapshot began and ${now}: the chain was reorganised, or it is another chain.`,
    details: { block: height, had, got },
    suggestions: [
      'Find out with another endpoint which block is right.',
      `To start again: rm -rf '${out}/.snapshot' '${out}'/snapshot.*`,
    ],
  })
}

export interface Difference {
  /** EIP-55 */
  readonly address: string
  /** Sum of the logs, base units; negative if the account spent more than it received. */
  readonly fromLogs: bigint
  /** Answer of `balanceOf`, base units. */
  readonly onChain: bigint
}

/** @param differences the first of `count` holders. */
export function holdersDiffer(differences: readonly Difference[], count: number): CapstanError {
  const [first] = differences
  const example = first
    ? `: ${first.address} has ${first.fromLogs} by its logs and ${first.onChain} by balanceOf`
    : ''
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `The Transfer logs of the token do not explain the balances of ${count} holders${example}.`,
    details: {
      count,
      holders: differences.map(
        ({ address, fromLogs, onChain }) => `${address} logs ${fromLogs} balanceOf ${onChain}`,
      ),
    },
    suggestions: [
      'A token that takes fees, rebases or mints without an event cannot be migrated by its logs.',
      'Leave out source.fromBlock, or ask another endpoint, if logs may be missing.',
    ],
  })
}

/** @param accounts the first of `count`, EIP-55. Without balanceOf only one can be explained. */
export function accountsBelowZero(accounts: readonly string[], count: number): CapstanError {
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `${count} accounts spent more than their Transfer logs show they received: they were credited without an event, and the logs alone do not tell the amounts.`,
    details: { count, holders: accounts },
    suggestions: ['Name an archive node with --rpc-url, and leave out source.verify.'],
  })
}

/** Base units. @param total of all balances found. @param supply totalSupply. */
export function supplyDiffers(total: bigint, supply: bigint): CapstanError {
  const missing = supply - total
  const what = missing > 0n ? `${missing} are missing` : `${-missing} are too many`
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `The balances add up to ${total}, but the totalSupply of the token is ${supply}: ${what}.`,
    details: {
      totalBaseUnits: total.toString(),
      supplyBaseUnits: supply.toString(),
      missingBaseUnits: missing.toString(),
    },
    suggestions: [
      'The logs cannot show supply of accounts that appear in no log.',
      'Leave out source.fromBlock, or ask another endpoint, if logs may be missing.',
    ],
  })
}

/** @param had, asks sources of the existing snapshot and of the campaign, in words. */
export function snapshotExists(file: string, had: string, asks: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_EXISTS',
    kind: 'refused',
    message: `${file} is the snapshot of ${had}; the campaign asks for ${asks}.`,
    details: { file },
    suggestions: ['Use a new campaign folder, or move the files of the old snapshot away.'],
  })
}

export function snapshotDamaged(file: string, problem: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_DAMAGED',
    kind: 'state',
    message: `${file} ${problem}.`,
    details: { file },
    suggestions: [campaignStep('snapshot', '', 'Restore the file, or remove it and run:')],
    cause,
  })
}

/** The file can be read, but its bytes are not those that were written. */
export function snapshotTampered(file: string, names: string, got: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_DIGEST_MISMATCH',
    kind: 'mismatch',
    message: `${file} does not have the digest that snapshot.json names: it was changed or cut short.`,
    details: { file, expected: names, got },
    suggestions: [campaignStep('snapshot', '', 'Restore the file, or remove it and run:')],
  })
}
