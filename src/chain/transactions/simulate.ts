import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { Chain } from '../chain.ts'
import { decodeRevert, revertData } from '../decode/decode-revert.ts'
import { type CallMessage, callAt, gasEstimate } from '../rpc/calls.ts'
import type { RpcAnswer, RpcCall } from '../rpc/rpc.ts'
import type { Conditions } from './fees.ts'
import type { Intent } from './intent.ts'
import { insufficientFunds, simulationFailed, simulationReverted } from './transaction-errors.ts'

/** The exact cost of sending native coin to an account without code. */
const TRANSFER_GAS = 21_000n
/** The state may change until the transaction is mined. */
const GAS_MARGIN_PERCENT = 20n

/** Finds the gas limits of intents by running them on the node without sending them. */
export type GasEstimation = (
  chain: Chain,
  from: string,
  intents: readonly Intent[],
  conditions: Conditions,
) => Promise<bigint[]>

/**
 * Runs each intent by itself and returns its gas limit. A given limit is kept; an estimate gets a
 * margin, because the state may change until the transaction is mined.
 * @throws TX_SIMULATION_REVERTED with the decoded error, INSUFFICIENT_FUNDS, TX_SIMULATION_FAILED
 */
export const simulateAll: GasEstimation = async (chain, from, intents, conditions) => {
  const answers = await simulateEach(chain, from, intents)
  return Promise.all(
    intents.map(async (intent, index) => {
      const answer = answers[index] as RpcAnswer<bigint | string>
      if ('error' in answer) throw await refusal(chain, from, intent, conditions, answer.error)
      const { gasLimit, gasMarginPercent } = intent
      return gasLimit ?? withMargin(BigInt(answer.result), conditions, gasMarginPercent)
    }),
  )
}

/** The node's answer to each intent: a gas estimate or, if the limit is given, the call's result. */
export async function simulateEach(
  { rpc }: Pick<Chain, 'rpc'>,
  from: string,
  intents: readonly Intent[],
): Promise<RpcAnswer<bigint | string>[]> {
  const answers = await rpc.batch(intents.map((intent) => simulation(from, intent)))
  if (answers.length < intents.length) throw new TypeError('A batch has fewer answers than calls')
  return answers
}

/** @param estimate of the gas that a transaction uses now. */
export function withMargin(
  estimate: bigint,
  { blockGasLimit }: Pick<Conditions, 'blockGasLimit'>,
  percent = GAS_MARGIN_PERCENT,
): bigint {
  if (estimate <= TRANSFER_GAS) return estimate
  const roomy = estimate + (estimate * percent) / 100n
  return roomy < blockGasLimit ? roomy : blockGasLimit
}

function simulation(from: string, intent: Intent): RpcCall<bigint | string> {
  const call = callObject(from, intent)
  return intent.gasLimit === undefined ? gasEstimate(call) : callAt(call, 'latest')
}

/** The call in the form of JSON-RPC. */
export function callObject(
  from: string,
  { to, data, valueWei, gasLimit }: Pick<Intent, 'to' | 'data' | 'valueWei' | 'gasLimit'>,
): CallMessage {
  return {
    from,
    ...(to !== null && { to }),
    data,
    value: valueWei,
    ...(gasLimit !== undefined && { gas: gasLimit }),
  }
}

/** The error for an intent that the node refuses to run. */
export async function refusal(
  { network }: Pick<Chain, 'network'>,
  from: string,
  intent: Intent,
  { balanceWei }: Pick<Conditions, 'balanceWei'>,
  error: CapstanError,
): Promise<CapstanError> {
  if (balanceWei < intent.valueWei) {
    return insufficientFunds(from, intent.valueWei, balanceWei, network)
  }
  const data = revertData(error)
  if (data !== null) return simulationReverted(intent, await decodeRevert(data, intent.abi))
  return simulationFailed(intent, String(error.details.rpcMessage), error)
}
