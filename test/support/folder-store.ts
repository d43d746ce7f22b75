import { access, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyStore, StoreHealth } from '../../src/keystore/stores/key-store.ts'
import { keychainText, parseKeychainText } from '../../src/keystore/stores/keychain-text.ts'
import type { Secret } from '../../src/keystore/stores/secret.ts'
import { entryExists, secretMissing } from '../../src/keystore/stores/store-errors.ts'
import { writeFileAtomically } from '../../src/primitives/atomic-file.ts'

/** Secrets in plain files: for tests of many rounds between processes, where scrypt would be all. */
export class FolderStore implements KeyStore {
  readonly backend = 'vault'
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  async health(): Promise<StoreHealth> {
    return { available: true, missing: [], suggestions: [] }
  }

  async put(entry: string, secret: Secret): Promise<void> {
    if (await this.has(entry)) throw entryExists(entry, this.backend)
    await mkdir(this.folder, { recursive: true })
    await writeFileAtomically(join(this.folder, entry), keychainText(secret))
  }

  async get(entry: string): Promise<Secret> {
    const text = await readFile(join(this.folder, entry), 'utf8').catch(() => undefined)
    if (text === undefined) throw secretMissing(entry, this.backend)
    return parseKeychainText(entry, text)
  }

  async has(entry: string): Promise<boolean> {
    return access(join(this.folder, entry)).then(
      () => true,
      () => false,
    )
  }

  async delete(entry: string): Promise<boolean> {
    const found = await this.has(entry)
    await rm(join(this.folder, entry), { force: true })
    return found
  }
}
