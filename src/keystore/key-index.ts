import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../primitives/atomic-file.ts'
import { canonicalJson } from '../primitives/canonical-json.ts'
import { withFileLock } from '../primitives/file-lock.ts'
import type { KeyType, StoreBackend } from './key-store.ts'
import { KEYS_FORMAT, parseKeyIndex } from './parse-key-index.ts'

/**
 * How far a key has come. Making one writes the index (`creating`), then the secret, then the
 * index (`ready`); removing one goes the other way round. A process that dies between two writes
 * leaves a key that is not ready: `key doctor` names it, and no secret is ever out of sight.
 */
export const KEY_STATES = ['creating', 'ready', 'removing'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** The public facts of a stored key. */
export interface IndexedKey {
  readonly name: string
  readonly type: KeyType
  /** EIP-55. */
  readonly address: string
  readonly backend: StoreBackend
  /** Where its secret lies in the backend. */
  readonly entry: string
  /** BIP-32 path from the mnemonic, or null for a key that came alone. */
  readonly path: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly state: KeyState
}

export interface KeyIndexContent {
  /** Name of the key that signs when none is named. */
  readonly default: string | null
  /** Sorted by name. */
  readonly keys: readonly IndexedKey[]
}

const EMPTY: KeyIndexContent = { default: null, keys: [] }

/** `keys.json` in the home: what may be known about the keys without opening any store. */
export class KeyIndex {
  private readonly path: string
  private readonly lockPath: string

  constructor(home: string) {
    this.path = join(home, 'keys.json')
    this.lockPath = join(home, 'keys.lock')
  }

  /** @throws KEYS_FILE_INVALID */
  async read(): Promise<KeyIndexContent> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    return text === undefined ? EMPTY : parseKeyIndex(text, this.path)
  }

  /**
   * Replaces the content while no other process can. What `change` throws leaves it as it was.
   * @throws KEYS_FILE_INVALID, FILE_LOCKED
   */
  async update(change: (content: KeyIndexContent) => KeyIndexContent): Promise<KeyIndexContent> {
    return withFileLock(this.lockPath, async () => {
      const content = change(await this.read())
      const keys = [...content.keys].sort((a, b) => (a.name < b.name ? -1 : 1))
      const text = canonicalJson({ format: KEYS_FORMAT, default: content.default, keys })
      await writeFileAtomically(this.path, text, { mode: 0o600 })
      return { default: content.default, keys }
    })
  }
}
