import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { addressOfPrivateKey, randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { MemoryStore } from '../../../src/keystore/stores/memory-store.ts'
import type { Secret } from '../../../src/keystore/stores/secret.ts'
import { temporaryFolder } from '../../support/home.ts'
import {
  addPrivateKey,
  CREATED,
  emptyKeyring,
  openKeyring,
  privateKey,
  readIndex,
  writeIndex,
} from './memory-keyring.ts'

describe('a keyring', () => {
  it('keeps public facts in keys.json, canonical, private, without a secret', async () => {
    const { home, keyring } = emptyKeyring()
    const secret = randomPrivateKey()
    const key = await keyring.add({ name: 'ops', type: 'evm', path: null }, privateKey(secret))
    expect(key).toEqual({
      name: 'ops',
      type: 'evm',
      address: addressOfPrivateKey(secret),
      xpub: null,
      backend: 'memory',
      secretKind: 'private-key',
      path: null,
      createdAt: CREATED,
      isDefault: false,
      state: 'ready',
      policy: null,
    })
    const path = join(home, 'keys.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const text = readFileSync(path, 'utf8')
    const shown = text.replace(/ops-[0-9a-f]{12}/, 'ops-ENTRY').replace(/[0-9a-f]{64}/, 'MAC')
    expect(shown).toBe(
      `{
  "default": null,
  "format": "capstan/keys@1",
  "keys": [
    {
      "address": "${key.address}",
      "backend": "memory",
      "createdAt": "${CREATED}",
      "entry": "ops-ENTRY",
      "mac": "MAC",
      "name": "ops",
      "path": null,
      "policy": null,
      "secretKind": "private-key",
      "state": "ready",
      "type": "evm",
      "xpub": null
    }
  ]
}
`,
    )
    expect(text).not.toContain(Buffer.from(secret).toString('hex'))
  })

  it('lists stored keys by name, then this run’s, then the devnet’s', async () => {
    const privateKey = '46'.repeat(32)
    const { keyring } = emptyKeyring({ CAPSTAN_PRIVATE_KEY: privateKey })
    for (const name of ['b', 'a', 'C']) await addPrivateKey(keyring, name)
    const keys = await keyring.list()
    expect(keys.map(({ name }) => name)).toEqual([
      'C',
      'a',
      'b',
      'env',
      ...DEVNET_KEYS.map(({ name }) => name),
    ])
    expect(keys[3]).toMatchObject({
      backend: 'env',
      address: '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F',
      createdAt: null,
    })
  })

  it('takes the named key, else env, else the default, else the fallback, else says so', async () => {
    const { home, store, keyring } = emptyKeyring()
    const fallback = { fallback: 'dev0' }
    await expect(keyring.signer()).rejects.toMatchObject({ code: 'KEY_NOT_CHOSEN', exitCode: 2 })
    expect((await keyring.signer(undefined, fallback)).name).toBe('dev0')
    await addPrivateKey(keyring, 'ops')
    await keyring.makeDefault('ops')
    expect((await keyring.signer(undefined, fallback)).name).toBe('ops')
    const injected = openKeyring(home, store, { CAPSTAN_PRIVATE_KEY: `0x${'46'.repeat(32)}\n` })
    expect((await injected.signer(undefined, fallback)).name).toBe('env')
    expect((await injected.signer('ops', fallback)).name).toBe('ops')
    expect(await injected.list()).toContainEqual(
      expect.objectContaining({ name: 'ops', isDefault: true }),
    )
  })

  it('signs with stored, injected and devnet keys, and wipes what it fetched', async () => {
    const store = new RecordingStore()
    const keyring = openKeyring(temporaryFolder(), store, { CAPSTAN_PRIVATE_KEY: '46'.repeat(32) })
    await addPrivateKey(keyring, 'ops')
    for (const name of ['ops', 'env', 'dev3']) {
      const signer = await keyring.signer(name)
      expect(await signer.signMessage('x')).toMatch(/^0x[0-9a-f]{130}$/)
      expect(await signer.signMessage('x')).toBe(await signer.signMessage('x'))
    }
    expect(store.given).toHaveLength(1)
    await keyring.close()
    expect(store.given[0]?.bytes.every((byte) => byte === 0)).toBe(true)
  })

  it('renames without touching the secret, and the default goes along', async () => {
    const { keyring } = emptyKeyring()
    await addPrivateKey(keyring, 'ops')
    await addPrivateKey(keyring, 'other')
    await keyring.makeDefault('ops')
    expect(await keyring.rename('ops', 'treasury')).toMatchObject({
      name: 'treasury',
      isDefault: true,
    })
    await expect(keyring.find('ops')).rejects.toMatchObject({ code: 'KEY_UNKNOWN', exitCode: 4 })
    await expect(keyring.rename('treasury', 'other')).rejects.toMatchObject({ code: 'KEY_EXISTS' })
    await expect(keyring.rename('treasury', 'dev1')).rejects.toMatchObject({
      code: 'KEY_NAME_RESERVED',
    })
    expect(await (await keyring.signer('treasury')).signMessage('x')).toMatch(/^0x/)
  })

  it('removes a key with its secret, and the default with it', async () => {
    const { home, keyring, store } = emptyKeyring()
    await addPrivateKey(keyring, 'ops')
    await keyring.makeDefault('ops')
    const [{ entry }] = readIndex(home).keys
    expect(await store.has(entry)).toBe(true)
    await keyring.remove('ops')
    expect(await store.has(entry)).toBe(false)
    await expect(keyring.signer()).rejects.toMatchObject({ code: 'KEY_NOT_CHOSEN' })
    await expect(keyring.remove('ops')).rejects.toMatchObject({ code: 'KEY_UNKNOWN' })
  })

  it('never replaces a key, and leaves keys it brings itself alone', async () => {
    const { keyring } = emptyKeyring({ CAPSTAN_PRIVATE_KEY: '46'.repeat(32) })
    await addPrivateKey(keyring, 'ops')
    await expect(addPrivateKey(keyring, 'ops')).rejects.toMatchObject({
      code: 'KEY_EXISTS',
      exitCode: 3,
    })
    for (const name of ['env', 'dev0', 'dev9']) {
      await expect(addPrivateKey(keyring, name)).rejects.toMatchObject({
        code: 'KEY_NAME_RESERVED',
      })
      for (const change of [
        () => keyring.remove(name),
        () => keyring.rename(name, 'mine'),
        () => keyring.makeDefault(name),
        () => keyring.signingKey(name, 'exported'),
      ]) {
        await expect(change()).rejects.toMatchObject({ code: 'KEY_BUILT_IN', exitCode: 3 })
      }
    }
  })

  it('suggests the nearest name, and never repeats a private key given for one', async () => {
    const { keyring } = emptyKeyring()
    await addPrivateKey(keyring, 'treasury')
    await expect(keyring.find('tresury')).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
      details: { key: 'tresury', nearest: 'treasury' },
    })
    const secret = `0x${'ab'.repeat(32)}`
    await expect(keyring.signer(secret)).rejects.toSatisfy(
      (error: Error & { code: string }) =>
        error.code === 'KEY_ON_COMMAND_LINE' && !error.message.includes('abab'),
    )
  })

  it.each(['', '.hidden', 'a b', 'a/b', '../a', 'a'.repeat(49), 'ö', 'a\n', '-a'])(
    'takes no key named %j',
    async (name) => {
      await expect(addPrivateKey(emptyKeyring().keyring, name)).rejects.toMatchObject({
        code: 'KEY_NAME_INVALID',
        exitCode: 2,
      })
    },
  )

  it('takes a name back when the store refuses the secret', async () => {
    const store = new FullStore()
    const home = temporaryFolder()
    const keyring = openKeyring(home, store)
    await expect(addPrivateKey(keyring, 'ops')).rejects.toThrow('full')
    expect(readIndex(home).keys).toEqual([])
    store.isFull = false
    await addPrivateKey(keyring, 'ops')
    expect(await keyring.incomplete()).toEqual([])
  })

  it('names keys that are not whole, signs with none of them, and removes them', async () => {
    const { home, keyring, store } = emptyKeyring()
    for (const name of ['cut', 'going', 'lost', 'whole']) await addPrivateKey(keyring, name)
    const index = readIndex(home)
    index.keys[0].state = 'creating'
    index.keys[1].state = 'removing'
    writeIndex(home, index)
    await store.delete(index.keys[2].entry)
    const incomplete = await keyring.incomplete()
    expect(incomplete.map(({ key, problem }) => [key.name, problem])).toEqual([
      ['cut', 'unfinished-creation'],
      ['going', 'unfinished-removal'],
      ['lost', 'secret-missing'],
    ])
    await expect(keyring.signer('cut')).rejects.toMatchObject({
      code: 'KEY_UNFINISHED',
      exitCode: 8,
    })
    await expect(addPrivateKey(keyring, 'cut')).rejects.toMatchObject({ code: 'KEY_UNFINISHED' })
    for (const name of ['cut', 'going', 'lost']) await keyring.remove(name)
    expect(await keyring.incomplete()).toEqual([])
    expect((await keyring.find('whole')).state).toBe('ready')
  })

  it('does not sign when the stored secret is not that of the address', async () => {
    const { home, keyring } = emptyKeyring()
    await addPrivateKey(keyring, 'ops')
    const path = join(home, 'keys.json')
    const other = addressOfPrivateKey(randomPrivateKey())
    writeFileSync(path, readFileSync(path, 'utf8').replace(/0x[0-9a-fA-F]{40}/, other))
    await expect((await keyring.signer('ops')).signMessage('x')).rejects.toMatchObject({
      code: 'KEY_SECRET_MISMATCH',
      exitCode: 7,
    })
  })
})

/** Remembers every copy it gave away. */
class RecordingStore extends MemoryStore {
  readonly given: Secret[] = []

  override async get(entry: string): Promise<Secret> {
    const secret = await super.get(entry)
    this.given.push(secret)
    return secret
  }
}

class FullStore extends MemoryStore {
  isFull = true

  override async put(entry: string, secret: Secret): Promise<void> {
    if (this.isFull) throw new Error('full')
    await super.put(entry, secret)
  }
}
