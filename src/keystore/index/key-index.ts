import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import { KEYS_FORMAT, type KeyIndexContent } from './indexed-key.ts'
import { parseKeyIndex } from './parse-key-index.ts'

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
    return this.exclusively(async () => {
      const content = change(await this.read())
      const keys = [...content.keys].sort((a, b) => (a.name < b.name ? -1 : 1))
      const text = canonicalJson({ format: KEYS_FORMAT, default: content.default, keys })
      await writeFileAtomically(this.path, text, { mode: 0o600 })
      return { default: content.default, keys }
    })
  }

  /** Does something short while no other process can change the index. @throws FILE_LOCKED */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return withFileLock(this.lockPath, work)
  }
}
