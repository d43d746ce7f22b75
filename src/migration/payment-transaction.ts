/** A transaction on the chain that paid accounts. */
export interface PaymentTransaction {
  readonly kind: 'batch' | 'claim' | 'transfer'
  readonly hash: string
  readonly blockHeight: number
  /** Lowest and highest leaf that it paid. */
  readonly firstIndex: number
  readonly lastIndex: number
  readonly accounts: number
  readonly baseUnits: bigint
}
