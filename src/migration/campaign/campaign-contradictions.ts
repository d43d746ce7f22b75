import { BTM_ASSET_ID, BTM_DECIMALS } from '../../primitives/bytom/btm.ts'
import type { CampaignRules, CampaignSource, CampaignTerms } from './campaign.ts'
import { holderKey, holderProblem } from './ruled-holder.ts'

/** A contradiction between parts of a campaign. */
export interface CampaignContradiction {
  readonly path: readonly (string | number)[]
  /** Predicate of a sentence about what is at `path`. */
  readonly message: string
}

/**
 * Finds what no single field shows: addresses of another ledger than the source's, addresses with
 * two rules, chained redirects, misplaced evidence, different decimals.
 */
export function campaignContradictions({ source, rules }: CampaignTerms): CampaignContradiction[] {
  const named = [...holderContradictions(source, rules)]
  // Addresses of another ledger cannot be compared with those of this one.
  const ruled = named.length > 0 ? [] : [...fateContradictions(rules)]
  return [
    ...named,
    ...ruled,
    ...evidenceContradictions(source, rules),
    ...decimalsContradictions(source, rules),
  ]
}

function* holderContradictions(
  source: CampaignSource,
  { exclude, redirect }: CampaignRules,
): Generator<CampaignContradiction> {
  for (const [index, { address }] of exclude.entries()) {
    const message = holderProblem(source, address)
    if (message !== undefined) yield { path: ['rules', 'exclude', index, 'address'], message }
  }
  for (const [index, { from }] of redirect.entries()) {
    const message = holderProblem(source, from)
    if (message !== undefined) yield { path: ['rules', 'redirect', index, 'from'], message }
  }
}

function* fateContradictions({
  exclude,
  redirect,
}: CampaignRules): Generator<CampaignContradiction> {
  const ruled = new Map<string, string>()
  for (const [index, { address }] of exclude.entries()) {
    const path = ['rules', 'exclude', index, 'address']
    const earlier = ruled.get(holderKey(address))
    if (earlier !== undefined) yield { path, message: `${address} is already ${earlier}` }
    ruled.set(holderKey(address), 'excluded')
  }
  for (const [index, { from }] of redirect.entries()) {
    const path = ['rules', 'redirect', index, 'from']
    const earlier = ruled.get(holderKey(from))
    if (earlier !== undefined) yield { path, message: `${from} is already ${earlier}` }
    ruled.set(holderKey(from), 'redirected')
  }
  // One hop only: the line of a redirect alone must show where it pays.
  for (const [index, { to }] of redirect.entries()) {
    const path = ['rules', 'redirect', index, 'to']
    const fate = ruled.get(to)
    if (fate !== undefined) yield { path, message: `${to} is itself ${fate}` }
  }
}

function* evidenceContradictions(
  source: CampaignSource,
  { exclude }: CampaignRules,
): Generator<CampaignContradiction> {
  for (const [index, { retired, retiredBaseUnits }] of exclude.entries()) {
    const path = ['rules', 'exclude', index, 'retired']
    const twice = retired?.find((id, at) => retired.indexOf(id) !== at)
    if (retired !== undefined && source.kind !== 'bytom') {
      yield { path, message: 'goes with a source of kind bytom' }
    } else if (twice !== undefined) {
      yield { path, message: `names ${twice} twice` }
    } else if (retired === undefined && retiredBaseUnits !== undefined) {
      yield { path, message: 'is missing: retiredBaseUnits needs the transactions that retired it' }
    }
  }
}

function* decimalsContradictions(
  source: CampaignSource,
  { decimals }: CampaignRules,
): Generator<CampaignContradiction> {
  const known = knownDecimals(source)
  if (known === undefined || decimals === null || decimals.from === known) return
  const path = ['rules', 'decimals', 'from']
  yield { path, message: `is ${decimals.from}, but the source has ${known} decimals` }
}

/** Undefined if only the chain knows. */
function knownDecimals(source: CampaignSource): number | undefined {
  if (source.kind === 'file') return source.decimals
  return source.kind === 'bytom' && source.asset === BTM_ASSET_ID ? BTM_DECIMALS : undefined
}
