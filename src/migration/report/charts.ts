// Charts as inline SVG: numbers in, markup out. Colours are the page's own classes.

import { type Html, html } from '../../primitives/html.ts'
import type { LorenzCurve, LorenzPoint } from './lorenz-curve.ts'

/** Of the Lorenz chart, in its own units. */
const LEFT = 46
const TOP = 28
const SIDE = 300
const TICKS = [0, 25, 50, 75, 100]

/** The Lorenz curve under the line of equality, with the Gini coefficient in the empty corner. */
export function lorenzChart({ points, gini }: LorenzCurve, description: string): Html {
  const curve = linePath(points)
  const bottom = TOP + SIDE
  const right = LEFT + SIDE
  const grid = TICKS.map((tick) => {
    const x = plotX(tick / 100)
    const y = plotY(tick / 100)
    return html`<path class="grid" d="M${LEFT} ${y}H${right}M${x} ${TOP}V${bottom}"/>
<text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${tick} %</text>
<text x="${x}" y="${bottom + 16}" text-anchor="middle">${tick} %</text>`
  })
  return html`<svg class="lorenz" viewBox="0 0 366 374" role="img" aria-labelledby="lorenz-title lorenz-text">
<title id="lorenz-title">Lorenz curve of the balances</title>
<desc id="lorenz-text">${description}</desc>
${grid}
<path class="gap" d="${curve}Z"/>
<path class="equality" d="M${LEFT} ${bottom}L${right} ${TOP}"/>
<path class="curve" d="${curve}"/>
<text class="label" x="${LEFT + 14}" y="${TOP + 30}">Gini coefficient</text>
<text class="figure" x="${LEFT + 14}" y="${TOP + 62}">${gini.toFixed(4)}</text>
<text class="axis" x="${LEFT}" y="${TOP - 14}">share of all balances</text>
<text class="axis" x="${right}" y="${bottom + 36}" text-anchor="end">share of all accounts, poorest first</text>
</svg>`
}

function plotX(part: number): number {
  return rounded(LEFT + SIDE * part)
}

function plotY(part: number): number {
  return rounded(TOP + SIDE * (1 - part))
}

function linePath(points: readonly LorenzPoint[]): string {
  const steps = points.map(({ holders, balance }) => `${plotX(holders)} ${plotY(balance)}`)
  return `M${steps.join('L')}`
}

/** Tenths are finer than the eye, and make the same text on every machine. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

/** A bar behind a figure of a table. @param percent 0 to 100 */
export function cellBar(percent: number): Html {
  const width = rounded(percent)
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4"/><rect class="tone1" width="${width}" height="4"/></svg>`
}

export interface BarPart {
  readonly name: string
  /** 0 to 100; all together 100. */
  readonly percent: number
  readonly tone: Tone
}

export type Tone = 1 | 2 | 3 | 4 | 5 | 6

/** One bar of several parts. The table beside it names them with `swatch`. */
export function stackedBar(title: string, parts: readonly BarPart[]): Html {
  let x = 0
  const rects = parts
    .filter(({ percent }) => percent > 0)
    .map(({ percent, tone }) => {
      const rect = html`<rect class="tone${tone}" x="${rounded(x * 10)}" width="${rounded(percent * 10)}" height="20"/>`
      x += percent
      return rect
    })
  const text = parts.map(({ name, percent }) => `${name} ${percent.toFixed(2)} %`).join(', ')
  return html`<svg class="stack" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="${title}: ${text}"><rect class="track" width="1000" height="20"/>${rects}</svg>`
}

/** The colour that stands for a part of a bar. */
export function swatch(tone: Tone): Html {
  return html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="tone${tone}" width="10" height="10"/></svg>`
}
