import { contractAddress } from '../../primitives/contract-address.ts'
import type { Chain } from '../chain.ts'
import { type AssetUnit, readAssets } from '../erc20/facts.ts'
import type { Journal } from '../journal/journal.ts'
import type { Engine } from '../transactions/engine.ts'
import { type Conditions, readConditions } from '../transactions/fees.ts'
import { freeNonces } from '../transactions/nonces.ts'
import type { Drift } from './drift.ts'
import { maxCostOf, type Plan, type PlannedTransaction } from './plan.ts'
import { effectDrift } from './plan-effect-drift.ts'
import { planDrift } from './plan-errors.ts'
import { type PlanFacts, readPlanFacts } from './plan-facts.ts'
import { type Finding, numbered } from './plan-finding.ts'

/**
 * All differences between the chain and what the remaining transactions of a plan need.
 * @throws CHAIN_ID_MISMATCH
 */
export async function findDrift(
  engine: Pick<Engine, 'chain' | 'journal' | 'note'>,
  plan: Plan,
  rest: readonly PlannedTransaction[],
): Promise<Drift[]> {
  const { chain, journal } = engine
  const conditions = await readConditions(chain, plan.from)
  const targets = rest.map(({ to }) => to)
  const facts = await readPlanFacts(chain, plan.from, targets, conditions.blockNumber)
  const nonces = await nonceDrift(chain, journal, plan, rest)
  const effects = await effectDrift(engine, plan, rest, facts)
  const found = [
    ...nonces,
    ...balanceDrift(conditions, rest),
    ...feeDrift(conditions, rest),
    ...codeDrift(facts, plan, rest),
    // A deployment at a used nonce fails for that reason alone.
    ...effects.filter(({ of }) => nonces.length === 0 || of?.to !== null),
    ...(await assetDrift(chain, plan)),
  ]
  return found.map((one) => numbered(plan, one))
}

/**
 * Checks, under the lease, that the plan's nonces are the next ones.
 * @throws PLAN_DRIFT
 */
export async function assertNonces(
  { chain, journal }: Pick<Engine, 'chain' | 'journal'>,
  plan: Plan,
  rest: readonly PlannedTransaction[],
): Promise<void> {
  const drift = await nonceDrift(chain, journal, plan, rest)
  if (drift.length > 0) throw planDrift(drift.map((one) => numbered(plan, one)))
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
  // A contract that the plan itself has yet to deploy cannot be there.
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

async function assetDrift(chain: Chain, { assets }: Plan): Promise<Finding[]> {
  // The name of a network's coin is a setting of each machine.
  const tokens = assets.filter(({ asset }) => asset !== 'native')
  const now = await readAssets(
    chain,
    tokens.map(({ asset }) => asset),
  )
  return tokens.flatMap((token) => {
    const expected = assetText(token)
    const found = assetText(now.find(({ asset }) => asset === token.asset))
    return found === expected ? [] : [{ kind: 'asset', of: null, expected, found }]
  })
}

function assetText(asset: AssetUnit | undefined): string {
  return asset ? `${asset.symbol} of ${asset.decimals} decimals (${asset.asset})` : 'none'
}
