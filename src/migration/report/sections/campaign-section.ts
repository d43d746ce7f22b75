import { BTM_ASSET_ID } from '../../../primitives/bytom/btm.ts'
import { type HtmlPart, html } from '../../../primitives/html.ts'
import { formatInstant } from '../../../primitives/instant.ts'
import type { Campaign, CampaignSource } from '../../campaign/campaign.ts'
import { codeOf, countOf, exactAmount, named } from '../figures.ts'
import type { CampaignReport } from '../report.ts'
import { type FactRow, factList } from '../tables.ts'
import type { Section } from './section.ts'

/** The terms of `migration.yaml`. Endpoints are left out: they may contain an access token. */
export function campaignSection({ campaign, snapshot, publication }: CampaignReport): Section {
  const { source, target, rules } = campaign
  const payer = publication?.payer
  const decimals = rules.decimals?.to ?? snapshot.decimals
  return {
    id: 'campaign',
    title: 'Campaign',
    content: factList([
      ['Name', campaign.name],
      ['Terms', [codeOf(campaign.digest), html`<br><span class="quiet">SHA-256</span>`]],
      ['Balances from', sourceText(source)],
      ['Decimals', decimalsText(campaign, snapshot.decimals)],
      [
        'Minimum allocation',
        [exactAmount(rules.minimumBaseUnits, { decimals }), ' ', named(snapshot.symbol)],
      ],
      ['Excluded', countOf(rules.exclude.length)],
      ['Redirected', countOf(rules.redirect.length)],
      ['Pays on', networkText(target.network, payer?.chainId)],
      ['Pays in', target.asset === 'native' ? 'the native coin' : codeOf(target.asset)],
      ['Mode', MODES[target.mode]],
      ...ifGiven('Open until', target.claimUntilSeconds, formatInstant),
      ...ifGiven('Remainder to', target.remainderTo, codeOf),
      ...ifGiven('Owner', target.owner, codeOf),
    ]),
  }
}

const MODES = {
  push: 'push: batches pay everyone',
  claim: 'claim: holders claim their allocation',
  'push-then-claim': 'push, and claim for those a batch could not pay',
  transfers: 'transfers: a payout book, one transaction for each account',
} as const

function sourceText(source: CampaignSource): HtmlPart {
  if (source.kind === 'file') return ['the file ', named(source.path)]
  if (source.kind === 'bytom') {
    const asset = source.asset === BTM_ASSET_ID ? 'BTM' : ['the asset ', codeOf(source.asset)]
    return [asset, ` on Bytom's ${source.bytomNetwork}`]
  }
  if (source.kind === 'supplement') return ['the unbound of ', named(source.of)]
  const where = source.network === null ? '' : ` on ${source.network}`
  return ['the ERC-20 token ', codeOf(source.token), where]
}

function decimalsText({ rules: { decimals } }: Campaign, ofSnapshot: number): string {
  if (decimals === null || decimals.from === decimals.to) return `${ofSnapshot}, as they were`
  return `${decimals.from} → ${decimals.to}`
}

function networkText(network: string, chainId: bigint | undefined): string {
  return chainId === undefined ? network : `${network}, chain id ${chainId}`
}

function ifGiven<T>(name: string, value: T | null, show: (value: T) => HtmlPart): FactRow[] {
  return value === null ? [] : [[name, show(value)]]
}
