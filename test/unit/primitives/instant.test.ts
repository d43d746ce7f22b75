import { describe, expect, it } from 'vitest'
import { formatInstant, parseInstant } from '../../../src/primitives/instant.ts'

describe('an instant', () => {
  it.each([
    ['2027-06-30T00:00:00Z', 1_814_313_600],
    ['2027-06-30', 1_814_313_600],
    ['2027-06-30 02:30:00+02:30', 1_814_313_600],
    ['2027-06-29T19:00-05:00', 1_814_313_600],
    ['1970-01-01t00:00:01z', 1],
    ['2028-02-29T23:59:59Z', 1_835_481_599],
  ])('is read from %s', (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds)
    expect(parseInstant(formatInstant(seconds))).toBe(seconds)
  })

  it.each([
    ['no offset', '2027-06-30T00:00:00'],
    ['no such day', '2027-02-29'],
    ['no such month', '2027-13-01'],
    ['no such hour', '2027-06-30T24:00:00Z'],
    ['parts of a second', '2027-06-30T00:00:00.5Z'],
    ['a number', '1814313600'],
    ['a word', 'tomorrow'],
    ['nothing', ''],
  ])('is not read from what has %s', (_, text) => {
    expect(() => parseInstant(text)).toThrow(
      expect.objectContaining({ code: 'TIMESTAMP_INVALID', exitCode: 2, details: { text } }),
    )
  })

  it('that is not read is shown, but not all of a long text', () => {
    expect(() => parseInstant('9'.repeat(5_000))).toThrow(/^"9{80}…" is not/)
  })
})
