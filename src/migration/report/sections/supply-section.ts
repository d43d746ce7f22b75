import { type Html, html } from '../../../primitives/html.ts'
import { type BarPart, stackedBar, swatch, type Tone } from '../charts.ts'
import { codeOf, countOf, exactAmount, named, percentToDraw } from '../figures.ts'
import type { CampaignReport, ReportedBuild } from '../report.ts'
import { type LedgerLine, ledger, table } from '../tables.ts'
import { bindingTables } from './binding-tables.ts'
import { bytomSupply } from './bytom-supply.ts'
import type { Section } from './section.ts'

/** Where every base unit of the supply is. */
export function supplySection(report: CampaignReport): Section {
  const { build, snapshot } = report
  return {
    id: 'supply',
    title: 'Supply',
    content: [
      html`<p>Every amount is exact to the last base unit; each table adds up to its last line.</p>`,
      ...(snapshot.bytom ? bytomSupply(snapshot.bytom, snapshot) : []),
      categoryLedger(report),
      ...(build === null ? [] : builtTables(build)),
    ],
  }
}

function builtTables(build: ReportedBuild): Html[] {
  const { tree, bindings } = build
  return [
    bucketLedger(build),
    ...conversion(build),
    ...(bindings === null ? [] : bindingTables(bindings, snapshotScale(tree))),
    ...ruledTables(build),
  ]
}

const CATEGORY_NAMES: ReadonlyMap<string, string> = new Map([
  ['accounts', 'Accounts without code'],
  ['contracts', 'Contracts'],
  ['token', 'The token contract itself'],
  ['zeroAddress', 'The zero address: burned'],
  ['holders', 'Holders'],
  ['singleKey', 'Under one key'],
  ['multisig', 'Under several keys or a script'],
  ['immature', 'Mined, but too young to spend'],
  ['lookAlike', 'Under programs that only look like an address'],
  ['addressless', 'Under programs without an address'],
  ['unbound', 'Left unbound by the earlier build'],
])

function categoryLedger({ snapshot }: CampaignReport): Html {
  const { categories, supplyBaseUnits, blockHeight } = snapshot
  const lines = Object.entries(categories).map(([name, { holders, baseUnits }]) => ({
    name: CATEGORY_NAMES.get(name) ?? inWords(name),
    accounts: holders,
    baseUnits,
  }))
  return ledger({
    caption: `Who holds the supply${blockHeight === null ? '' : ` at block ${countOf(blockHeight)}`}`,
    lines,
    sumName: 'Supply',
    scale: snapshot,
    totalBaseUnits: supplyBaseUnits,
  })
}

/** `lookAlikes` as `Look alikes`. */
function inWords(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const BUCKETS = [
  { key: 'allocated', name: 'Allocated', tone: 1 },
  { key: 'excluded', name: 'Excluded', tone: 2 },
  { key: 'unbound', name: 'Unbound', tone: 3 },
  { key: 'dust', name: 'Dust, below the minimum allocation', tone: 4 },
  { key: 'rounding', name: 'Rounding, what fewer decimals cannot express', tone: 5 },
  { key: 'unattributable', name: 'Under programs whose owner nobody can prove', tone: 6 },
] as const satisfies readonly {
  key: keyof ReportedBuild['tree']['buckets']
  name: string
  tone: Tone
}[]

function bucketLedger({ tree, ruled, bindings }: ReportedBuild): Html {
  const { buckets, snapshotTotalBaseUnits } = tree
  const accounts = {
    allocated: tree.leaves,
    excluded: ruled.excluded.holders,
    unbound: bindings?.unbound.holders ?? null,
    dust: ruled.dust.holders,
    rounding: null,
    unattributable: null,
  }
  const named = BUCKETS.filter(({ key }) => buckets[key] !== undefined)
  const lines: LedgerLine[] = named.map(({ key, name, tone }) => ({
    name: [swatch(tone), name],
    accounts: accounts[key],
    baseUnits: buckets[key] ?? 0n,
  }))
  const parts: BarPart[] = named.map(({ key, name, tone }) => ({
    name,
    tone,
    percent: percentToDraw(buckets[key] ?? 0n, snapshotTotalBaseUnits),
  }))
  return ledger({
    caption: 'The supply after the rules',
    chart: stackedBar('Buckets', parts),
    lines,
    sumName: 'Snapshot',
    scale: snapshotScale(tree),
    totalBaseUnits: snapshotTotalBaseUnits,
  })
}

function snapshotScale({ rules, decimals }: ReportedBuild['tree']) {
  return { decimals: rules.decimals?.from ?? decimals }
}

/** How the bucket of allocations becomes their sum in other decimals. */
function conversion({ tree }: ReportedBuild): Html[] {
  const { rules, buckets, totalBaseUnits, decimals } = tree
  if (rules.decimals === null || rules.decimals.from === rules.decimals.to) return []
  const { from, to } = rules.decimals
  const change = `10${superscript(Math.abs(to - from))}`
  const rule = to > from ? `each is ${change} of the new` : `${change} are one of the new`
  return [
    html`<p>Allocated are ${exactAmount(buckets.allocated, { decimals: from })} with ${from} decimals, which is ${exactAmount(totalBaseUnits, { decimals })} with ${to}: of the old base units, ${rule}.</p>`,
  ]
}

function superscript(exponent: number): string {
  return Array.from(String(exponent), (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
}

const MAX_RULES = 100

function ruledTables({ tree, balancesByRule }: ReportedBuild): Html[] {
  const { exclude, redirect } = tree.rules
  const scale = snapshotScale(tree)
  const balance = (rule: string) => exactAmount(balancesByRule.get(rule) ?? 0n, scale)
  const reasonAndBalance = [{ title: 'Reason' }, { title: 'Balance', isNumber: true }] as const
  const more = (count: number) =>
    count > MAX_RULES
      ? { sum: [`and ${countOf(count - MAX_RULES)} more in migration.yaml`, '', ''] }
      : {}
  const excluded = table({
    caption: 'Excluded',
    columns: [{ title: 'Account' }, ...reasonAndBalance],
    rows: exclude
      .slice(0, MAX_RULES)
      .map(({ address, reason }, at) => [
        codeOf(address),
        named(reason),
        balance(`exclude[${at}]`),
      ]),
    ...more(exclude.length),
  })
  const redirected = table({
    caption: 'Redirected: paid to another account',
    columns: [{ title: 'From' }, { title: 'To' }, ...reasonAndBalance],
    rows: redirect
      .slice(0, MAX_RULES)
      .map(({ from, to, reason }, at) => [
        codeOf(from),
        codeOf(to),
        named(reason),
        balance(`redirect[${at}]`),
      ]),
    ...more(redirect.length),
  })
  return [...(exclude.length > 0 ? [excluded] : []), ...(redirect.length > 0 ? [redirected] : [])]
}
