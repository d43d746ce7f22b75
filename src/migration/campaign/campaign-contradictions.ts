import { BTM_ASSET_ID, BTM_DECIMALS } from '../../primitives/bytom/btm.ts'
import type { CampaignRules, CampaignSource, CampaignTerms } from './campaign.ts'

/** Something the parts of a campaign say against each other. */
export interface Contradiction {
  readonly path: readonly (string | number)[]
  /** Continues the name of what is at `path`. */
  readonly message: string
}

/** Finds what no single field can show: addresses ruled on twice, redirects that chain, units that differ. */
export function contradictions({ source, rules }: CampaignTerms): Contradiction[] {
  return [...addressContradictions(rules), ...decimalsContradictions(source, rules)]
}

function* addressContradictions({ exclude, redirect }: CampaignRules): Generator<Contradiction> {
  const ruled = new Map<string, string>()
  for (const [index, { address }] of exclude.entries()) {
    const path = ['rules', 'exclude', index, 'address']
    const earlier = ruled.get(address)
    if (earlier !== undefined) yield { path, message: `${address} is ${earlier} already` }
    ruled.set(address, 'excluded')
  }
  for (const [index, { from }] of redirect.entries()) {
    const path = ['rules', 'redirect', index, 'from']
    const earlier = ruled.get(from)
    if (earlier !== undefined) yield { path, message: `${from} is ${earlier} already` }
    ruled.set(from, 'redirected')
  }
  // One hop and no more: what a redirect pays out must be plain from its own line.
  for (const [index, { to }] of redirect.entries()) {
    const path = ['rules', 'redirect', index, 'to']
    const fate = ruled.get(to)
    if (fate !== undefined) yield { path, message: `${to} is itself ${fate}` }
  }
}

function* decimalsContradictions(
  source: CampaignSource,
  { decimals }: CampaignRules,
): Generator<Contradiction> {
  const known = knownDecimals(source)
  if (known === undefined || decimals === null || decimals.from === known) return
  const path = ['rules', 'decimals', 'from']
  yield { path, message: `is ${decimals.from}, but the source has ${known} decimals` }
}

/** Undefined where only the chain can tell. */
function knownDecimals(source: CampaignSource): number | undefined {
  if (source.kind === 'file') return source.decimals
  return source.kind === 'bytom' && source.asset === BTM_ASSET_ID ? BTM_DECIMALS : undefined
}
