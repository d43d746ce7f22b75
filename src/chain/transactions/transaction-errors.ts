import { formatAmount } from '../../primitives/amount.ts'
import { CapstanError, type ErrorDetails } from '../../primitives/capstan-error.ts'
import type { Revert } from '../decode/decode-revert.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { NetworkProfile } from '../networks/network.ts'
import type { Intent } from './intent.ts'

export function simulationReverted(intent: Intent, revert: Revert): CapstanError {
  return new CapstanError({
    code: 'TX_SIMULATION_REVERTED',
    kind: 'refused',
    message: `The contract refuses to ${intent.description}: ${revert.text}. Nothing was sent.`,
    details: { to: intent.to, ...revertDetails(revert) },
  })
}

export function simulationFailed(intent: Intent, reason: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'TX_SIMULATION_FAILED',
    kind: 'refused',
    message: `The node cannot simulate the transaction to ${intent.description}: ${reason}. Nothing was sent.`,
    details: { to: intent.to, reason },
    cause,
  })
}

/** @param needed, available amounts of the native coin, in wei. */
export function insufficientFunds(
  account: string,
  needed: bigint,
  available: bigint,
  { symbol, devnet }: Pick<NetworkProfile, 'symbol' | 'devnet'>,
): CapstanError {
  const amount = (wei: bigint) => formatAmount(wei, 18, symbol)
  const missing = needed - available
  return new CapstanError({
    code: 'INSUFFICIENT_FUNDS',
    kind: 'refused',
    message: `${account} needs ${amount(needed)} (value and highest fee) but has ${amount(available)}.`,
    details: {
      account,
      neededWei: needed.toString(),
      availableWei: available.toString(),
      missingWei: missing.toString(),
    },
    suggestions: [
      devnet === undefined
        ? `Send ${amount(missing)} to ${account}.`
        : `capstan devnet fund ${account} ${missing}wei --name ${devnet}`,
    ],
  })
}

/** @param cap, base prices per unit of gas, in wei. */
export function feeCapTooLow(cap: bigint, base: bigint): CapstanError {
  return new CapstanError({
    code: 'FEE_CAP_TOO_LOW',
    kind: 'refused',
    message: `The highest fee of ${cap} wei per unit of gas is below the ${base} wei that the chain asks now.`,
    details: { maxFeeWei: cap.toString(), baseFeeWei: base.toString() },
    suggestions: ['Raise --max-fee, or wait until the base fee falls.'],
  })
}

/** @param deadlineMs milliseconds since the epoch. */
export function deadlinePassed(deadlineMs: number): CapstanError {
  const deadline = new Date(deadlineMs).toISOString()
  return new CapstanError({
    code: 'TX_DEADLINE_PASSED',
    kind: 'refused',
    message: `The deadline ${deadline} has passed; nothing more is sent.`,
    details: { deadline },
    suggestions: ['Run the command again with a later --deadline.'],
  })
}

export function nonceTaken(account: string, nonce: number): CapstanError {
  return new CapstanError({
    code: 'NONCE_TAKEN',
    kind: 'refused',
    message: `Nonce ${nonce} of ${account} is used or reserved.`,
    details: { account, nonce },
    suggestions: ['Leave --nonce out to take the next free one.', 'capstan tx list --open'],
  })
}

export function accountBusy(account: string): CapstanError {
  return new CapstanError({
    code: 'ACCOUNT_BUSY',
    kind: 'state',
    message: `Another capstan process is still sending from ${account}. Nothing was sent.`,
    details: { account },
    suggestions: ['Wait for the other process to end, then run the command again.'],
  })
}

export function idempotencyConflict(intent: Intent, row: JournalRow): CapstanError {
  return new CapstanError({
    code: 'TX_IDEMPOTENCY_CONFLICT',
    kind: 'refused',
    message: `Transaction ${row.id} has the same key ${intent.idempotencyKey} and another call.`,
    details: { id: row.id, hash: row.hash, idempotencyKey: intent.idempotencyKey },
    suggestions: [`capstan tx show ${row.id}`],
  })
}

/** No endpoint took it, so its nonce is free again and nothing was sent. */
export function transactionRejected(row: JournalRow, reason: string): CapstanError {
  return new CapstanError({
    code: 'TX_REJECTED',
    kind: 'refused',
    message: `The node rejects the transaction to ${row.intent}: ${reason}. Nothing was sent.`,
    details: { ...identity(row), reason },
  })
}

