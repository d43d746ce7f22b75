import { isDeepStrictEqual } from 'node:util'
import type { Owner } from '../driver.ts'
import {
  type AssetRule,
  type ClassRule,
  type KnownCall,
  type Listing,
  type MultisigPolicy,
  OPERATION_CLASSES,
  type OperationClass,
  type PolicyChange,
} from './policy.ts'

/** The change from no policy, for creating a multisig. */
export function wholePolicy(policy: MultisigPolicy, members: readonly Owner[]): PolicyChange {
  return {
    members,
    classes: policy.classes,
    assets: policy.assets,
    listings: policy.listings.map(({ address, status }) => ({ address, status })),
    knownCalls: policy.knownCalls.map((call) => ({ ...call, known: true })),
    cancelWeight: policy.cancelWeight,
    suspectDelaySeconds: policy.suspectDelaySeconds,
  }
}

/** The change from one policy to another; entries that the other does not list are removed. */
export function policyDifference(before: MultisigPolicy, after: MultisigPolicy): PolicyChange {
  return {
    members: [],
    classes: changedClasses(before.classes, after.classes),
    assets: [
      ...changed(before.assets, after.assets, assetOf),
      ...gone(before.assets, after.assets, assetOf).map(unlisted),
    ],
    listings: [
      ...changed(unnamed(before.listings), unnamed(after.listings), ({ address }) => address),
      ...gone(before.listings, after.listings, ({ address }) => address).map(({ address }) => ({
        address,
        status: 'none' as const,
      })),
    ],
    knownCalls: [
      ...changed(before.knownCalls, after.knownCalls, callOf).map((one) => ({
        ...one,
        known: true,
      })),
      ...gone(before.knownCalls, after.knownCalls, callOf).map((one) => ({ ...one, known: false })),
    ],
    cancelWeight: after.cancelWeight === before.cancelWeight ? null : after.cancelWeight,
    suspectDelaySeconds:
      after.suspectDelaySeconds === before.suspectDelaySeconds ? null : after.suspectDelaySeconds,
  }
}

export function changesNothing(change: PolicyChange): boolean {
  const { members, classes, assets, listings, knownCalls } = change
  const lists = [members, Object.keys(classes), assets, listings, knownCalls]
  return (
    lists.every((list) => list.length === 0) &&
    change.cancelWeight === null &&
    change.suspectDelaySeconds === null
  )
}

function changedClasses(
  before: MultisigPolicy['classes'],
  after: MultisigPolicy['classes'],
): Partial<Record<OperationClass, ClassRule>> {
  const differing = OPERATION_CLASSES.filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  return Object.fromEntries(differing.map((name) => [name, after[name]]))
}

/** Items that are new or different. */
function changed<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  const known = new Map(before.map((item) => [nameOf(item), item]))
  return after.filter((item) => {
    const earlier = known.get(nameOf(item))
    return earlier === undefined || !isDeepStrictEqual(earlier, item)
  })
}

function gone<Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  const kept = new Set(after.map(nameOf))
  return before.filter((item) => !kept.has(nameOf(item)))
}

function unlisted({ asset }: AssetRule): AssetRule {
  return { asset, dailyLimitBaseUnits: null, tiers: [] }
}

function unnamed(listings: readonly Listing[]): Omit<Listing, 'name'>[] {
  return listings.map(({ address, status }) => ({ address, status }))
}

const assetOf = ({ asset }: AssetRule) => asset
const callOf = ({ target, selector }: KnownCall) => `${target} ${selector}`
