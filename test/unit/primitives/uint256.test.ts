import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseUint256, readUint256, writeUint256 } from '../../../src/primitives/uint256.ts'

const UINT256_MAX = 2n ** 256n - 1n
const uint256 = fc.oneof(
  fc.bigInt({ min: 0n, max: UINT256_MAX }),
  fc.bigInt({ min: 0n, max: 10n ** 27n }),
  fc.nat({ max: 255 }).map((bits) => 2n ** BigInt(bits)),
  fc.nat({ max: 77 }).map((digits) => 10n ** BigInt(digits)),
)

function parse(text: string): bigint | string {
  const bytes = new Uint8Array(40).fill(0xee)
  const digits = Buffer.from(`,${text},`)
  const reason = parseUint256(digits, 1, digits.length - 1, bytes, 4)
  return reason ?? readUint256(bytes, 4)
}

describe('uint256', () => {
  it('is read from decimal digits as BigInt reads it', () => {
    fc.assert(
      fc.property(uint256, (value) => {
        expect(parse(value.toString())).toBe(value)
      }),
    )
  })

  it('is written and read back unchanged, touching no neighbour', () => {
    fc.assert(
      fc.property(uint256, (value) => {
        const bytes = new Uint8Array(40).fill(0xee)
        writeUint256(value, bytes, 4)
        expect(readUint256(bytes, 4)).toBe(value)
        expect([...bytes.subarray(0, 4), ...bytes.subarray(36)]).toEqual(Array(8).fill(0xee))
      }),
    )
  })

  it('ends at 2^256 - 1', () => {
    expect(parse(UINT256_MAX.toString())).toBe(UINT256_MAX)
    expect(parse((UINT256_MAX + 1n).toString())).toBe('does not fit 256 bits')
    expect(parse('9'.repeat(78))).toBe('does not fit 256 bits')
    expect(parse('1'.repeat(79))).toBe('does not fit 256 bits')
    expect(() => writeUint256(UINT256_MAX + 1n, new Uint8Array(32), 0)).toThrow(RangeError)
    expect(() => writeUint256(-1n, new Uint8Array(32), 0)).toThrow(RangeError)
  })

  it('has one spelling', () => {
    expect(parse('')).toBe('is empty')
    expect(parse('0')).toBe(0n)
    expect(parse('00')).toBe('has a leading zero')
    expect(parse('007')).toBe('has a leading zero')
    for (const text of ['-1', '+1', '1e3', '1.0', ' 1', '1 ', '0x10', '１', '1_000', '\0']) {
      expect(parse(text), text).toBe('is not a whole number in decimal digits')
    }
  })
})
