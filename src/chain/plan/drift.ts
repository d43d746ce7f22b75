/** One difference between the chain and a plan. */
export interface Drift {
  /**
   * - `nonce`: it is used, or not the next one.
   * - `balance`: it no longer covers value and highest fees. In wei.
   * - `code`: the code at the recipient changed, appeared or disappeared.
   * - `effect`: the transaction would now do something else, or fail.
   * - `fee`: the chain asks more per unit of gas than the plan pays. In wei.
   * - `asset`: the token reports another symbol or decimals than the plan shows amounts in.
   */
  readonly kind: 'nonce' | 'balance' | 'code' | 'effect' | 'fee' | 'asset'
  /** Its number in the plan, from 1; null if it concerns all of them. */
  readonly transaction: number | null
  readonly expected: string
  readonly found: string
}
