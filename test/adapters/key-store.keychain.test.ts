import { describe, expect, it } from 'vitest'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import { newEntryName } from '../../src/keystore/index/key-name.ts'
import { KEYCHAIN_SERVICE, KeychainStore } from '../../src/keystore/stores/keychain-store.ts'
import { describeKeyStore } from './key-store.behavior.ts'

// test/support/with-keyring.sh gives the real Secret Service these need.
describe.skipIf(process.env.CAPSTAN_TEST_KEYCHAIN !== '1')('with a Secret Service', () => {
  describeKeyStore('keychain', () => ({ store: new KeychainStore(), again: new KeychainStore() }))

  it('keeps one entry a key under the service name capstan, and no traces of its probes', async () => {
    const before = await accounts()
    const store = new KeychainStore()
    const entry = newEntryName('ops')
    await store.put(entry, { kind: 'private-key', bytes: randomPrivateKey() })
    await store.health()
    await store.has(newEntryName('none'))
    expect(await accounts()).toEqual([...before, entry].sort())
  })

  it('reads a private key as the first release wrote it, and nothing it does not know', async () => {
    const { default: keytar } = await import('keytar')
    const entry = newEntryName('old')
    await keytar.setPassword(KEYCHAIN_SERVICE, entry, 'ab'.repeat(32))
    const { kind, bytes } = await new KeychainStore().get(entry)
    expect([kind, Buffer.from(bytes).toString('hex')]).toEqual(['private-key', 'ab'.repeat(32)])
    await keytar.setPassword(KEYCHAIN_SERVICE, entry, `seed:${'ab'.repeat(32)}`)
    await expect(new KeychainStore().get(entry)).rejects.toMatchObject({
      code: 'KEYCHAIN_ENTRY_INVALID',
    })
  })
})

async function accounts(): Promise<string[]> {
  // Loaded here: without libsecret the file must still load, to be skipped.
  const { default: keytar } = await import('keytar')
  const credentials = await keytar.findCredentials(KEYCHAIN_SERVICE)
  return credentials.map(({ account }) => account).sort()
}
