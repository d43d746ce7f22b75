import type { KeyStore, StoreHealth } from './key-store.ts'
import { entryExists, secretMissing } from './secret-errors.ts'

/** Secrets that end with the process. */
export class MemoryStore implements KeyStore {
  readonly backend = 'memory'
  private readonly secrets = new Map<string, Uint8Array>()

  async health(): Promise<StoreHealth> {
    return { available: true, missing: [], suggestions: [] }
  }

  async put(entry: string, secret: Uint8Array): Promise<void> {
    if (this.secrets.has(entry)) throw entryExists(entry, this.backend)
    this.secrets.set(entry, Uint8Array.from(secret))
  }

  async get(entry: string): Promise<Uint8Array> {
    const secret = this.secrets.get(entry)
    if (secret === undefined) throw secretMissing(entry, this.backend)
    return Uint8Array.from(secret)
  }

  async has(entry: string): Promise<boolean> {
    return this.secrets.has(entry)
  }

  async delete(entry: string): Promise<boolean> {
    this.secrets.get(entry)?.fill(0)
    return this.secrets.delete(entry)
  }
}
