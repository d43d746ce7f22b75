import type { HtmlPart } from '../../../primitives/html.ts'
import { accountHtml, codeOf, countOf, exactAmount, named } from '../figures.ts'
import type { CampaignReport } from '../report.ts'
import { type FactRow, factList, table } from '../tables.ts'
import type { Section } from './section.ts'

/** The asset of the balances, and their block. */
export function sourceSection({ snapshot }: CampaignReport): Section {
  const { chainId, token, symbol, name, decimals, blockHeight, blockHash, blockTime } = snapshot
  const { sourceDigest, paused, checkedHolders, seeds, bytom } = snapshot
  const given = (title: string, value: HtmlPart): FactRow[] =>
    value === null ? [] : [[title, value]]
  return {
    id: 'source',
    title: blockHeight === null ? 'Source' : 'Source block',
    content: [
      factList([
        ...given('Chain id', chainId),
        ...(bytom ? [['Network', `Bytom ${bytom.network}`] as const] : []),
        ...given('Block', blockHeight === null ? null : countOf(blockHeight)),
        ...given('Block hash', blockHash === null ? null : codeOf(blockHash)),
        ...given('Time', blockTime),
        ...given('Token', token === null ? null : codeOf(token)),
        [
          'Asset',
          [name === null ? '' : [named(name), ', '], named(symbol), `, ${decimals} decimals`],
        ],
        ...(bytom ? [['Asset id', codeOf(bytom.assetId)] as const] : []),
        ...given('Token paused', paused === null ? null : paused ? 'yes' : 'no'),
        ...given('File', sourceDigest === null ? null : [codeOf(sourceDigest), ' (SHA-256)']),
        ...(chainId === null
          ? []
          : [
              [
                'Compared on chain',
                `${countOf(checkedHolders)} balances with the answers of the token`,
              ] as const,
            ]),
        ...(bytom
          ? [
              [
                'Verified',
                'every id, root and hash of all blocks, and the supply, to the unit',
              ] as const,
            ]
          : []),
        ['Snapshot', [codeOf(snapshot.digest), ' (SHA-256)']],
      ]),
      seeds.length === 0 ? null : seedTable(snapshot),
    ],
  }
}

const MAX_SEEDS = 25

function seedTable({ seeds, decimals }: CampaignReport['snapshot']): HtmlPart {
  const hidden = seeds.length - MAX_SEEDS
  return table({
    caption: 'Credited without an event, found by the balances on the chain',
    columns: [{ title: 'Account' }, { title: 'Amount', isNumber: true }],
    rows: seeds
      .slice(0, MAX_SEEDS)
      .map(({ address, amount }) => [accountHtml(address), exactAmount(amount, { decimals })]),
    ...(hidden > 0 && { sum: [`and ${countOf(hidden)} more in snapshot.json`, ''] }),
  })
}
