import type { Chain } from '../chain.ts'
import { chainIdMismatch } from '../chain-errors.ts'
import { quantityToNumber } from '../rpc/quantity.ts'
import type { RpcAnswer } from '../rpc/rpc.ts'
import type { FeeQuote, SendPolicy } from './intent.ts'
import { feeCapTooLow } from './transaction-errors.ts'

/** Where a node offers no tip of its own, in wei. */
const DEFAULT_TIP_WEI = 1_000_000_000n

/** What a transaction made now meets. Prices are of a unit of gas, all amounts in wei. */
export interface Conditions {
  readonly blockNumber: number
  readonly blockGasLimit: bigint
  /** Null before EIP-1559. */
  readonly baseFeeWei: bigint | null
  readonly tipWei: bigint
  readonly gasPriceWei: bigint
  readonly balanceWei: bigint
}

interface Block {
  readonly number: string
  readonly gasLimit: string
  readonly baseFeePerGas?: string
}

/**
 * Proves the chain id once more and reads block, prices and the sender's balance, in one request.
 * @throws CHAIN_ID_MISMATCH
 */
export async function readConditions(
  { rpc, chainId }: Chain,
  account: string,
): Promise<Conditions> {
  const [id, block, balance, gasPrice, tip] = await rpc.batch([
    { method: 'eth_chainId' },
    { method: 'eth_getBlockByNumber', params: ['latest', false] },
    { method: 'eth_getBalance', params: [account, 'latest'] },
    { method: 'eth_gasPrice' },
    { method: 'eth_maxPriorityFeePerGas' },
  ])
  const got = BigInt(resultOf<string>(id))
  if (got !== chainId) throw chainIdMismatch(rpc.urls.join(', '), chainId, got)
  const { number, gasLimit, baseFeePerGas } = resultOf<Block>(block)
  return {
    blockNumber: quantityToNumber(number),
    blockGasLimit: BigInt(gasLimit),
    baseFeeWei: baseFeePerGas === undefined ? null : BigInt(baseFeePerGas),
    // Not every node knows this one.
    tipWei: tip && 'result' in tip ? BigInt(tip.result as string) : DEFAULT_TIP_WEI,
    gasPriceWei: BigInt(resultOf<string>(gasPrice)),
    balanceWei: BigInt(resultOf<string>(balance)),
  }
}

/** The result of one call of a batch. @throws RPC_ERROR */
export function resultOf<T>(answer: RpcAnswer | undefined): T {
  if (!answer) throw new TypeError('A batch has fewer answers than calls')
  if ('error' in answer) throw answer.error
  return answer.result as T
}

/**
 * Prices a transaction so that it survives six full blocks of rising base fee (EIP-1559: each adds
 * at most an eighth, so twice the base fee lasts that long), or by the node's gas price. With a
 * deadline the operator's cap is a budget to rise to, else it is what is signed.
 * @throws FEE_CAP_TOO_LOW if the operator's cap does not reach the current price.
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
  // Of a gas price all is paid; of a highest fee only what the block asks, and the tip.
  const isBudget = isLegacy || policy.deadline !== undefined
  return cappedFee(isBudget ? market : { ...market, maxFeeWei: capWei }, capWei)
}

/** What the chain asks for now. @param tipWei, of type 0 the gas price, instead of the node's own. */
export function marketFee(
  { baseFeeWei, gasPriceWei, ...offered }: Conditions,
  type: FeeQuote['type'],
  tipWei: bigint = type === 0 ? gasPriceWei : offered.tipWei,
): FeeQuote {
  if (type === 0) return { type, maxFeeWei: tipWei, priorityFeeWei: tipWei }
  return { type, maxFeeWei: 2n * (baseFeeWei ?? gasPriceWei) + tipWei, priorityFeeWei: tipWei }
}

/** The same, no part of it above the cap. */
export function cappedFee({ type, maxFeeWei, priorityFeeWei }: FeeQuote, capWei: bigint): FeeQuote {
  const capped = (wei: bigint) => (wei < capWei ? wei : capWei)
  return { type, maxFeeWei: capped(maxFeeWei), priorityFeeWei: capped(priorityFeeWei) }
}
