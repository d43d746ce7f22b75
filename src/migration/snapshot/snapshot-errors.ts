import { CapstanError } from '../../primitives/capstan-error.ts'

const CHECK_ENDPOINT = 'Name another endpoint with --rpc-url.'

/** @param log which log, in words; @param problem what is wrong with it, after "the log …". */
export function logNotAsAsked(log: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'LOG_NOT_AS_ASKED',
    kind: 'mismatch',
    message: `The node answered eth_getLogs with something else than it was asked for: ${log} ${problem}.`,
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
    message: `Block ${number} does not exist: the newest is ${head}.`,
    details: { block: number, head },
  })
}

export function blockNotFinal(number: number, head: number, confirmations: number): CapstanError {
  return new CapstanError({
    code: 'BLOCK_NOT_FINAL',
    kind: 'refused',
    message: `Block ${number} is not final: the newest is ${head}, and ${confirmations} blocks must follow it.`,
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
      'Set `source.verify: none` to go by the logs alone.',
    ],
    cause,
  })
}

/**
 * @param had, got hash of the block when the snapshot began and now; null: no such block any more.
 * @param out the folder of the snapshot's files.
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
    message: `Block ${height} was ${had} when the snapshot began and ${now}: the chain was reorganised, or this is another chain.`,
    details: { block: height, had, got },
    suggestions: [
      'Ask another endpoint which block is right.',
      `To begin anew: rm -rf '${out}/.snapshot' '${out}'/snapshot.*`,
    ],
  })
}

export interface Difference {
  /** EIP-55 */
  readonly address: string
  /** What the logs add up to, base units; negative when more left than came. */
  readonly fromLogs: bigint
  /** What `balanceOf` answers, base units. */
  readonly onChain: bigint
}

/** @param differences the first of `count` holders. */
export function holdersDiffer(differences: readonly Difference[], count: number): CapstanError {
  const [first] = differences
  const example = first
    ? `: ${first.address} has ${first.fromLogs} by the logs and ${first.onChain} by balanceOf`
    : ''
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `The token's Transfer logs do not explain the balances of ${count} holders${example}.`,
    details: {
      count,
      holders: differences.map(
        ({ address, fromLogs, onChain }) => `${address} logs ${fromLogs} balanceOf ${onChain}`,
      ),
    },
    suggestions: [
      'Tokens that take fees, rebase or mint without an event cannot be migrated by their logs.',
      'Leave out source.fromBlock, or ask another endpoint, if logs may be missing.',
    ],
  })
}

/** @param accounts the first of `count`, EIP-55. Without balanceOf only one such can be explained. */
export function accountsBelowZero(accounts: readonly string[], count: number): CapstanError {
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `By the token's Transfer logs ${count} accounts spent more than they received: they were credited without an event, by how much the logs alone cannot tell.`,
    details: { count, holders: accounts },
    suggestions: ['Name an archive node with --rpc-url, and leave out source.verify.'],
  })
}

/** @param total of all balances found; @param supply totalSupply; both base units. */
export function supplyDiffers(total: bigint, supply: bigint): CapstanError {
  const missing = supply - total
  const what = missing > 0n ? `${missing} are missing` : `${-missing} are too many`
  return new CapstanError({
    code: 'LOGS_DO_NOT_ADD_UP',
    kind: 'mismatch',
    message: `The balances add up to ${total}, the token's totalSupply is ${supply}: ${what}.`,
    details: {
      totalBaseUnits: total.toString(),
      supplyBaseUnits: supply.toString(),
      missingBaseUnits: missing.toString(),
    },
    suggestions: [
      'Supply given to accounts that appear in no log cannot be found by logs.',
      'Leave out source.fromBlock, or ask another endpoint, if logs may be missing.',
    ],
  })
}

/** @param had, asks the source of the finished snapshot and the one asked for, in words. */
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
    suggestions: [`Restore the file, or remove it and run: capstan migrate snapshot`],
    cause,
  })
}

/** The file is whole, but its bytes are not those that were written. */
export function snapshotTampered(file: string, names: string, got: string): CapstanError {
  return new CapstanError({
    code: 'SNAPSHOT_DIGEST_MISMATCH',
    kind: 'mismatch',
    message: `${file} is not the file that snapshot.json names by its digest: it was changed or cut.`,
    details: { file, expected: names, got },
    suggestions: [`Restore the file, or remove it and run: capstan migrate snapshot`],
  })
}
