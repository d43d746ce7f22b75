import { contractAddress } from '../../primitives/contract-address.ts'
import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { decodeCall } from '../decode/decode-call.ts'
import { decodeRevert } from '../decode/decode-revert.ts'
import { readAssets } from '../erc20/facts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import { callAt } from '../rpc/calls.ts'
import type { SimulatedCall } from '../rpc/simulation.ts'
import {
  chosenNonce,
  type Engine,
  type Preparation,
  prepareAll,
  rowsByKey,
} from '../transactions/engine.ts'
import type { Intent } from '../transactions/intent.ts'
import { assignNonces } from '../transactions/nonces.ts'
import type { Prepared } from '../transactions/sign-transaction.ts'
import { callObject, simulateAll } from '../transactions/simulate.ts'
import {
  insufficientFunds,
  simulationReverted,
  transactionPending,
} from '../transactions/transaction-errors.ts'
import { maxCostOf, type Plan, type PlannedTransaction, type PlanOrder } from './plan.ts'
import { observedEffects, statedEffects } from './plan-effects.ts'
import { codeHash, type PlanFacts, readPlanFacts } from './plan-facts.ts'
import { estimateInOrder } from './plan-gas.ts'
import { simulatePlanned } from './plan-simulation.ts'

/** Intents, or a function from the first nonce to intents that name a contract the first deploys. */
export type Wanted = readonly Intent[] | ((firstNonce: number) => readonly Intent[])

/**
 * Plans what sending intents in order would do. Needs no key and changes nothing. What is already final
 * is left out.
 * @throws TX_PENDING if one of them is under way; else as sending does before it sends
 */
export async function makePlan(engine: Engine, wanted: Wanted, order: PlanOrder): Promise<Plan> {
  const [firstNonce] = await noncesFor(engine, 1)
  const all = typeof wanted === 'function' ? wanted(firstNonce as number) : wanted
  const intents = await unfinished(engine, all)
  const nonces = await noncesFor(engine, intents.length)
  // Another process sent in between: what was derived from the nonce is out of date.
  if (intents.length > 0 && nonces[0] !== firstNonce) return makePlan(engine, wanted, order)
  const estimation = order === 'one-by-one' ? estimateInOrder(nonces) : simulateAll
  const preparation = await prepareAll(engine, intents, estimation)
  const plan = await planPrepared(engine, preparation, order, nonces)
  assertCovered(engine, plan, preparation.conditions.balanceWei)
  return plan
}

/** The plan of transactions that already have a price. @throws TX_SIMULATION_REVERTED */
export async function planPrepared(
  engine: Engine,
  { prepared, conditions }: Preparation,
  order: PlanOrder = 'one-by-one',
  given?: readonly number[],
): Promise<Plan> {
  const { chain, from } = engine
  const nonces = given ?? (await noncesFor(engine, prepared.length))
  const calls = prepared.map(({ intent, gasLimit }, index) => {
    const { to, data, valueWei } = intent
    return { to, data, valueWei, gasLimit, nonce: nonces[index] as number }
  })
  const targets = calls.map(({ to }) => to)
  const facts = await readPlanFacts(chain, from, targets, conditions.blockNumber)
  const observed = await simulatePlanned(chain, from, calls, order, facts).catch(
    (error: unknown) => {
      if (isRpcError(error)) return undefined
      throw error
    },
  )
  const codeHashes = await targetCodes(chain, from, calls, facts)
  const transactions = await Promise.all(
    prepared.map((one, index) =>
      plannedTransaction(from, one, {
        nonce: nonces[index] as number,
        codeHashes,
        observed: observed?.[index],
      }),
    ),
  )
  const moved = transactions.flatMap(({ effects, approvals }) => [...effects, ...approvals])
  return {
    network: chain.network.name,
    chainId: chain.chainId,
    from,
    block: { number: facts.number, hash: facts.hash },
    order,
    effectsFrom: observed ? 'simulation' : 'stated',
    assets: await readAssets(
      chain,
      moved.map(({ asset }) => asset),
    ),
    transactions,
  }
}

/** @throws NONCE_TAKEN */
function noncesFor({ chain, journal, from, policy }: Engine, count: number): Promise<number[]> {
  const wanted = Array.from({ length: count }, () => chosenNonce(policy))
  return assignNonces(chain, journal, from, wanted)
}

/** @throws TX_PENDING */
async function unfinished(engine: Engine, intents: readonly Intent[]): Promise<Intent[]> {
  if (intents.length === 0) return []
  const rows = await rowsByKey(engine, intents)
  for (const row of rows.values()) {
    if (isOpen(row)) throw transactionPending(row, `its state is ${row.state}`)
  }
  return intents.filter(({ idempotencyKey }) => !rows.has(idempotencyKey))
}

/** Code of the called contracts, also of one that an earlier transaction of the plan deploys. */
async function targetCodes(
  { rpc }: Pick<Chain, 'rpc'>,
  from: string,
  calls: readonly (Pick<Intent, 'to' | 'data' | 'valueWei'> & { readonly nonce: number })[],
  { number, codeHashes }: PlanFacts,
): Promise<ReadonlyMap<string, string | null>> {
  const all = new Map(codeHashes)
  for (const call of calls) {
    const made = call.to === null ? contractAddress(from, call.nonce) : null
    if (made === null || !codeHashes.has(made)) continue
    all.set(made, codeHash(await rpc.ask(callAt(callObject(from, call), number))))
  }
  return all
}

interface Found {
  readonly nonce: number
  readonly codeHashes: ReadonlyMap<string, string | null>
  readonly observed: SimulatedCall | undefined
}

async function plannedTransaction(
  from: string,
  { intent, gasLimit, fee }: Prepared,
  { nonce, codeHashes, observed }: Found,
): Promise<PlannedTransaction> {
  if (observed && !observed.succeeded) {
    throw simulationReverted(intent, await decodeRevert(observed.returnData, intent.abi))
  }
  const { description, idempotencyKey, to, data, valueWei } = intent
  const contract = to === null ? contractAddress(from, nonce) : null
  return {
    ...{ description, idempotencyKey, to, data, valueWei, nonce, gasLimit, fee },
    decoded: await decodeCall(intent),
    ...(observed
      ? observedEffects(observed.logs)
      : { effects: statedEffects(from, intent, contract), approvals: [] }),
    codeHash: to === null ? null : (codeHashes.get(to) ?? null),
  }
}

/** @throws INSUFFICIENT_FUNDS */
function assertCovered({ chain, from }: Engine, { transactions }: Plan, balanceWei: bigint): void {
  const needed = maxCostOf(transactions)
  if (balanceWei < needed) throw insufficientFunds(from, needed, balanceWei, chain.network)
}
