import { describe, expect, it } from 'vitest'
import { checksumAddress, parseAddress } from '../../../src/primitives/address.ts'

// The examples of EIP-55.
const EIP_55 = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
]

describe('an EVM address', () => {
  it.each(EIP_55)('%s has its EIP-55 form', (address) => {
    expect(checksumAddress(address.toLowerCase())).toBe(address)
    expect(parseAddress(address)).toBe(address)
    expect(parseAddress(address.toLowerCase())).toBe(address)
  })

  it('with a letter in the wrong case is refused', () => {
    const mistyped = '0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed'
    expect(() => parseAddress(mistyped)).toThrowError(
      expect.objectContaining({ code: 'ADDRESS_CHECKSUM', exitCode: 2 }),
    )
  })

  it.each([
    '',
    '0x',
    '0x1234',
    `0x${'0'.repeat(41)}`,
    `0x${'g'.repeat(40)}`,
    '0'.repeat(40),
    `0X${'0'.repeat(40)}`,
    ` 0x${'0'.repeat(40)}`,
  ])('is not "%s"', (text) => {
    expect(() => parseAddress(text)).toThrowError(
      expect.objectContaining({ code: 'ADDRESS_INVALID', exitCode: 2 }),
    )
  })
})
