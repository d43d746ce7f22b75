// Compares what a plan's transactions would do now with what the plan says.

import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { knownErrors } from '../decode/decode-call.ts'
import { decodeRevert, revertData } from '../decode/decode-revert.ts'
import type { SimulatedCall } from '../rpc/simulation.ts'
import type { Engine } from '../transactions/engine.ts'
import type { Effect } from '../transactions/intent.ts'
import { simulateEach } from '../transactions/simulate.ts'
import type { Drift } from './drift.ts'
import type { Approval, Plan, PlannedTransaction } from './plan.ts'
import { observedEffects } from './plan-effects.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { Finding } from './plan-finding.ts'
import { simulatePlanned } from './plan-simulation.ts'

/** Maximum differences shown of one transaction; one is reason enough. */
const DIFFERENCES_SHOWN = 3

/** `note` is told if the effects cannot be compared. */
export async function effectDrift(
  { chain, note }: Pick<Engine, 'chain' | 'note'>,
  plan: Plan,
  rest: readonly PlannedTransaction[],
  facts: PlanFacts,
): Promise<Finding[]> {
  const observed = await simulateAgain(chain, plan, rest, facts)
  if (!observed) {
    note(
      'The node cannot simulate: it was only asked whether each call succeeds, not what it does.',
    )
    return refusedCalls(chain, plan, rest)
  }
  const errors = await knownErrors()
  const findings = await Promise.all(
    rest.map(async (of, index): Promise<Finding[]> => {
      const { succeeded, returnData, logs } = observed[index] as SimulatedCall
      if (!succeeded) {
        const { text } = await decodeRevert(returnData, errors)
        return [{ kind: 'effect', of, expected: 'success', found: `a revert, ${text}` }]
      }
      const difference = differenceOf(of, observedEffects(logs))
      return difference ? [{ kind: 'effect', of, ...difference }] : []
    }),
  )
  return findings.flat()
}

/** Undefined if the node that made the plan, or the present one, cannot simulate. */
async function simulateAgain(
  chain: Chain,
  { from, order, effectsFrom }: Plan,
  rest: readonly PlannedTransaction[],
  facts: PlanFacts,
): Promise<SimulatedCall[] | undefined> {
  if (effectsFrom === 'stated') return undefined
  return simulatePlanned(chain, from, rest, order, facts).catch((error: unknown) => {
    if (isRpcError(error)) return undefined
    throw error
  })
}

/** Without a simulation, only calls that do not depend on unsent transactions can be checked. */
async function refusedCalls(
  chain: Chain,
  { from, order }: Plan,
  rest: readonly PlannedTransaction[],
): Promise<Finding[]> {
  const asked = order === 'one-by-one' ? rest.slice(0, 1) : rest
  const answers = await simulateEach(chain, from, asked)
  const errors = await knownErrors()
  const findings = await Promise.all(
    asked.map(async (of, index): Promise<Finding[]> => {
      const answer = answers[index]
      if (!answer || !('error' in answer)) return []
      const data = revertData(answer.error)
      const why = data === null ? null : (await decodeRevert(data, errors)).text
      const found = why === null ? String(answer.error.details.rpcMessage) : `a revert, ${why}`
      return [{ kind: 'effect', of, expected: 'success', found }]
    }),
  )
  return findings.flat()
}

type Changes = {
  readonly effects: readonly Effect[]
  readonly approvals: readonly Approval[]
}

function differenceOf(
  planned: Changes,
  observed: Changes,
): Pick<Drift, 'expected' | 'found'> | undefined {
  const [before, after] = [changeTexts(planned), changeTexts(observed)]
  const [gone, come] = [missingFrom(after, before), missingFrom(before, after)]
  return gone.length + come.length === 0
    ? undefined
    : { expected: listed(gone), found: listed(come) }
}

/** In base units, each change as one text. */
function changeTexts({ effects, approvals }: Changes): string[] {
  return [
    ...effects.map(
      ({ account, asset, deltaBaseUnits }) =>
        `${account} ${deltaBaseUnits > 0n ? '+' : ''}${deltaBaseUnits} ${asset}`,
    ),
    ...approvals.map(
      ({ asset, owner, spender, amountBaseUnits }) =>
        `${spender} may take ${amountBaseUnits} ${asset} of ${owner}`,
    ),
  ]
}

function missingFrom(texts: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(texts)
  return wanted.filter((text) => !there.has(text))
}

function listed(texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing'
  const hidden = texts.length - DIFFERENCES_SHOWN
  return texts.slice(0, DIFFERENCES_SHOWN).join(', ') + (hidden > 0 ? ` and ${hidden} more` : '')
}
