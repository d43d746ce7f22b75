import type { CapstanError } from '../primitives/capstan-error.ts'
import { decodeRevert } from './decode-revert.ts'
import { isRpcError } from './errors.ts'
import type { Intent } from './intent.ts'
import type { RpcAnswer } from './json-rpc.ts'
import { readPlanFacts } from './plan-facts.ts'
import { simulateInOrder } from './plan-simulation.ts'
import { type GasEstimation, refusal, simulateEach, withMargin } from './simulate.ts'
import { simulationReverted } from './transaction-errors.ts'

/**
 * Gas limits of transactions that may depend on those before them. What can be estimated by itself
 * is; a call that would fail now is run after the others. Its limit is then half as much again as
 * it used (gas that is given back, or left behind at each call, is not in the figure), and the
 * simulation of the plan itself proves that this suffices.
 */
export function estimateInOrder(nonces: readonly number[]): GasEstimation {
  return async (chain, from, intents, conditions) => {
    const answers = await simulateEach(chain, from, intents)
    const refused = intents.findIndex((_, index) => errorOf(answers[index]) !== undefined)
    const known = intents.map((intent, index) => {
      const answer = answers[index] as RpcAnswer
      if (intent.gasLimit !== undefined) return intent.gasLimit
      return 'error' in answer ? undefined : withMargin(BigInt(answer.result as string), conditions)
    })
    if (refused === -1) return known as bigint[]
    const why = () =>
      refusal(
        chain,
        from,
        intents[refused] as Intent,
        conditions,
        errorOf(answers[refused]) as CapstanError,
      )
    // Nothing is before the first.
    if (refused === 0) throw await why()
    const calls = intents.map(({ to, data, valueWei }, index) => {
      const gasLimit = known[index] ?? conditions.blockGasLimit
      return { to, data, valueWei, gasLimit, nonce: nonces[index] as number }
    })
    const facts = await readPlanFacts(chain, from, [], conditions.blockNumber)
    const simulated = await simulateInOrder(chain, from, calls, facts).catch(async (error) => {
      throw isRpcError(error) ? await why() : error
    })
    return Promise.all(
      intents.map(async (intent, index) => {
        const { succeeded, returnData, gasUsed } = simulated[index] as (typeof simulated)[number]
        if (!succeeded) throw simulationReverted(intent, await decodeRevert(returnData, intent.abi))
        return known[index] ?? withMargin((gasUsed * 5n) / 4n, conditions)
      }),
    )
  }
}

function errorOf(answer: RpcAnswer | undefined): CapstanError | undefined {
  return answer && 'error' in answer ? answer.error : undefined
}
