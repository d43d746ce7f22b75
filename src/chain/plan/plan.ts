import type { AssetUnit } from '../erc20/facts.ts'
import type { DecodedCall, Effect, FeeQuote } from '../transactions/intent.ts'
import { planOverBudget } from './plan-errors.ts'

/** Transactions as they would be signed, in order, and their effects. Made without a key. */
export interface Plan {
  /** Name of the network profile. */
  readonly network: string
  readonly chainId: bigint
  /** Sender, EIP-55. */
  readonly from: string
  /** The block it was made on. */
  readonly block: { readonly number: number; readonly hash: string }
  readonly order: PlanOrder
  readonly effectsFrom: EffectsSource
  /** How amounts of the moved assets are shown; without tokens that do not say. */
  readonly assets: readonly AssetUnit[]
  /** What is left to send; empty if everything is final. */
  readonly transactions: readonly PlannedTransaction[]
}

/**
 * - `one-by-one`: each is signed when the previous one is final, because it may depend on it.
 * - `pipelined`: they are independent, and many are under way at once.
 */
export type PlanOrder = 'one-by-one' | 'pipelined'

/**
 * - `simulation`: the node ran the transactions in order, and these are the changes it saw.
 * - `stated`: the node cannot do that and only said that each call would succeed; the effects are
 *   those that the command intends.
 */
export type EffectsSource = 'simulation' | 'stated'

export interface PlannedTransaction {
  readonly description: string
  readonly idempotencyKey: string
  /** EIP-55; null deploys `data` as a contract. */
  readonly to: string | null
  /** `0x` hex. */
  readonly data: string
  readonly valueWei: bigint
  readonly nonce: number
  readonly gasLimit: bigint
  readonly fee: FeeQuote
  /** Null if capstan does not know the function, or nothing is called. */
  readonly decoded: DecodedCall | null
  /** Net changes without fees, by asset and account. */
  readonly effects: readonly Effect[]
  readonly approvals: readonly Approval[]
  /** keccak256 of the code at `to`; null for an account without code, and for a deployment. */
  readonly codeHash: string | null
}

/** An allowance after the transaction. */
export interface Approval {
  /** The token, EIP-55. */
  readonly asset: string
  readonly owner: string
  readonly spender: string
  readonly amountBaseUnits: bigint
}

/** The fee in wei if all gas is used at the highest price. */
export function maxFeeOf({ gasLimit, fee }: Pick<PlannedTransaction, 'gasLimit' | 'fee'>): bigint {
  return gasLimit * fee.maxFeeWei
}

/**
 * Nothing is ever signed above the operator's cap, whoever set the price.
 * @param capWei per unit of gas.
 * @throws PLAN_OVER_BUDGET
 */
export function assertWithinBudget(
  transactions: readonly PlannedTransaction[],
  capWei: bigint | undefined,
): void {
  const over = transactions.find(({ fee }) => capWei !== undefined && fee.maxFeeWei > capWei)
  if (over) throw planOverBudget(over.fee.maxFeeWei, capWei as bigint)
}

/** Value and highest fee of all of them, in wei. */
export function maxCostOf(transactions: readonly PlannedTransaction[]): bigint {
  return transactions.reduce((sum, one) => sum + one.valueWei + maxFeeOf(one), 0n)
}
