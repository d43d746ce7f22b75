import { keccak256 as ethersKeccak256, getBytes } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256, keccak256Hex } from '../../../src/primitives/keccak.ts'

describe('keccak256', () => {
  it('gives the digests known from Ethereum', () => {
    // The code hash of an account without code (Yellow Paper, section 4.1).
    expect(keccak256Hex(new Uint8Array())).toBe(
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    )
    // The topic of Transfer(address,address,uint256) (ERC-20).
    expect(keccak256Hex(Buffer.from('Transfer(address,address,uint256)'))).toBe(
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    )
  })

  it('equals ethers at every length around the block borders', () => {
    const bytes = Uint8Array.from({ length: 600 }, (_, i) => (i * 151 + 7) % 256)
    for (let length = 0; length <= 600; length++) {
      const message = bytes.subarray(0, length)
      expect(keccak256(message), `length ${length}`).toEqual(getBytes(ethersKeccak256(message)))
    }
  })

  it('equals ethers on messages longer than the kernel takes in one call', () => {
    for (const length of [130_967, 130_968, 130_969, 131_072, 400_001]) {
      const message = Uint8Array.from({ length }, (_, i) => (i * 31) % 251)
      expect(keccak256(message), `length ${length}`).toEqual(getBytes(ethersKeccak256(message)))
    }
  })

  it('equals ethers on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (message) => {
        expect(keccak256(message)).toEqual(getBytes(ethersKeccak256(message)))
      }),
    )
  })

  it('gives digests that later calls leave alone', () => {
    const first = keccak256(Buffer.from('a'))
    const before = [...first]
    keccak256(Buffer.from('b'))
    expect([...first]).toEqual(before)
  })
})
