import { describe, expect, it } from 'vitest'
import { KEYS } from '../../../src/keystore/index/key-index.ts'

const KEY = {
  name: 'ops',
  type: 'evm',
  address: '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F',
  xpub: null,
  backend: 'vault',
  entry: 'ops-0123456789ab',
  secretKind: 'private-key',
  path: null,
  createdAt: '2026-01-02T03:04:05.678Z',
  state: 'ready',
  policy: null,
  mac: 'ab'.repeat(32),
}

describe('keys.json', () => {
  it('is read as it was written', async () => {
    expect(await parse({ default: 'ops', keys: [KEY] })).toEqual({ default: 'ops', keys: [KEY] })
  })

  it.each([
    ['a newer format', { format: 'capstan/keys@2' }],
    ['no keys', { keys: undefined }],
    ['a key twice', { keys: [KEY, KEY] }],
    ['a default that is no key', { default: 'other' }],
    ['a name that is kept', { keys: [{ ...KEY, name: 'dev0' }] }],
    ['an unknown type', { keys: [{ ...KEY, type: 'bytom' }] }],
    ['an unknown backend', { keys: [{ ...KEY, backend: 'cloud' }] }],
    ['an unknown state', { keys: [{ ...KEY, state: 'sleeping' }] }],
    ['a mistyped address', { keys: [{ ...KEY, address: KEY.address.replace('A', 'a') }] }],
    ['an xpub that is none', { keys: [{ ...KEY, xpub: 'ab' }] }],
    ['an unknown kind of secret', { keys: [{ ...KEY, secretKind: 'seed' }] }],
    ['a key under two names', { keys: [KEY, { ...KEY, name: 'again' }] }],
    [
      'two keys that disagree on their entry',
      { keys: [KEY, { ...KEY, name: 'b', path: "m/44'/60'/0'/0/1", secretKind: 'mnemonic' }] },
    ],
    [
      'an unfinished key whose secret another uses',
      {
        keys: [
          { ...KEY, secretKind: 'mnemonic', path: "m/44'/60'/0'/0/0" },
          {
            ...KEY,
            name: 'b',
            secretKind: 'mnemonic',
            path: "m/44'/60'/0'/0/1",
            state: 'removing',
          },
        ],
      },
    ],
    ['an entry that leaves its folder', { keys: [{ ...KEY, entry: '../ops' }] }],
    ['a policy left out', { keys: [{ ...KEY, policy: undefined }] }],
    ['a policy that is none', { keys: [{ ...KEY, policy: { recipients: 'me' } }] }],
    ['a MAC left out', { keys: [{ ...KEY, mac: undefined }] }],
    ['a MAC cut short', { keys: [{ ...KEY, mac: 'abcd' }] }],
    ['a key that is no object', { keys: ['ops'] }],
  ])('is refused with %s', async (_, change) => {
    await expect(parse(change)).rejects.toMatchObject({ code: 'KEYS_FILE_INVALID', exitCode: 8 })
  })

  it('is refused when it was cut short', async () => {
    await expect(KEYS.parse('{"format": "capstan/k', '/home/keys.json')).rejects.toMatchObject({
      code: 'KEYS_FILE_INVALID',
    })
  })
})

function parse(change: object) {
  const file = { format: 'capstan/keys@1', default: null, keys: [KEY], ...change }
  return KEYS.parse(JSON.stringify(file), '/home/keys.json')
}
