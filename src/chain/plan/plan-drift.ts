import { contractAddress } from '../../primitives/contract-address.ts'
import type { Chain } from '../chain.ts'
import { knownErrors } from '../decode/decode-call.ts'
import { decodeRevert, revertData } from '../decode/decode-revert.ts'
import { isRpcError } from '../errors.ts'
import type { Journal } from '../journal/journal.ts'
import { type Conditions, readConditions } from '../transactions/fees.ts'
import type { Effect } from '../transactions/intent.ts'
import { freeNonces } from '../transactions/nonces.ts'
import { simulateEach } from '../transactions/simulate.ts'
import { type Approval, maxCostOf, type Plan, type PlannedTransaction } from './plan.ts'
import { observedEffects } from './plan-effects.ts'
import { planDrift } from './plan-errors.ts'
import { type PlanFacts, readPlanFacts } from './plan-facts.ts'
import { type SimulatedCall, simulatePlanned } from './plan-simulation.ts'

/** Differences of one transaction that are told; one is reason enough. */
const DIFFERENCES_SHOWN = 3

/** One way in which the chain is not as a plan has it. */
export interface Drift {
  /**
   * - `nonce`: it is used, or not the next.
   * - `balance`: it does not cover value and highest fees any more. In wei.
   * - `code`: there is other code at the recipient, some where there was none, or none.
   * - `effect`: the transaction would do something else now, or fail.
   * - `fee`: the chain asks more for a unit of gas than the plan pays. In wei.
   */
  readonly kind: 'nonce' | 'balance' | 'code' | 'effect' | 'fee'
  /** Its number in the plan, from 1; null when it is about all of them. */
  readonly transaction: number | null
  readonly expected: string
  readonly found: string
}

/**
 * Everything in which the chain differs from what a plan needs for the transactions that are left.
 * @throws CHAIN_ID_MISMATCH
 */
export async function findDrift(
  { chain, journal }: { readonly chain: Chain; readonly journal: Journal },
  plan: Plan,
  rest: readonly PlannedTransaction[],
): Promise<Drift[]> {
  const conditions = await readConditions(chain, plan.from)
  const targets = rest.map(({ to }) => to)
  const facts = await readPlanFacts(chain, plan.from, targets, conditions.blockNumber)
  const nonces = await nonceDrift(chain, journal, plan, rest)
  const effects = await effectDrift(chain, plan, rest, facts)
  const found = [
    ...nonces,
    ...balanceDrift(conditions, rest),
    ...feeDrift(conditions, rest),
    ...codeDrift(facts, plan, rest),
    // A deployment at a nonce that is used fails for that alone.
    ...effects.filter(({ of }) => nonces.length === 0 || of?.to !== null),
  ]
  return found.map((one) => numbered(plan, one))
}

/**
 * Checks, when nobody else can take any more, that the plan's nonces are the next ones.
 * @throws PLAN_DRIFT
 */
export async function assertNonces(
  { chain, journal }: { readonly chain: Chain; readonly journal: Journal },
  plan: Plan,
  rest: readonly PlannedTransaction[],
): Promise<void> {
  const drift = await nonceDrift(chain, journal, plan, rest)
  if (drift.length > 0) throw planDrift(drift.map((one) => numbered(plan, one)))
}

function numbered({ transactions }: Plan, { of, ...drift }: Finding): Drift {
  const transaction =
    of === null ? null : transactions.findIndex(({ nonce }) => nonce === of.nonce) + 1
  return { ...drift, transaction }
}

interface Finding extends Omit<Drift, 'transaction'> {
  readonly of: PlannedTransaction | null
}

async function nonceDrift(
  chain: Chain,
  journal: Journal,
  { from }: Plan,
  rest: readonly PlannedTransaction[],
): Promise<Finding[]> {
  const free = await freeNonces(chain, journal, from, rest.length)
  const index = rest.findIndex(({ nonce }, at) => nonce !== free[at])
  const of = rest[index]
  return of ? [{ kind: 'nonce', of, expected: String(of.nonce), found: String(free[index]) }] : []
}

function balanceDrift({ balanceWei }: Conditions, rest: readonly PlannedTransaction[]): Finding[] {
  const needed = maxCostOf(rest)
  if (balanceWei >= needed) return []
  return [{ kind: 'balance', of: null, expected: `${needed} wei`, found: `${balanceWei} wei` }]
}

function feeDrift({ baseFeeWei }: Conditions, rest: readonly PlannedTransaction[]): Finding[] {
  const of = rest.find(({ fee }) => baseFeeWei !== null && fee.maxFeeWei < baseFeeWei)
  return of
    ? [{ kind: 'fee', of, expected: `${of.fee.maxFeeWei} wei`, found: `${baseFeeWei} wei` }]
    : []
}

function codeDrift(
  { codeHashes }: PlanFacts,
  { from }: Plan,
  rest: readonly PlannedTransaction[],
): Finding[] {
  // What the plan itself has yet to deploy cannot be there.
  const awaited = new Set(
    rest.filter(({ to }) => to === null).map(({ nonce }) => contractAddress(from, nonce)),
  )
  return rest.flatMap((of) => {
    if (of.to === null || awaited.has(of.to)) return []
    const now = codeHashes.get(of.to) ?? null
    if (now === of.codeHash) return []
    return [{ kind: 'code', of, expected: of.codeHash ?? 'none', found: now ?? 'none' } as const]
  })
}

async function effectDrift(
  chain: Chain,
  plan: Plan,
  rest: readonly PlannedTransaction[],
  facts: PlanFacts,
): Promise<Finding[]> {
  const observed = await simulateAgain(chain, plan, rest, facts)
  if (!observed) return refusedCalls(chain, plan, rest)
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

/** Undefined where the plan was made, or is judged, by a node that cannot simulate. */
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

/** Without a simulation only that can be asked which does not rest on what is not sent yet. */
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
