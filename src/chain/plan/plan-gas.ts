import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { decodeRevert } from '../decode/decode-revert.ts'
import type { RpcAnswer } from '../rpc/rpc.ts'
import type { SimulatedCall } from '../rpc/simulation.ts'
import type { Conditions } from '../transactions/fees.ts'
import type { Intent } from '../transactions/intent.ts'
import {
  type GasEstimation,
  refusal,
  simulateAll,
  simulateEach,
  withMargin,
} from '../transactions/simulate.ts'
import { simulationReverted } from '../transactions/transaction-errors.ts'
import { readPlanFacts } from './plan-facts.ts'
import { simulateInOrder } from './plan-simulation.ts'

/**
 * Gas limits of transactions that may depend on earlier ones. A separate estimate may be refused or
 * wrong (a call to a contract that does not exist yet costs next to nothing), so all are also run in
 * order. If that uses more than the estimate, the limit is one and a half times the gas used, because
 * that figure lacks refunded gas and the gas that each call holds back. The simulation of the plan then
 * proves that the limits suffice.
 */
export function estimateInOrder(nonces: readonly number[]): GasEstimation {
  return async (chain, from, intents, conditions) => {
    if (intents.length < 2) return simulateAll(chain, from, intents, conditions)
    const simulated = await runInOrder(chain, from, intents, nonces, conditions)
    if (!simulated) return simulateAll(chain, from, intents, conditions)
    const answers = await simulateEach(chain, from, intents)
    return Promise.all(
      intents.map((intent, index) => {
        const call = simulated[index] as SimulatedCall
        const answer = answers[index] as RpcAnswer<bigint | string>
        // Nothing precedes the first: the node's refusal says more than that it failed.
        if (index === 0 && 'error' in answer) {
          return refusal(chain, from, intent, conditions, answer.error).then(fail)
        }
        return gasLimit(intent, call, answer, conditions)
      }),
    )
  }
}

/** Undefined if the node cannot simulate. */
async function runInOrder(
  chain: Chain,
  from: string,
  intents: readonly Intent[],
  nonces: readonly number[],
  { blockNumber, blockGasLimit }: Conditions,
): Promise<readonly SimulatedCall[] | undefined> {
  const calls = intents.map(({ to, data, valueWei, gasLimit = blockGasLimit }, index) => {
    return { to, data, valueWei, gasLimit, nonce: nonces[index] as number }
  })
  const facts = await readPlanFacts(chain, from, [], blockNumber)
  return simulateInOrder(chain, from, calls, facts).catch((error: unknown) => {
    if (isRpcError(error)) return undefined
    throw error
  })
}

async function gasLimit(
  intent: Intent,
  { succeeded, returnData, gasUsed }: SimulatedCall,
  answer: RpcAnswer<bigint | string>,
  conditions: Conditions,
): Promise<bigint> {
  if (!succeeded) throw simulationReverted(intent, await decodeRevert(returnData, intent.abi))
  if (intent.gasLimit !== undefined) return intent.gasLimit
  const alone = 'error' in answer ? 0n : withMargin(BigInt(answer.result), conditions)
  return alone >= withMargin(gasUsed, conditions)
    ? alone
    : withMargin((gasUsed * 5n) / 4n, conditions)
}

function fail(error: Error): never {
  throw error
}
