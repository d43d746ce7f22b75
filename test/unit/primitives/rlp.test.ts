import { decodeRlp, encodeRlp } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRlpList, encodeRlpList, rlpNumber } from '../../../src/primitives/rlp.ts'

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

const byteStrings = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc.uint8Array({ minLength: 50, maxLength: 60 }),
    fc.uint8Array({ minLength: 250, maxLength: 300 }),
  ),
  { maxLength: 12 },
)

describe('RLP', () => {
  it('equals ethers on any list of byte strings', () => {
    fc.assert(
      fc.property(byteStrings, (items) => {
        const encoded = encodeRlpList(items)
        expect(hex(encoded)).toBe(encodeRlp(items.map(hex)))
        expect(decodeRlp(encoded)).toEqual(items.map(hex))
      }),
    )
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(byteStrings, (items) => {
        const read = decodeRlpList(encodeRlpList(items))
        expect(read?.map((item) => hex(item as Uint8Array))).toEqual(items.map(hex))
      }),
    )
  })

  it('finds no list in any other bytes', () => {
    const list = encodeRlpList([Uint8Array.of(1, 2, 3), new Uint8Array(60)])
    expect(decodeRlpList(list.subarray(0, list.length - 1))).toBeUndefined()
    expect(decodeRlpList(Buffer.concat([list, Uint8Array.of(0)]))).toBeUndefined()
    expect(decodeRlpList(new Uint8Array())).toBeUndefined()
    expect(decodeRlpList(Uint8Array.of(0x83, 1, 2, 3))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const items = decodeRlpList(bytes)
        return items === undefined || Array.isArray(items)
      }),
    )
  })

  it('writes numbers without leading zeros, and zero as nothing', () => {
    expect([0, 1, 127, 128, 256, 1n << 64n].map((value) => hex(rlpNumber(value)))).toEqual([
      '0x',
      '0x01',
      '0x7f',
      '0x80',
      '0x0100',
      '0x010000000000000000',
    ])
  })
})
