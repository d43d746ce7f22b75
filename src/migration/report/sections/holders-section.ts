import { type Html, type HtmlPart, html } from '../../../primitives/html.ts'
import { cellBar, lorenzChart } from '../charts.ts'
import { countOf, exactAmount, percentToDraw, shareOf, shareOfOne } from '../figures.ts'
import type { HolderDistribution } from '../holder-distribution.ts'
import type { LorenzCurve } from '../lorenz-curve.ts'
import type { CampaignReport } from '../report.ts'
import type { SizeClass } from '../size-classes.ts'
import { table } from '../tables.ts'
import type { Section } from './section.ts'

/** How the supply is spread over its holders. */
export function holdersSection({ distribution, snapshot }: CampaignReport): Section {
  return {
    id: 'holders',
    title: 'Holders',
    content:
      distribution.curve === null
        ? html`<p>Nobody holds anything.</p>`
        : [
            html`<div class="beside"><figure>${lorenzChart(distribution.curve, describe(distribution.curve))}</figure>${concentration(distribution, distribution.curve)}</div>`,
            sizeTable(distribution, snapshot),
          ],
  }
}

function describe({ gini, holdersOfHalf }: LorenzCurve): string {
  return `From the poorest account to the richest, which part of all balances they hold together. The Gini coefficient is ${gini.toFixed(4)}, where 0 is all the same and 1 is everything in one hand. The ${countOf(holdersOfHalf)} largest accounts hold half. The table beside it gives more figures.`
}

const LARGEST = [1, 10, 100, 1000, 10_000]

/** The curve in figures. */
function concentration({ holders }: HolderDistribution, curve: LorenzCurve): Html {
  const half = curve.holdersOfHalf
  const counts = [...LARGEST.filter((count) => count < holders && count !== half), half]
  const row = (count: number): HtmlPart[] => {
    const part = curve.shareOfLargest(count)
    const name = `${countOf(count)} ${count === 1 ? 'account' : 'accounts'}`
    const isHalf = count === half ? html`<span class="quiet">, at least half</span>` : null
    return [
      [name, isHalf],
      shareOf(BigInt(count), BigInt(holders)),
      [shareOfOne(part), cellBar(100 * part)],
    ]
  }
  return table({
    caption: 'How much the largest accounts hold',
    columns: [
      { title: 'Largest' },
      { title: 'Of all accounts', isNumber: true },
      { title: 'Of all balances', isNumber: true },
    ],
    rows: counts.sort((a, b) => a - b).map(row),
    sum: [`All ${countOf(holders)}`, shareOf(1n, 1n), shareOf(1n, 1n)],
  })
}

function sizeTable(
  { holders, totalBaseUnits, sizeClasses }: HolderDistribution,
  unit: CampaignReport['snapshot'],
): Html {
  const rows = sizeClasses.map((sizeClass): HtmlPart[] => {
    const ofHolders: [bigint, bigint] = [BigInt(sizeClass.holders), BigInt(holders)]
    const ofBalances: [bigint, bigint] = [sizeClass.baseUnits, totalBaseUnits]
    return [
      rangeText(sizeClass),
      countOf(sizeClass.holders),
      [shareOf(...ofHolders), cellBar(percentToDraw(...ofHolders))],
      exactAmount(sizeClass.baseUnits, unit),
      [shareOf(...ofBalances), cellBar(percentToDraw(...ofBalances))],
    ]
  })
  const all = shareOf(1n, 1n)
  return table({
    caption: `Accounts by the size of their balance, in ${unit.symbol}`,
    columns: [
      { title: 'Balance' },
      { title: 'Accounts', isNumber: true },
      { title: 'Of all accounts', isNumber: true },
      { title: 'Hold together', isNumber: true },
      { title: 'Of all balances', isNumber: true },
    ],
    rows,
    sum: ['All', countOf(holders), all, exactAmount(totalBaseUnits, unit), all],
  })
}

function rangeText({ fromExponent, toExponent }: SizeClass): string {
  const to = powerText(toExponent)
  return fromExponent === null ? `below ${to}` : `${powerText(fromExponent)} to ${to}`
}

const SCALES = ['', ' million', ' billion', ' trillion'] as const

/** 10^exponent as people say it. */
function powerText(exponent: number): string {
  if (exponent < -6 || exponent > 14) return `1e${exponent}`
  if (exponent < 0) return (10 ** exponent).toFixed(-exponent)
  if (exponent < 6) return countOf(10 ** exponent)
  return `${10 ** (exponent % 3)}${SCALES[Math.floor(exponent / 3) - 1]}`
}
