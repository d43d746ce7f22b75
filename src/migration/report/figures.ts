// Single figures as the page shows them.

import { checksumAddress } from '../../primitives/address.ts'
import { formatAmount } from '../../primitives/amount.ts'
import type { AmountUnit } from '../../primitives/amount-text.ts'
import { type Html, html } from '../../primitives/html.ts'

/** The decimals of an asset: all that is needed to write out its base units. */
export type Scale = Pick<AmountUnit, 'decimals'>

/** To the last base unit, with all decimals, so that amounts below each other can be added up. */
export function exactAmount(baseUnits: bigint, { decimals }: Scale): Html {
  const sign = baseUnits < 0n ? '−' : ''
  const size = baseUnits < 0n ? -baseUnits : baseUnits
  const unit = 10n ** BigInt(decimals)
  const whole = `${sign}${formatAmount(size / unit, 0)}`
  if (decimals === 0) return html`<span class="amount">${whole}</span>`
  const fraction = (size % unit).toString().padStart(decimals, '0')
  return html`<span class="amount">${whole}<span class="fraction">.${fraction}</span></span>`
}

const SHORT_DECIMALS = 2

/** For a glance: two decimals at most, with a sign if there are more. */
export function shortAmount(baseUnits: bigint, { decimals, symbol }: AmountUnit): Html {
  const cut = decimals > SHORT_DECIMALS ? 10n ** BigInt(decimals - SHORT_DECIMALS) : 1n
  const amount = formatAmount(baseUnits - (baseUnits % cut), decimals)
  const about = baseUnits % cut === 0n ? '' : '≈ '
  // Where it has to be broken, it is between thousands.
  const [first, ...thousands] = amount.split(',')
  const rest = thousands.map((digits) => html`,<wbr>${digits}`)
  return html`${about}${first ?? ''}${rest} ${named(symbol)}`
}

export function countOf(count: number | bigint): string {
  return formatAmount(BigInt(count), 0)
}

/**
 * A part of a whole in per cent, two decimals; never 0 for something, never 100 for less than all.
 */
export function shareOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–'
  const hundredths = (20_000n * part + whole) / (2n * whole)
  if (hundredths === 0n && part > 0n) return '< 0.01 %'
  if (hundredths === 10_000n && part < whole) return '> 99.99 %'
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')} %`
}

const PARTS = 10n ** 12n

/** As `shareOf`, of a part given as a number from 0 to 1. */
export function shareOfOne(part: number): string {
  return shareOf(BigInt(Math.floor(part * Number(PARTS))), PARTS)
}

/** A part of a whole from 0 to 100, for drawing. */
export function percentToDraw(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((100_000n * part) / whole) / 1000
}

/** Hashes, addresses and digests, which may be broken anywhere. */
export function codeOf(text: string): Html {
  return html`<code>${text}</code>`
}

/** An account as its chain writes it: EIP-55 where it is an EVM address. */
export function accountHtml(address: string): Html {
  return codeOf(/^0x[0-9a-f]{40}$/.test(address) ? checksumAddress(address) : address)
}

/** Text from others: isolated, so that its writing direction does not affect what follows. */
export function named(text: string): Html {
  return html`<bdi>${text}</bdi>`
}
