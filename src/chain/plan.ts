import { writeFileAtomically } from '../primitives/atomic-file.ts'
import { canonicalJson } from '../primitives/canonical-json.ts'
import { assertAffordable, type Engine, holdersOf, type Preparation, prepareAll } from './engine.ts'
import type { DecodedCall, Effect, Intent, Plan } from './intent.ts'
import type { JournalRow } from './journal-entry.ts'
import { freeNonces } from './nonces.ts'
import type { Prepared } from './sign-transaction.ts'

/** Shows what sending an intent would do. Needs no key, changes nothing. */
export async function planIntent(engine: Engine, intent: Intent): Promise<Plan> {
  const holder = (await holdersOf(engine, [intent])).get(intent.idempotencyKey)
  if (holder?.state === 'final') return planOfDone(engine, intent, holder)
  const preparation = await prepareAll(engine, [intent])
  assertAffordable(engine, preparation)
  return planPrepared(engine, preparation)
}

/** The plan of the one transaction of a preparation. */
export async function planPrepared(
  engine: Engine,
  { prepared: [prepared], conditions: { blockNumber } }: Preparation,
): Promise<Plan> {
  const { chain, journal, from, policy } = engine
  const nonce = policy.nonce ?? (await freeNonces(chain, journal, from, 1))[0]
  const found = { nonce: nonce as number, blockNumber, alreadyDone: false }
  return planOf(engine, prepared as Prepared, found)
}

/** It would only be refused by a simulation: what it wanted has happened. */
function planOfDone(engine: Engine, intent: Intent, row: JournalRow): Promise<Plan> {
  const maxFeeWei = BigInt(row.maxFeeWei)
  const gasLimit = BigInt(row.gasLimit)
  const fee = { type: 2, maxFeeWei, priorityFeeWei: maxFeeWei } as const
  const prepared = { intent, gasLimit, fee, maxCostWei: intent.valueWei + gasLimit * maxFeeWei }
  const found = { nonce: row.nonce, blockNumber: row.blockNumber ?? 0, alreadyDone: true }
  return planOf(engine, prepared, found)
}

async function planOf(
  { chain, from }: Engine,
  { intent, gasLimit, fee, maxCostWei }: Prepared,
  found: Pick<Plan, 'nonce' | 'blockNumber' | 'alreadyDone'>,
): Promise<Plan> {
  const { description, idempotencyKey, to, valueWei, data } = intent
  return {
    ...{ description, idempotencyKey, to, valueWei, data },
    ...{ gasLimit, fee, maxCostWei, from },
    chainId: chain.chainId,
    ...found,
    decoded: await decodeCall(intent),
    effects: [...valueEffects(from, intent), ...(intent.effects ?? [])],
  }
}

function valueEffects(from: string, { to, valueWei }: Intent): Effect[] {
  if (valueWei === 0n) return []
  const leaves = { account: from, asset: 'native', deltaBaseUnits: -valueWei }
  return to === null
    ? [leaves]
    : [leaves, { account: to, asset: 'native', deltaBaseUnits: valueWei }]
}

/** Names the called function by the intent's ABI; null where that cannot be done. */
async function decodeCall({ to, data, abi }: Intent): Promise<DecodedCall | null> {
  if (!abi || to === null || data.length < 10) return null
  const { Interface } = await import('ethers')
  const call = new Interface(abi as string[]).parseTransaction({ data })
  return call && { signature: call.signature, args: call.args.map(String) }
}

/** The plan as JSON: amounts in wei as decimal strings, heights and nonces as numbers. */
export function planJson(plan: Plan): object {
  const { fee, ...facts } = plan
  return {
    ...facts,
    chainId: Number(plan.chainId),
    gasLimit: plan.gasLimit.toString(),
    valueWei: plan.valueWei.toString(),
    maxCostWei: plan.maxCostWei.toString(),
    transactionType: fee.type,
    maxFeeWei: fee.maxFeeWei.toString(),
    priorityFeeWei: fee.priorityFeeWei.toString(),
    effects: plan.effects.map((effect) => ({
      ...effect,
      deltaBaseUnits: effect.deltaBaseUnits.toString(),
    })),
  }
}

/** Writes plans as one file of format `capstan/plan@1`, to be read by people and reviewed in CI. */
export function writePlanFile(path: string, plans: readonly Plan[]): Promise<void> {
  return writeFileAtomically(
    path,
    canonicalJson({ format: 'capstan/plan@1', transactions: plans.map(planJson) }),
  )
}
