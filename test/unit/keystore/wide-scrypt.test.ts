import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { wideScrypt } from '../../../src/keystore/stores/wide-scrypt.ts'

describe('scrypt without the bound on n', () => {
  // RFC 7914, section 12.
  it.each([
    ['', '', 16, 1, 1, '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442'],
    [
      'password',
      'NaCl',
      1024,
      8,
      16,
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    ],
  ])('is that of RFC 7914 for "%s", "%s", %d, %d, %d', (password, salt, n, r, p, start) => {
    expect(derive(password, salt, n, r, p).toString('hex')).toBe(start)
  })

  it('is that of native code where native code does it', () => {
    for (const [n, r, p] of [
      [2, 1, 1],
      [64, 3, 2],
      [4096, 8, 1],
    ] as const) {
      const native = scryptSync('pass', 'salt', 32, { N: n, r, p })
      expect(derive('pass', 'salt', n, r, p).equals(native)).toBe(true)
    }
  })
})

function derive(password: string, salt: string, n: number, r: number, p: number): Buffer {
  const parameters = { salt: Buffer.from(salt), n, r, p }
  return wideScrypt(Buffer.from(password), parameters, 32)
}
