import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keychainText, parseKeychainText } from '../../../src/keystore/stores/keychain-text.ts'
import { isSecretLength, SECRET_KINDS } from '../../../src/keystore/stores/secret.ts'

describe('a secret in the keychain', () => {
  it('comes back as it was, of every kind', () => {
    const secret = fc
      .record({
        kind: fc.constantFrom(...SECRET_KINDS),
        bytes: fc
          .constantFrom(16, 20, 24, 28, 32, 64)
          .chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
      })
      .filter(({ kind, bytes }) => isSecretLength(kind, bytes.length))
    fc.assert(
      fc.property(secret, ({ kind, bytes }) => {
        const read = parseKeychainText('e', keychainText({ kind, bytes }))
        expect([read.kind, Buffer.from(read.bytes).equals(bytes)]).toEqual([kind, true])
      }),
    )
  })

  it('is bare hex for a private key, as keychains have held it from the first', () => {
    expect(keychainText({ kind: 'private-key', bytes: new Uint8Array(32) })).toBe('00'.repeat(32))
  })

  it.each(['', 'x', 'ab'.repeat(31), 'AB'.repeat(32), `seed:${'ab'.repeat(32)}`, 'mnemonic:abcd'])(
    'is not "%s", which is never repeated',
    (text) => {
      expect(() => parseKeychainText('ops-1', text)).toThrow(
        expect.objectContaining({
          code: 'KEYCHAIN_ENTRY_INVALID',
          exitCode: 8,
          details: { entry: 'ops-1' },
        }),
      )
    },
  )
})
