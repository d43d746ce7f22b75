/** One way in which the chain is not as a plan has it. */
export interface Drift {
  /**
   * - `nonce`: it is used, or not the next.
   * - `balance`: it does not cover value and highest fees any more. In wei.
   * - `code`: there is other code at the recipient, some where there was none, or none.
   * - `effect`: the transaction would do something else now, or fail.
   * - `fee`: the chain asks more for a unit of gas than the plan pays. In wei.
   * - `asset`: the token calls itself otherwise than the plan, whose amounts were read by that.
   */
  readonly kind: 'nonce' | 'balance' | 'code' | 'effect' | 'fee' | 'asset'
  /** Its number in the plan, from 1; null when it is about all of them. */
  readonly transaction: number | null
  readonly expected: string
  readonly found: string
}
