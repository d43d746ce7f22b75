import { CapstanError } from './capstan-error.ts'

const UINT256_MAX = (1n << 256n) - 1n
const CANONICAL = /^(?:0|[1-9][0-9]{0,77})$/
const HUMAN = /^([0-9]+)(?:\.([0-9]+))?\s*([A-Za-z]*)$/

/** Units every EVM native coin has, as decimals below one coin. */
const NATIVE_UNITS: Readonly<Record<string, number>> = { wei: 0, gwei: 9 }

/**
 * Reads an amount as files write it: base units, decimal, no sign, no leading zero.
 * @throws AMOUNT_INVALID for anything else and above 2^256 - 1; `what` names it.
 */
export function parseBaseUnits(text: string, what = 'amount'): bigint {
  if (!CANONICAL.test(text)) {
    throw amountInvalid(what, text, 'is not a canonical whole number of base units')
  }
  const value = BigInt(text)
  if (value > UINT256_MAX) throw amountInvalid(what, text, 'does not fit 256 bits')
  return value
}

/**
 * Reads an amount as people type it: `1.5`, `250 gwei`, `10wei`, `1.5 CMT`. Without a unit the
 * asset's own decimals apply. Excess decimals are an error, never rounded.
 * @throws AMOUNT_INVALID naming `what`.
 */
export function parseAmount(
  text: string,
  { decimals, symbol, what = 'amount' }: { decimals: number; symbol?: string; what?: string },
): bigint {
  const match = HUMAN.exec(text.trim())
  if (!match) throw amountInvalid(what, text, 'is not an amount such as "1.5" or "250 gwei"')
  const [, whole = '0', fraction = '', unit = ''] = match
  const places = unitDecimals(unit, { decimals, symbol })
  if (places === undefined) throw amountInvalid(what, text, `has the unknown unit "${unit}"`)
  if (fraction.length > places) {
    throw amountInvalid(what, text, `has more than ${places} decimals`)
  }
  const value = BigInt(whole + fraction.padEnd(places, '0'))
  if (value > UINT256_MAX) throw amountInvalid(what, text, 'does not fit 256 bits')
  return value
}

/** Base units as people read them: no trailing zeros, no exponent, exact. */
export function formatAmount(baseUnits: bigint, decimals: number, symbol?: string): string {
  const sign = baseUnits < 0n ? '-' : ''
  const digits = (baseUnits < 0n ? -baseUnits : baseUnits).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ',')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const number = fraction === '' ? whole : `${whole}.${fraction}`
  return symbol === undefined ? `${sign}${number}` : `${sign}${number} ${symbol}`
}

function unitDecimals(
  unit: string,
  { decimals, symbol }: { decimals: number; symbol: string | undefined },
): number | undefined {
  if (unit === '' || unit === symbol) return decimals
  // gwei and wei name parts of an 18-decimal coin; for any other asset they would mislead.
  return decimals === 18 ? NATIVE_UNITS[unit.toLowerCase()] : undefined
}

function amountInvalid(what: string, text: string, reason: string): CapstanError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new CapstanError({
    code: 'AMOUNT_INVALID',
    kind: 'usage',
    message: `The ${what} "${shown}" ${reason}.`,
    details: { what, text: shown },
  })
}
