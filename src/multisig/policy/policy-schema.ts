import { z } from 'zod'
import { parseAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { parseBaseUnits } from '../../primitives/amount.ts'
import { parseDuration } from '../../primitives/duration.ts'
import {
  address,
  field,
  list,
  oneOf,
  quoted,
  section,
  text,
  wholeNumber,
} from '../../primitives/yaml-fields.ts'
import type { KnownCall, Listing, MultisigPolicy, Tier } from './policy.ts'
import { isGradedByAmount, selectorOf } from './selector.ts'

export const POLICY_FORMAT = 'capstan/multisig-policy@1'

const MAX_WEIGHT = 65_535
const MAX_TIERS = 5
const MAX_ASSETS = 32
const MAX_BASE_UNITS = (1n << 112n) - 1n

const weight = wholeNumber(1, MAX_WEIGHT)
const delay = field((value) => parseDuration(value, 'delay'))
const baseUnits = field((value) => parseBaseUnits(value)).refine(
  (value) => value < MAX_BASE_UNITS,
  'does not fit 112 bits',
)
/** Native coin, or a token. */
const asset = field((value) => (value === 'native' ? value : parseToken(value)))

const classRule = section({ threshold: weight, delay: delay.default(0) }).transform(
  ({ threshold, delay: delaySeconds }) => ({ threshold, delaySeconds }),
)

const tier = section({ upToBaseUnits: baseUnits.nullable().default(null), threshold: weight })

const assetRule = section({
  asset,
  dailyLimitBaseUnits: baseUnits.nullable().default(null),
  tiers: z
    .array(tier, { error: 'must be a list' })
    .min(1, 'needs at least one tier')
    .max(MAX_TIERS, `has more than ${MAX_TIERS} tiers`)
    .superRefine(assertRising),
}).refine(({ dailyLimitBaseUnits, tiers }) => dailyLimitBaseUnits === null || tiers.length > 1, {
  error: 'has a daily limit, which needs a second tier',
  path: ['dailyLimitBaseUnits'],
})

const listing = section({
  address,
  standing: oneOf(['allowed', 'suspect', 'denied']),
  name: text
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, 'must be 1 to 64 letters, digits and spaces')
    .nullable()
    .default(null),
}).transform(({ standing: status, ...one }): Listing => ({ ...one, status }))

const knownCall = section({ target: address, function: text }).transform(
  ({ target, function: signature }, context): KnownCall => {
    const selector = selectorOf(signature)
    if (selector !== undefined && !isGradedByAmount(selector)) return { target, selector }
    context.addIssue(
      selector === undefined
        ? `is not a function such as "setRate(uint256)": ${quoted(signature)}`
        : `is graded by amount and cannot be a known call: ${quoted(signature)}`,
    )
    return z.NEVER
  },
)

/** The shape of a policy file, over a tree whose scalars are text. */
export const policySchema = section({
  format: z.literal(POLICY_FORMAT, { error: `must be ${POLICY_FORMAT}` }),
  classes: section({
    transfer: classRule,
    'token-transfer': classRule,
    approval: classRule,
    call: classRule,
    batch: classRule,
    policy: classRule,
  }),
  assets: list(assetRule)
    .refine(...distinct(({ asset: one }: { asset: string }) => one))
    .refine((all) => all.length <= MAX_ASSETS, `lists more than ${MAX_ASSETS} assets`),
  recipients: list(listing).refine(...distinct(({ address: one }: { address: string }) => one)),
  knownCalls: list(knownCall).refine(
    ...distinct(({ target, selector }: KnownCall) => `${target} ${selector}`),
  ),
  cancelWeight: weight,
  suspectDelay: delay,
}).transform(
  ({
    classes,
    assets,
    recipients: listings,
    knownCalls,
    cancelWeight,
    suspectDelay,
  }): MultisigPolicy => ({
    ...{ classes, assets, listings, knownCalls, cancelWeight },
    suspectDelaySeconds: suspectDelay,
  }),
)

function distinct<Item>(nameOf: (item: Item) => string) {
  return [
    (all: readonly Item[]) => new Set(all.map(nameOf)).size === all.length,
    'lists an entry twice',
  ] as const
}

function assertRising(tiers: readonly Tier[], context: z.RefinementCtx): void {
  for (const [index, { upToBaseUnits, threshold }] of tiers.entries()) {
    const before = tiers[index - 1]
    const isLast = index === tiers.length - 1
    if (isLast !== (upToBaseUnits === null)) {
      const message = isLast
        ? 'is the last tier and cannot have "upToBaseUnits"'
        : 'needs "upToBaseUnits": only the last tier has none'
      context.addIssue({ code: 'custom', message, path: [index] })
    }
    if (before === undefined) continue
    if (upToBaseUnits !== null && upToBaseUnits <= (before.upToBaseUnits ?? 0n)) {
      context.addIssue({ code: 'custom', message: 'is not above the tier before', path: [index] })
    }
    if (threshold <= before.threshold) {
      const message = `must be above the ${before.threshold} of the tier before`
      context.addIssue({ code: 'custom', message, path: [index, 'threshold'] })
    }
  }
}

function parseToken(value: string): string {
  const token = parseAddress(value, 'asset')
  return token === ZERO_ADDRESS ? 'native' : token
}
