import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { Keyring } from '../../../src/keystore/keyring.ts'
import type { Environment } from '../../../src/keystore/secret-input.ts'
import type { PolicyRun } from '../../../src/keystore/stored-signers.ts'
import type { KeyStore } from '../../../src/keystore/stores/key-store.ts'
import { MemoryStore } from '../../../src/keystore/stores/memory-store.ts'
import type { Secret } from '../../../src/keystore/stores/secret.ts'
import { temporaryFolder } from '../../support/home.ts'

/** When every key of these keyrings was made. */
export const CREATED = '2026-01-02T03:04:05.678Z'

/** A keyring in a home of its own, whose store the test holds too. */
export function emptyKeyring(environment: Environment = {}) {
  const home = temporaryFolder()
  const store = new MemoryStore()
  return { home, store, keyring: openKeyring(home, store, environment) }
}

export function openKeyring(
  home: string,
  store: KeyStore,
  environment: Environment = {},
  run: PolicyRun = {},
): Keyring {
  return new Keyring({
    home,
    backend: 'memory',
    environment,
    prompts: { secret: () => Promise.reject(new Error('nobody is asked')) },
    clock: { now: () => Date.parse(CREATED), sleep: () => Promise.resolve() },
    storeOf: () => store,
    ...run,
  })
}

/** Stores a fresh private key. */
export function addPrivateKey(keyring: Keyring, name: string) {
  return keyring.add({ name, type: 'evm', path: null }, privateKey(randomPrivateKey()))
}

export function privateKey(bytes: Uint8Array): Secret {
  return { kind: 'private-key', bytes }
}

export function readIndex(home: string) {
  return JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8'))
}

export function writeIndex(home: string, index: unknown): void {
  writeFileSync(join(home, 'keys.json'), JSON.stringify(index))
}
