import type { KeyStore, StoreHealth } from './key-store.ts'
import type { Secret } from './secret.ts'
import { entryExists, secretMissing } from './store-errors.ts'

/** Secrets that end with the process. */
export class MemoryStore implements KeyStore {
  readonly backend = 'memory'
  readonly #secrets = new Map<string, Secret>()

  async health(): Promise<StoreHealth> {
    return { available: true, missing: [], suggestions: [] }
  }

  async put(entry: string, secret: Secret): Promise<void> {
    if (this.#secrets.has(entry)) throw entryExists(entry, this.backend)
    this.#secrets.set(entry, copyOf(secret))
  }

  async get(entry: string): Promise<Secret> {
    const secret = this.#secrets.get(entry)
    if (secret === undefined) throw secretMissing(entry, this.backend)
    return copyOf(secret)
  }

  async has(entry: string): Promise<boolean> {
    return this.#secrets.has(entry)
  }

  async delete(entry: string): Promise<boolean> {
    this.#secrets.get(entry)?.bytes.fill(0)
    return this.#secrets.delete(entry)
  }
}

function copyOf({ kind, bytes }: Secret): Secret {
  return { kind, bytes: Uint8Array.from(bytes) }
}
