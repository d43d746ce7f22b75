import { HDNodeWallet, verifyMessage } from 'ethers'
import { describe, expect, it } from 'vitest'
import { randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { entropyOf } from '../../../src/keystore/hd/mnemonic.ts'
import { MemoryStore } from '../../../src/keystore/stores/memory-store.ts'
import { temporaryFolder } from '../../support/home.ts'
import {
  addPrivateKey,
  emptyKeyring,
  openKeyring,
  readIndex,
  writeIndex,
} from './memory-keyring.ts'

const WORDS = 'test test test test test test test test test test test junk'
const path = (index: number) => `m/44'/60'/0'/0/${index}`

describe('the accounts of one mnemonic', () => {
  it('share an entry and take the next free path of the branch', async () => {
    const { home, keyring } = await mnemonicKeyring()
    const made = []
    for (const name of ['second', 'third']) {
      made.push(await keyring.addAccount('first', { name, type: 'evm' }))
    }
    expect(made).toMatchObject([
      { path: path(1), address: addressAt(path(1)), secretKind: 'mnemonic', state: 'ready' },
      { path: path(2), address: addressAt(path(2)), secretKind: 'mnemonic', state: 'ready' },
    ])
    expect(new Set(readIndex(home).keys.map(({ entry }: { entry: string }) => entry)).size).toBe(1)
    await keyring.remove('second')
    const again = await keyring.addAccount('third', { name: 'fourth', type: 'evm' })
    expect(again.path).toBe(path(3))
    const filled = await keyring.addAccount('first', { name: 'fifth', type: 'evm' })
    expect(filled.path).toBe(path(1))
  })

  it('stand at the path that is asked for, and none stands at one twice', async () => {
    const { keyring } = await mnemonicKeyring()
    const asked = { name: 'deep', type: 'evm', path: 'm/44h/60h/7h/0/3' } as const
    const deep = await keyring.addAccount('first', asked)
    expect(deep).toMatchObject({ path: "m/44'/60'/7'/0/3", address: addressAt(deep.path ?? '') })
    await expect(
      keyring.addAccount('first', { ...asked, name: 'other', path: "m/44'/60'/7'/0/3" }),
    ).rejects.toMatchObject({
      code: 'KEY_PATH_TAKEN',
      exitCode: 3,
      details: { key: 'deep' },
    })
    await expect(
      keyring.addAccount('first', { ...asked, name: 'other', path: 'm/x' }),
    ).rejects.toMatchObject({ code: 'KEY_PATH_INVALID', exitCode: 2 })
    await expect(
      keyring.addAccount('first', { ...asked, name: 'first', path: path(9) }),
    ).rejects.toMatchObject({ code: 'KEY_EXISTS' })
  })

  it('sign each for itself', async () => {
    const { keyring } = await mnemonicKeyring()
    await keyring.addAccount('first', { name: 'second', type: 'evm' })
    for (const [i, name] of ['first', 'second'].entries()) {
      const signature = await (await keyring.signer(name)).signMessage('x')
      expect(verifyMessage('x', signature)).toBe(addressAt(path(i)))
    }
  })

  it('keep their secret until the last of them goes', async () => {
    const { home, store, keyring } = await mnemonicKeyring()
    const [{ entry }] = readIndex(home).keys
    await keyring.addAccount('first', { name: 'second', type: 'evm' })
    await keyring.makeDefault('first')
    await keyring.remove('first')
    expect(await store.has(entry)).toBe(true)
    expect(readIndex(home)).toMatchObject({ default: null, keys: [{ name: 'second' }] })
    expect(await (await keyring.signer('second')).signMessage('x')).toMatch(/^0x/)
    await keyring.remove('second')
    expect(await store.has(entry)).toBe(false)
    expect(readIndex(home).keys).toEqual([])
  })

  it('are not added while the last of them is being removed', async () => {
    const { home, keyring } = await mnemonicKeyring()
    const index = readIndex(home)
    index.keys[0].state = 'removing'
    writeIndex(home, index)
    await expect(
      keyring.addAccount('first', { name: 'second', type: 'evm' }),
    ).rejects.toMatchObject({ code: 'KEY_UNFINISHED', exitCode: 8 })
  })

  it('are found when several are added at once', async () => {
    const { home, store, keyring } = await mnemonicKeyring()
    const others = Array.from({ length: 4 }, () => openKeyring(home, store))
    const added = await Promise.all(
      others.map((other, i) => other.addAccount('first', { name: `n${i}`, type: 'evm' })),
    )
    expect(added.map((key) => key.path).sort()).toEqual([1, 2, 3, 4].map(path))
    expect(await keyring.incomplete()).toEqual([])
  })

  it('are not to be had from a single private key', async () => {
    const { keyring } = emptyKeyring()
    await addPrivateKey(keyring, 'single')
    await expect(
      keyring.addAccount('single', { name: 'second', type: 'evm' }),
    ).rejects.toMatchObject({ code: 'KEY_NOT_HD', exitCode: 3 })
    await expect(keyring.addAccount('dev0', { name: 'second', type: 'evm' })).rejects.toMatchObject(
      { code: 'KEY_BUILT_IN', exitCode: 3 },
    )
  })

  it('do not sign with another kind of secret than the index names', async () => {
    const { home, store, keyring } = await mnemonicKeyring()
    const [{ entry }] = readIndex(home).keys
    await store.delete(entry)
    await store.put(entry, { kind: 'private-key', bytes: randomPrivateKey() })
    await expect((await keyring.signer('first')).signMessage('x')).rejects.toMatchObject({
      code: 'KEY_SECRET_MISMATCH',
      exitCode: 7,
    })
  })

  it('leave nothing of the mnemonic in memory that was fetched', async () => {
    const store = new RecordingStore()
    const keyring = openKeyring(temporaryFolder(), store)
    await keyring.add({ name: 'first', type: 'evm', path: path(0) }, mnemonic())
    await keyring.addAccount('first', { name: 'second', type: 'evm' })
    await (await keyring.signer('second')).signMessage('x')
    expect(store.given).toHaveLength(2)
    for (const bytes of store.given) expect(bytes.every((byte) => byte === 0)).toBe(true)
  })
})

/** Remembers every copy it gave away. */
class RecordingStore extends MemoryStore {
  readonly given: Uint8Array[] = []

  override async get(entry: string) {
    const secret = await super.get(entry)
    this.given.push(secret.bytes)
    return secret
  }
}

async function mnemonicKeyring() {
  const opened = emptyKeyring()
  await opened.keyring.add({ name: 'first', type: 'evm', path: path(0) }, mnemonic())
  return opened
}

function mnemonic() {
  return { kind: 'mnemonic', bytes: entropyOf(WORDS) } as const
}

function addressAt(derivation: string): string {
  return HDNodeWallet.fromPhrase(WORDS, '', derivation).address
}