/** Sent or signed, outcome unknown: resume, never resend. */
export function transactionPending(row: JournalRow, reason: string): CapstanError {
  return new CapstanError({
    code: 'TX_PENDING',
    kind: 'pending',
    message: `Transaction ${row.hash} (${row.intent}) is not final: ${reason}.`,
    details: { ...identity(row), reason },
    suggestions: [`capstan tx wait ${row.id}`, 'capstan tx resume'],
  })
}

/** The operator cancelled it: only the nonce and the fee of an empty transaction were spent. */
export function transactionCancelled(row: JournalRow): CapstanError {
  return new CapstanError({
    code: 'TX_CANCELLED',
    kind: 'refused',
    message: `The transaction to ${row.intent} was cancelled by ${row.hash} and can never happen.`,
    details: { ...identity(row), blockNumber: row.blockNumber },
    suggestions: ['Run the command again to send it with a new nonce.'],
  })
}

export function transactionReplaced(row: JournalRow): CapstanError {
  return new CapstanError({
    code: 'TX_REPLACED',
    kind: 'refused',
    message: `Another transaction of ${row.from} used nonce ${row.nonce}: ${row.hash} (${row.intent}) can never happen.`,
    details: identity(row),
    suggestions: ['Run the command again to send it with a new nonce.'],
  })
}

export function transactionReverted(row: JournalRow, revert: Revert): CapstanError {
  return new CapstanError({
    code: 'TX_REVERTED',
    kind: 'reverted',
    message: `Transaction ${row.hash} (${row.intent}) was mined in block ${row.blockNumber} and reverted: ${revert.text}.`,
    details: { ...identity(row), blockNumber: row.blockNumber, ...revertDetails(revert) },
    suggestions: [`capstan tx show ${row.id}`],
  })
}

export function transactionUnknown(reference: string | number): CapstanError {
  return new CapstanError({
    code: 'TX_UNKNOWN',
    kind: 'not-found',
    message: `The journal has no transaction ${reference}.`,
    details: { reference },
    suggestions: ['capstan tx list'],
  })
}

export function transactionOfOtherChain(
  row: Pick<JournalRow, 'id' | 'chainId'>,
  chainId: bigint,
): CapstanError {
  return new CapstanError({
    code: 'TX_OTHER_CHAIN',
    kind: 'usage',
    message: `Transaction ${row.id} belongs to chain id ${row.chainId}; the network has ${chainId}.`,
    details: { id: row.id, chainId: row.chainId, networkChainId: chainId.toString() },
    suggestions: ['Name its network: --network NAME'],
  })
}

export function journalConflict(cause: unknown): CapstanError {
  return new CapstanError({
    code: 'JOURNAL_CONFLICT',
    kind: 'state',
    message: 'Another process has just signed the same transaction, or one with the same nonce.',
    suggestions: ['Run the command again: it finishes the transaction that is there.'],
    cause,
  })
}

/** @param where as in `line 7 of the log`. @param fault as in "is missing". */
export function journalAltered(where: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'JOURNAL_ALTERED',
    kind: 'mismatch',
    message: `The journal was altered: ${where} ${fault}.`,
    details: { where, fault },
    suggestions: ['Keep the file as evidence and restore a backup.'],
  })
}

/** Which transaction an error is about. */
export function identity(row: JournalRow): ErrorDetails {
  return { id: row.id, hash: row.hash, chainId: row.chainId, from: row.from, nonce: row.nonce }
}

function revertDetails({ name, args, text, data }: Revert): ErrorDetails {
  return { errorName: name, errorArgs: args, reason: text, data }
}

/** Amounts in base units of `asset`. */
export function fundsTooLow(
  account: string,
  asset: string,
  needed: bigint,
  available: bigint,
): CapstanError {
  return new CapstanError({
    code: 'FUNDS_TOO_LOW',
    kind: 'refused',
    message: `${account} needs ${needed} base units of ${asset} and has ${available}. Nothing was sent.`,
    details: {
      account,
      asset,
      neededBaseUnits: needed.toString(),
      availableBaseUnits: available.toString(),
      missingBaseUnits: (needed - available).toString(),
    },
    suggestions: [`Send the missing amount to ${account}, then run the command again.`],
  })
}
