import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import { VaultStore } from '../../src/keystore/stores/vault-store.ts'
import { CHEAP_COST, vaultPassword } from '../support/cheap-vault.ts'
import { temporaryFolder } from '../support/home.ts'
import { describeKeyStore } from './key-store.behavior.ts'

describeKeyStore('vault', () => {
  const folder = join(temporaryFolder(), 'vault')
  return { store: vault(folder, 'correct horse'), again: vault(folder, 'correct horse') }
})

describe('the vault', () => {
  it('is a private folder of private files that ethers reads', async () => {
    const folder = join(temporaryFolder(), 'vault')
    const secret = randomPrivateKey()
    await put(folder, 'ops-1', secret, 'correct horse')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).toEqual(['ops-1.json'])
    const path = join(folder, 'ops-1.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const wallet = await Wallet.fromEncryptedJson(readFileSync(path, 'utf8'), 'correct horse')
    expect(wallet.privateKey).toBe(`0x${Buffer.from(secret).toString('hex')}`)
  })

  it('refuses a wrong password after one attempt, without saying what was wrong', async () => {
    const folder = join(temporaryFolder(), 'vault')
    await put(folder, 'ops-1', randomPrivateKey(), 'correct horse')
    await expect(vault(folder, 'wrong horse').get('ops-1')).rejects.toMatchObject({
      code: 'KEY_PASSWORD_WRONG',
      exitCode: 3,
      message: 'The password does not open the key.',
    })
  })

  it('tells a damaged file from a wrong password', async () => {
    const folder = join(temporaryFolder(), 'vault')
    await put(folder, 'ops-1', randomPrivateKey(), 'correct horse')
    const path = join(folder, 'ops-1.json')
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 200))
    await expect(vault(folder, 'correct horse').get('ops-1')).rejects.toMatchObject({
      code: 'VAULT_FILE_INVALID',
      exitCode: 8,
    })
  })

  it('is not available where its folder cannot be made', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'file'), '')
    const health = await vault(join(home, 'file', 'vault'), 'correct horse').health()
    expect(health).toMatchObject({ available: false, missing: ['vault-folder'] })
  })
})

function vault(folder: string, password: string): VaultStore {
  return new VaultStore(folder, vaultPassword(password), CHEAP_COST)
}

function put(folder: string, entry: string, secret: Uint8Array, password: string): Promise<void> {
  return vault(folder, password).put(entry, { kind: 'private-key', bytes: secret })
}
