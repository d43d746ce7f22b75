import type { Chain } from '../chain.ts'
import { chainIdMismatch } from '../chain-errors.ts'
import { balanceAt } from '../rpc/accounts.ts'
import { newestBlock } from '../rpc/blocks.ts'
import { servedChainId } from '../rpc/chain-id.ts'
import { gasPrice, suggestedTip } from '../rpc/prices.ts'
import { resultOf } from '../rpc/rpc.ts'
import type { FeeQuote, SendPolicy } from './intent.ts'
import { feeCapTooLow } from './transaction-errors.ts'

/** The tip if a node suggests none, in wei. */
const DEFAULT_TIP_WEI = 1_000_000_000n

/** The present conditions for a transaction. Prices are per unit of gas, all amounts in wei. */
export interface Conditions {
  readonly blockNumber: number
  readonly blockGasLimit: bigint
  /** Null before EIP-1559. */
  readonly baseFeeWei: bigint | null
  readonly tipWei: bigint
  readonly gasPriceWei: bigint
  readonly balanceWei: bigint
}

/**
 * Checks the chain id once more and reads block, prices and the sender's balance, in one request.
 * @throws CHAIN_ID_MISMATCH
 */
export async function readConditions(
  { rpc, chainId }: Chain,
  account: string,
): Promise<Conditions> {
  const [id, block, balance, price, tip] = await rpc.batch([
    servedChainId,
    newestBlock,
    balanceAt(account, 'latest'),
    gasPrice,
    suggestedTip,
  ])
  const got = resultOf(id)
  if (got !== chainId) throw chainIdMismatch(rpc.urls.join(', '), chainId, got)
  const { number, gasLimit, baseFeeWei } = resultOf(block)
  return {
    blockNumber: number,
    blockGasLimit: gasLimit,
    baseFeeWei,
    // Not every node has this method.
    tipWei: 'result' in tip ? tip.result : DEFAULT_TIP_WEI,
    gasPriceWei: resultOf(price),
    balanceWei: resultOf(balance),
  }
}

/**
 * Prices a transaction so that it survives six full blocks of rising base fee (EIP-1559: each adds
 * at most an eighth, so twice the base fee lasts that long), or by the node's gas price. With a
 * deadline, the operator's cap is the budget to rise to; without, the cap is signed.
 * @throws FEE_CAP_TOO_LOW if the operator's cap is below the current price
 */
export function quoteFee(
  conditions: Conditions,
  eip1559: boolean,
  policy: Pick<SendPolicy, 'maxFeeWei' | 'priorityFeeWei' | 'deadline' | 'isFree'>,
): FeeQuote {
  if (policy.isFree) return { type: eip1559 ? 2 : 0, maxFeeWei: 0n, priorityFeeWei: 0n }
  const { baseFeeWei } = conditions
  const { maxFeeWei: capWei } = policy
  if (capWei !== undefined && baseFeeWei !== null && capWei < baseFeeWei) {
    throw feeCapTooLow(capWei, baseFeeWei)
  }
  const isLegacy = !eip1559 || baseFeeWei === null
  const market = marketFee(conditions, isLegacy ? 0 : 2, policy.priorityFeeWei)
  if (capWei === undefined) return market
  // A gas price is paid in full; of a highest fee, only what the block asks, and the tip.
  const isBudget = isLegacy || policy.deadline !== undefined
  return cappedFee(isBudget ? market : { ...market, maxFeeWei: capWei }, capWei)
}

/** What the chain asks now. @param tipWei instead of the node's tip; for type 0, of its gas price. */
export function marketFee(
  { baseFeeWei, gasPriceWei, ...offered }: Conditions,
  type: FeeQuote['type'],
  tipWei: bigint = type === 0 ? gasPriceWei : offered.tipWei,
): FeeQuote {
  if (type === 0) return { type, maxFeeWei: tipWei, priorityFeeWei: tipWei }
  return { type, maxFeeWei: 2n * (baseFeeWei ?? gasPriceWei) + tipWei, priorityFeeWei: tipWei }
}

/** The same fee with no part above the cap. */
export function cappedFee({ type, maxFeeWei, priorityFeeWei }: FeeQuote, capWei: bigint): FeeQuote {
  const capped = (wei: bigint) => (wei < capWei ? wei : capWei)
  return { type, maxFeeWei: capped(maxFeeWei), priorityFeeWei: capped(priorityFeeWei) }
}
