import { join } from 'node:path'
import { Document } from '../../primitives/document.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import { keysFileInvalid } from '../keystore-errors.ts'
import type { KeyIndexContent } from './indexed-key.ts'
import { parseKeyIndex } from './parse-key-index.ts'

const EMPTY: KeyIndexContent = { default: null, keys: [] }

export const KEYS = new Document<KeyIndexContent>({
  format: 'capstan/keys@1',
  read: parseKeyIndex,
  mode: 0o600,
  invalid: (file, reason, { cause }) => keysFileInvalid(file, reason, cause),
})

/** `keys.json` in the home: what may be known about the keys without opening any store. */
export class KeyIndex {
  readonly #path: string
  readonly #lockPath: string

  constructor(home: string) {
    this.#path = join(home, 'keys.json')
    this.#lockPath = join(home, 'keys.lock')
  }

  /** @throws KEYS_FILE_INVALID */
  async read(): Promise<KeyIndexContent> {
    return (await KEYS.find(this.#path)) ?? EMPTY
  }

  /**
   * Replaces the content while no other process can. What `change` throws leaves it as it was.
   * @throws KEYS_FILE_INVALID, FILE_LOCKED
   */
  async update(change: (content: KeyIndexContent) => KeyIndexContent): Promise<KeyIndexContent> {
    return this.exclusively(async () => {
      const content = change(await this.read())
      const keys = [...content.keys].sort((a, b) => (a.name < b.name ? -1 : 1))
      const sorted = { default: content.default, keys }
      await KEYS.write(this.#path, sorted)
      return sorted
    })
  }

  /** Does something short while no other process can change the index. @throws FILE_LOCKED */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return withFileLock(this.#lockPath, work)
  }
}
