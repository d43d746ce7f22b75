// Policies as arguments and results of the contract's functions.

import { ZERO_ADDRESS } from '../../primitives/address.ts'
import {
  type AssetRule,
  type ClassRule,
  LIST_STATUSES,
  OPERATION_CLASSES,
  type OperationClass,
  type PolicyChange,
  type Tier,
} from '../policy/policy.ts'

/** The last tier has no end. */
const NO_CEILING = (1n << 112n) - 1n

export interface TierStruct {
  readonly ceiling: bigint
  readonly threshold: bigint
}

export interface AssetRuleStruct {
  readonly asset: string
  readonly dailyLimit: bigint
  readonly tiers: readonly TierStruct[]
}

export interface ClassRuleStruct {
  readonly class: bigint
  readonly threshold: bigint
  readonly delay: bigint
}

/** The argument of `changePolicy` and the constructor: lists ascend by address. */
export function changeStruct(change: PolicyChange) {
  const { members, classes, assets, listings, knownCalls } = change
  return {
    members: ascending(members.map(({ address, weight }) => ({ account: address, weight }))),
    classes: OPERATION_CLASSES.flatMap((name, index) => {
      const rule = classes[name]
      if (rule === undefined) return []
      return [{ class: index, threshold: rule.threshold, delay: rule.delaySeconds }]
    }),
    assets: ascending(
      assets.map(({ asset, dailyLimitBaseUnits, tiers }) => ({
        account: asset === 'native' ? ZERO_ADDRESS : asset,
        asset: asset === 'native' ? ZERO_ADDRESS : asset,
        dailyLimit: dailyLimitBaseUnits ?? 0n,
        tiers: tiers.map(({ upToBaseUnits, threshold }) => ({
          ceiling: upToBaseUnits ?? NO_CEILING,
          threshold,
        })),
      })),
    ),
    listings: ascending(
      listings.map(({ address, status }) => ({
        account: address,
        standing: LIST_STATUSES.indexOf(status),
      })),
    ),
    knownCalls: [...knownCalls].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    cancelWeight: change.cancelWeight ?? 0,
    suspectDelay: change.suspectDelaySeconds ?? 0,
  }
}

interface ChangeStruct {
  readonly members: readonly { readonly account: string; readonly weight: bigint }[]
  readonly classes: readonly ClassRuleStruct[]
  readonly assets: readonly AssetRuleStruct[]
  readonly listings: readonly { readonly account: string; readonly standing: bigint }[]
  readonly knownCalls: readonly {
    readonly target: string
    readonly selector: string
    readonly known: boolean
  }[]
  readonly cancelWeight: bigint
  readonly suspectDelay: bigint
}

/** Reads the argument of `changePolicy`. */
export function changeOf(struct: unknown): PolicyChange {
  const { members, classes, assets, listings, knownCalls, cancelWeight, suspectDelay } =
    struct as ChangeStruct
  return {
    members: members.map(({ account, weight }) => ({ address: account, weight: Number(weight) })),
    classes: classesOf(classes),
    assets: assets.map(assetRuleOf),
    listings: listings.map(({ account, standing }) => ({
      address: account,
      status: LIST_STATUSES[Number(standing)] ?? 'none',
    })),
    knownCalls: knownCalls.map(({ target, selector, known }) => ({ target, selector, known })),
    cancelWeight: cancelWeight === 0n ? null : Number(cancelWeight),
    suspectDelaySeconds: suspectDelay === 0n ? null : Number(suspectDelay),
  }
}

export function classesOf(
  rules: readonly ClassRuleStruct[],
): Partial<Record<OperationClass, ClassRule>> {
  return Object.fromEntries(
    rules.map((rule) => [
      OPERATION_CLASSES[Number(rule.class)],
      { threshold: Number(rule.threshold), delaySeconds: Number(rule.delay) },
    ]),
  )
}

export function assetRuleOf({ asset, dailyLimit, tiers }: AssetRuleStruct): AssetRule {
  return {
    asset: asset === ZERO_ADDRESS ? 'native' : asset,
    dailyLimitBaseUnits: dailyLimit === 0n ? null : dailyLimit,
    tiers: tiers.map(
      ({ ceiling, threshold }): Tier => ({
        upToBaseUnits: ceiling === NO_CEILING ? null : ceiling,
        threshold: Number(threshold),
      }),
    ),
  }
}

function ascending<Item extends { readonly account: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.account.toLowerCase() < b.account.toLowerCase() ? -1 : 1))
}

function orderOf({ target, selector }: { target: string; selector: string }): string {
  return `${target.toLowerCase()}${selector}`
}
