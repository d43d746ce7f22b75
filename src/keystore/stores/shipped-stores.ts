import { join } from 'node:path'
import type { Prompts } from '../../primitives/prompts.ts'
import { type Environment, PasswordSource } from '../secret-input.ts'
import type { KeyStore, StoreBackend } from './key-store.ts'
import { KeychainStore } from './keychain-store.ts'
import { MemoryStore } from './memory-store.ts'
import { VaultStore } from './vault-store.ts'

/** The stores of a home. Each opens when a secret is first needed. */
export function shippedStores(
  home: string,
  environment: Environment,
  prompts: Pick<Prompts, 'secret'>,
): (backend: StoreBackend) => KeyStore {
  const vaultPassword = new PasswordSource({
    environment,
    prompts,
    variables: ['CAPSTAN_VAULT_PASSWORD'],
    title: 'Password of the vault',
  })
  const stores: Record<StoreBackend, KeyStore> = {
    keychain: new KeychainStore(),
    vault: new VaultStore(join(home, 'vault'), vaultPassword),
    memory: new MemoryStore(),
  }
  return (backend) => stores[backend]
}
