import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { deriveByScrypt, SCRYPT_COST } from '../../../src/keystore/stores/scrypt.ts'

const PASSWORD = Buffer.from('correct horse')
const salt = Buffer.alloc(32, 7)

describe('scrypt as the vault uses it', () => {
  // RFC 7914, section 12 (the first 32 of 64 bytes).
  it.each([
    [
      'password',
      'NaCl',
      { n: 1024, r: 8, p: 16 },
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    ],
    [
      'pleaseletmein',
      'SodiumChloride',
      { n: 16384, r: 8, p: 1 },
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    ],
  ])('is that of RFC 7914 for "%s"', async (password, salted, cost, expected) => {
    const parameters = { salt: Buffer.from(salted), ...cost }
    const key = await deriveByScrypt(Buffer.from(password), parameters)
    expect(key.toString('hex')).toBe(expected)
  })

  it('is native: JavaScript waits while it is computed', async () => {
    const before = performance.eventLoopUtilization()
    await deriveByScrypt(PASSWORD, { salt, ...SCRYPT_COST })
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it('is JavaScript only for numbers that native code refuses', async () => {
    const before = performance.eventLoopUtilization()
    await deriveByScrypt(PASSWORD, { salt, n: 2 ** 16, r: 1, p: 2 })
    expect(performance.eventLoopUtilization(before).utilization).toBeGreaterThan(0.5)
  })
})
