import { describe, expect, it } from 'vitest'
import { parsePrivateKey } from '../../../src/keystore/evm/private-key.ts'

// SEC 2, 2.4.1.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const digits = (number: bigint) => number.toString(16).padStart(64, '0')

describe('a private key', () => {
  it.each([
    ['the smallest', digits(1n), 1n],
    ['the largest', digits(ORDER - 1n), ORDER - 1n],
    ['with 0x and white space around it', `\n 0x${digits(5n)} \n`, 5n],
    ['in capitals', digits(ORDER - 1n).toUpperCase(), ORDER - 1n],
  ])('is read: %s', (_, text, expected) => {
    expect(Buffer.from(parsePrivateKey(text, 'stdin')).toString('hex')).toBe(digits(expected))
  })

  it.each([
    ['zero', digits(0n)],
    ['the order of the group', digits(ORDER)],
    ['a digit short', digits(5n).slice(1)],
    ['a digit long', `0${digits(5n)}`],
    ['no hex', digits(5n).replace('5', 'g')],
    ['two of them', digits(5n) + digits(6n)],
    ['nothing', ''],
  ])('is not %s, and the place is named instead of it', (_, text) => {
    const read = () => parsePrivateKey(text, 'the file key.txt')
    expect(read).toThrow(expect.objectContaining({ code: 'KEY_PRIVATE_KEY_INVALID', exitCode: 2 }))
    expect(read).toThrow(/the file key\.txt/)
    if (text !== '') expect(read).not.toThrow(text)
  })
})
