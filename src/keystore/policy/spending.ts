import type { DaySpending } from './judge.ts'

/**
 * What keys have signed for in the last 24 hours, kept where every process of the home sees it.
 * The composition root brings it; it is opened when a ceiling of a day is first asked about.
 */
export interface SpendingLedger {
  /**
   * Takes room below every ceiling, or nothing: all of it in one step that no other process can
   * come between. The same `slot` taken again counts once, at the larger amount.
   * @param account who spends: an address.
   * @param slot what can come true only once: a nonce of a chain, a message.
   * @returns the first ceiling without room, with what is gone already; undefined when all is taken.
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
