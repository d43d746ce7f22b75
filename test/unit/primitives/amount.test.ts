import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount, parseBaseUnits } from '../../../src/primitives/amount.ts'

const cmt = { decimals: 18, symbol: 'CMT' }
const btm = { decimals: 8, symbol: 'BTM' }

describe('an amount typed by a person', () => {
  it.each([
    ['1.5', 1_500_000_000_000_000_000n],
    ['250 gwei', 250_000_000_000n],
    ['10wei', 10n],
    ['3 CMT', 3_000_000_000_000_000_000n],
    ['0', 0n],
    ['0.000000000000000001', 1n],
  ])('%s is understood', (text, baseUnits) => {
    expect(parseAmount(text, cmt)).toBe(baseUnits)
  })

  it.each([
    '1.0000000000000000001',
    '0.1 wei',
    '1.5e3',
    '-1',
    '+1',
    '1,5',
    '',
    ' ',
    '0x10',
    '1 BTM',
    'NaN',
    '1..2',
    '.5',
  ])('"%s" is refused, never rounded', (text) => {
    expect(() => parseAmount(text, cmt)).toThrowError(
      expect.objectContaining({ code: 'AMOUNT_INVALID' }),
    )
  })

  it('has no gwei where the asset has not 18 decimals', () => {
    expect(() => parseAmount('1 gwei', btm)).toThrowError(
      expect.objectContaining({ code: 'AMOUNT_INVALID' }),
    )
  })

  it('must fit 256 bits', () => {
    const most = 2n ** 256n - 1n
    expect(parseAmount(`${most}wei`, cmt)).toBe(most)
    expect(() => parseAmount(`${most + 1n}wei`, cmt)).toThrowError(
      expect.objectContaining({ code: 'AMOUNT_INVALID' }),
    )
  })

  it('is what was formatted, for any amount and decimals', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 256n - 1n),
        fc.integer({ min: 0, max: 30 }),
        (baseUnits, decimals) => {
          const text = formatAmount(baseUnits, decimals).replaceAll(',', '')
          expect(parseAmount(text, { decimals })).toBe(baseUnits)
        },
      ),
    )
  })
})

describe('base units in a file', () => {
  it.each(['00', '01', '-1', '+1', '1.0', '1e3', '0x1', '', ' 1', '1 ', String(2n ** 256n)])(
    '"%s" is not canonical',
    (text) => {
      expect(() => parseBaseUnits(text)).toThrowError(
        expect.objectContaining({ code: 'AMOUNT_INVALID' }),
      )
    },
  )

  it('reach up to 2^256 - 1', () => {
    expect(parseBaseUnits(String(2n ** 256n - 1n))).toBe(2n ** 256n - 1n)
  })
})

it('an amount is shown with groups, without trailing zeros and exactly', () => {
  expect(formatAmount(1_234_567_500_000_000_000_000_000n, 18, 'CMT')).toBe('1,234,567.5 CMT')
  expect(formatAmount(1n, 18)).toBe('0.000000000000000001')
  expect(formatAmount(-5n, 0)).toBe('-5')
})
