import type { DaySpending } from './judge.ts'

/**
 * What keys have spent in the last 24 hours, shared by all processes of the home. Opened when a daily
 * limit is first checked.
 */
export interface SpendingLedger {
  /**
   * Takes room below every limit, or nothing, in one atomic step. The same `slot` taken again counts once, at the larger amount.
   * @param account who spends: an address.
   * @param slot what can take effect only once: a nonce of a chain, a message.
   * @returns the first limit without room, with what is spent; undefined if all fits.
   * @throws DATABASE_LOCKED, DATABASE_DAMAGED, DATABASE_UNUSABLE, and DATABASE_NEWER when it is opened
   */
  take(
    account: string,
    slot: string,
    spending: readonly DaySpending[],
  ): Promise<SpendingExcess | undefined>
}

export interface SpendingExcess {
  readonly asset: string
  /** Without what `slot` had before. */
  readonly spentBaseUnits: bigint
}
