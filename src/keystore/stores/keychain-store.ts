import { randomBytes } from 'node:crypto'
import type keytar from 'keytar'
import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { KeyStore, MissingPart, StoreHealth } from './key-store.ts'
import { keychainFailure, keychainForgets } from './keychain-failure.ts'
import { keychainText, parseKeychainText } from './keychain-text.ts'
import type { Secret } from './secret.ts'
import { entryExists, secretMissing } from './store-errors.ts'

/** The service name of all entries in a keychain. */
export const KEYCHAIN_SERVICE = 'capstan'

/**
 * The operating system's keychain: macOS Keychain, Windows Credential Manager, or a Secret Service
 * such as GNOME Keyring. One entry a secret, as text.
 *
 * A locked Secret Service answers "no such entry" instead of failing. So an entry
 * counts as missing only after the keychain has stored and returned a test entry.
 */
export class KeychainStore implements KeyStore {
  readonly backend = 'keychain'

  async health(): Promise<StoreHealth> {
    try {
      await prove()
      return { available: true, missing: [], suggestions: [] }
    } catch (error) {
      const { details, suggestions } = error as CapstanError
      return { available: false, missing: [details.missing as MissingPart], suggestions }
    }
  }

  async put(entry: string, secret: Secret): Promise<void> {
    if ((await read(entry)) !== null) throw entryExists(entry, this.backend)
    const text = keychainText(secret)
    await call((keychain) => keychain.setPassword(KEYCHAIN_SERVICE, entry, text))
    if ((await read(entry)) !== text) throw keychainForgets()
  }

  async get(entry: string): Promise<Secret> {
    const text = await read(entry)
    if (text !== null) return parseKeychainText(entry, text)
    await prove()
    throw secretMissing(entry, this.backend)
  }

  async has(entry: string): Promise<boolean> {
    if ((await read(entry)) !== null) return true
    await prove()
    return false
  }

  async delete(entry: string): Promise<boolean> {
    if (await call((keychain) => keychain.deletePassword(KEYCHAIN_SERVICE, entry))) return true
    await prove()
    return false
  }
}

/** @throws KEYCHAIN_UNAVAILABLE naming what is missing, unless an entry can be kept and read back. */
async function prove(): Promise<void> {
  const entry = `probe-${randomBytes(6).toString('hex')}`
  await call((keychain) => keychain.setPassword(KEYCHAIN_SERVICE, entry, entry))
  const kept = await read(entry)
  await call((keychain) => keychain.deletePassword(KEYCHAIN_SERVICE, entry))
  if (kept !== entry) throw keychainForgets()
}

function read(entry: string): Promise<string | null> {
  return call((keychain) => keychain.getPassword(KEYCHAIN_SERVICE, entry))
}

/** keytar is native: it is loaded when a secret is needed and may be missing or of another system. */
async function call<T>(use: (keychain: typeof keytar) => Promise<T>): Promise<T> {
  try {
    const { default: keychain } = await import('keytar')
    return await use(keychain)
  } catch (cause) {
    throw keychainFailure(cause)
  }
}
