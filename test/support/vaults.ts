import { join } from 'node:path'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import { importKey } from '../../src/keystore/import-key.ts'
import type { KeyType } from '../../src/keystore/key-type.ts'
import { Keyring } from '../../src/keystore/keyring.ts'
import { VaultStore } from '../../src/keystore/stores/vault-store.ts'
import { bytesToHex } from '../../src/primitives/hex.ts'
import { type CapstanOptions, type CapstanResult, capstan } from './capstan.ts'
import { CHEAP_COST, nobody, VAULT_PASSWORD, vaultPassword } from './cheap-vault.ts'
import { temporaryFolder } from './home.ts'

/** What capstan needs to open the vaults of tests, and to put new keys in them. */
export const VAULT_ENVIRONMENT = {
  CAPSTAN_KEYSTORE: 'vault',
  CAPSTAN_VAULT_PASSWORD: VAULT_PASSWORD,
} as const

export interface AddedKey {
  readonly type?: KeyType
  /** A private key or the words of a mnemonic. */
  readonly secret?: string
}

/** Puts a key, a random one by default, into the vault of a home. Returns its address. */
export async function addKey(
  home: string,
  name: string,
  { type = 'evm', secret = bytesToHex(randomPrivateKey()) }: AddedKey = {},
): Promise<string> {
  const storeOf = () => new VaultStore(join(home, 'vault'), vaultPassword(), CHEAP_COST)
  const keyring = new Keyring({ home, backend: 'vault', environment: {}, prompts: nobody, storeOf })
  const { address } = await importKey(keyring, { name, type, text: secret, place: 'the test' })
  await keyring.close()
  return address
}

/** Runs key commands in a home of their own, with its vault unlocked. */
export function vaultHome() {
  const home = temporaryFolder()
  const key = (
    args: readonly string[],
    options: Omit<CapstanOptions, 'home'> = {},
  ): Promise<CapstanResult> =>
    capstan(['key', ...args, '--json'], {
      home,
      ...options,
      env: { ...VAULT_ENVIRONMENT, ...options.env },
    })
  return { home, key }
}
