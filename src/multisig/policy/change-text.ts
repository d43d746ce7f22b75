import type { AssetUnit } from '../../chain/erc20/facts.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { formatDuration } from '../../primitives/duration.ts'
import type { Owner } from '../driver.ts'
import {
  type AssetRule,
  type ClassRule,
  type MultisigPolicy,
  OPERATION_CLASSES,
  type PolicyChange,
  type Tier,
} from './policy.ts'

/** The state a change is compared with. */
export interface Before {
  readonly policy: MultisigPolicy
  readonly owners: readonly Owner[]
}

/** Each change of the policy as a line; `before` is null without a chain. */
export function changeText(
  change: PolicyChange,
  before: Before | null,
  assets: readonly AssetUnit[],
): string[] {
  const { members, classes, listings, knownCalls, cancelWeight, suspectDelaySeconds } = change
  const { policy } = before ?? { policy: null }
  return [
    ...members.map((member) => memberWords(member, before)),
    ...OPERATION_CLASSES.flatMap((name) => {
      const rule = classes[name]
      if (rule === undefined) return []
      return [`class ${name}: ${was(policy && ruleText(policy.classes[name]), ruleText(rule))}`]
    }),
    ...change.assets.map((rule) => assetWords(rule, policy, assets)),
    ...listings.map(({ address, status }) => {
      const earlier = policy?.listings.find((one) => one.address === address)?.status ?? 'none'
      return `recipient ${address}: ${was(policy && earlier, status)}`
    }),
    ...knownCalls.map(
      ({ target, selector, known }) =>
        `function ${selector} of ${target}: ${known ? 'takes the class call' : 'takes the highest class again'}`,
    ),
    ...(cancelWeight === null
      ? []
      : [`weight to cancel: ${was(policy && `${policy.cancelWeight}`, `${cancelWeight}`)}`]),
    ...(suspectDelaySeconds === null
      ? []
      : [
          `delay for suspects: ${was(policy && formatDuration(policy.suspectDelaySeconds), formatDuration(suspectDelaySeconds))}`,
        ]),
  ]
}

function memberWords({ address, weight }: Owner, before: Before | null): string {
  const earlier = before?.owners.find((one) => one.address === address)?.weight
  if (weight === 0) return `owner ${address}: removed${earlier ? `, had weight ${earlier}` : ''}`
  if (earlier === undefined)
    return `owner ${address}: ${before ? 'joins with ' : ''}weight ${weight}`
  return `owner ${address}: ${was(`weight ${earlier}`, `weight ${weight}`)}`
}

function assetWords(
  rule: AssetRule,
  policy: MultisigPolicy | null,
  assets: readonly AssetUnit[],
): string {
  const earlier = policy?.assets.find(({ asset }) => asset === rule.asset)
  const now = assetText(rule, assets)
  const then = policy && (earlier ? assetText(earlier, assets) : 'not listed')
  return `asset ${rule.asset}: ${was(then, now)}`
}

/** `threshold 3, delay 1d` */
export function ruleText({ threshold, delaySeconds }: ClassRule): string {
  const delay = delaySeconds === 0 ? '' : `, delay ${formatDuration(delaySeconds)}`
  return `threshold ${threshold}${delay}`
}

/** `up to 10 ETH: 2; above: 4; daily limit 100 ETH, then one tier up` */
export function assetText(
  { asset, tiers, dailyLimitBaseUnits }: AssetRule,
  assets: readonly AssetUnit[],
): string {
  if (tiers.length === 0) return 'not listed'
  const known = assets.find((one) => one.asset === asset)
  const amount = (baseUnits: bigint) =>
    known ? formatAmount(baseUnits, known.decimals, known.symbol) : `${baseUnits} base units`
  const tierText = ({ upToBaseUnits, threshold }: Tier) =>
    upToBaseUnits === null
      ? `${tiers.length === 1 ? 'any amount' : 'above'}: ${threshold}`
      : `up to ${amount(upToBaseUnits)}: ${threshold}`
  const limit =
    dailyLimitBaseUnits === null
      ? []
      : [`daily limit ${amount(dailyLimitBaseUnits)}, then one tier up`]
  return [...tiers.map(tierText), ...limit].join('; ')
}

function was(before: string | null, now: string): string {
  return before === null ? now : `${before} → ${now}`
}
