import type { Log } from '../transactions/intent.ts'

/** Why an attempt was signed for a nonce: for the intent, to speed it up, or to cancel it. */
export type AttemptKind = 'original' | 'speed-up' | 'cancel'

/** One signed transaction of a row; at most one of them is ever mined. Fees are in wei. */
export interface Attempt {
  readonly kind: AttemptKind
  readonly hash: string
  readonly raw: string
  readonly gasLimit: string
  readonly maxFeeWei: string
  /** Null if capstan 0.1 signed it; the raw bytes have it. */
  readonly priorityFeeWei: string | null
  /** When it was signed, ISO-8601 UTC. */
  readonly at: string
}

/** An attempt that replaces an earlier one, before the journal adds its time. */
export interface Replacement extends Omit<Attempt, 'kind' | 'priorityFeeWei' | 'at'> {
  readonly kind: Exclude<AttemptKind, 'original'>
  readonly priorityFeeWei: string
}

/**
 * The states of a transaction in the journal. `signed` to `mined` are open: they may still change. The
 * others are closed.
 *
 * - `signed`: nonce taken, raw bytes of the latest attempt durable. Waits for an endpoint to accept it.
 * - `broadcast`: an endpoint accepted it. Waits for a receipt, of this or an earlier attempt.
 * - `mined`: there is a receipt. Waits for confirmations; a reorganisation leads back to `broadcast`.
 * - `final`: succeeded, as deep as asked. If its block is reorged out all the same (entry `vanished`),
 *   it is `broadcast` again.
 * - `reverted`: failed on chain, as deep as asked. It cost gas; the intent may be tried again.
 * - `replaced`: another transaction of the account used the nonce, or a cancellation did (then there
 *   is a reason). This one can never happen.
 * - `dropped`: no endpoint ever accepted it, or its devnet was reset or rolled back (entry
 *   `forgotten`); its nonce and its idempotency key are free again.
 */
export type TransactionState =
  | 'signed'
  | 'broadcast'
  | 'mined'
  | 'final'
  | 'reverted'
  | 'replaced'
  | 'dropped'

/** Amounts are decimal strings in wei; times are ISO-8601 UTC. */
export interface SignedEntry {
  readonly event: 'signed'
  readonly id: number
  readonly at: string
  readonly intent: string
  readonly idempotencyKey: string
  readonly chainId: number
  readonly from: string
  readonly to: string | null
  readonly nonce: number
  readonly valueWei: string
  /** SHA-256 of recipient, value and data: what the idempotency key stands for. */
  readonly callDigest: string
  readonly gasLimit: string
  readonly maxFeeWei: string
  /** Absent if capstan 0.1 signed it; the raw bytes have it. */
  readonly priorityFeeWei?: string | null
  readonly hash: string
  readonly raw: string
}

/**
 * The current state of one transaction: what its entries add up to. `hash`, `raw`, gas limit and
 * fees are those of the attempt that was mined, else of the latest.
 */
export interface JournalRow extends Omit<SignedEntry, 'event' | 'at'> {
  /** All attempts in order, if there were several. */
  readonly attempts?: readonly Attempt[]
  readonly state: TransactionState
  readonly createdAt: string
  readonly updatedAt: string
  readonly blockNumber: number | null
  readonly blockHash: string | null
  readonly succeeded: boolean | null
  readonly gasUsed: string | null
  readonly contractAddress: string | null
  readonly logs: readonly Log[]
  /** Why it was dropped, or what cancelled it. */
  readonly reason: string | null
}
