import type { CapstanError } from '../primitives/capstan-error.ts'
import type { Chain } from './chain.ts'
import { decodeRevert, revertData } from './decode-revert.ts'
import type { Conditions } from './fees.ts'
import type { Intent } from './intent.ts'
import type { RpcCall } from './json-rpc.ts'
import { toQuantity } from './quantity.ts'
import { insufficientFunds, simulationFailed, simulationReverted } from './transaction-errors.ts'

/** What moving native coin to an account without code costs, exactly. */
const TRANSFER_GAS = 21_000n

/**
 * Runs the intents on the node without sending them and returns the gas limit of each. A limit
 * that was given is kept; an estimate gets a fifth more, because the state may change until the
 * transaction is mined.
 * @throws TX_SIMULATION_REVERTED with the decoded error, INSUFFICIENT_FUNDS, TX_SIMULATION_FAILED
 */
export async function simulateAll(
  chain: Chain,
  from: string,
  intents: readonly Intent[],
  conditions: Conditions,
): Promise<bigint[]> {
  const answers = await chain.rpc.batch(intents.map((intent) => simulation(from, intent)))
  return Promise.all(
    intents.map(async (intent, index) => {
      const answer = answers[index]
      if (!answer) throw new TypeError('A batch has fewer answers than calls')
      if ('error' in answer) {
        throw await refusal(chain, from, intent, conditions, answer.error)
      }
      return intent.gasLimit ?? withMargin(BigInt(answer.result as string), conditions)
    }),
  )
}

function withMargin(estimate: bigint, { blockGasLimit }: Conditions): bigint {
  if (estimate <= TRANSFER_GAS) return estimate
  const roomy = estimate + estimate / 5n
  return roomy < blockGasLimit ? roomy : blockGasLimit
}

function simulation(from: string, intent: Intent): RpcCall {
  const call = callObject(from, intent)
  return intent.gasLimit === undefined
    ? { method: 'eth_estimateGas', params: [call] }
    : { method: 'eth_call', params: [call, 'latest'] }
}

/** The call as JSON-RPC wants it. */
export function callObject(
  from: string,
  { to, data, valueWei, gasLimit }: Pick<Intent, 'to' | 'data' | 'valueWei' | 'gasLimit'>,
): object {
  return {
    from,
    ...(to !== null && { to }),
    data,
    value: toQuantity(valueWei),
    ...(gasLimit !== undefined && { gas: toQuantity(gasLimit) }),
  }
}

async function refusal(
  { network }: Chain,
  from: string,
  intent: Intent,
  { balanceWei }: Conditions,
  error: CapstanError,
): Promise<CapstanError> {
  if (balanceWei < intent.valueWei) {
    return insufficientFunds(from, intent.valueWei, balanceWei, network)
  }
  const data = revertData(error)
  if (data !== null) return simulationReverted(intent, await decodeRevert(data, intent.abi))
  return simulationFailed(intent, String(error.details.rpcMessage), error)
}
