import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withFileLock } from '../primitives/file-lock.ts'
import { keyBusy } from './errors.ts'
import type { IndexedKey } from './indexed-key.ts'

/**
 * Runs `work` while this process alone makes, removes or mends an entry. The lock tells a live
 * process from one that died; what is written is guarded by the index's own lock, so `work` reads
 * the index anew.
 * @throws KEY_BUSY
 */
export function withEntryLock<T>(
  folder: string,
  { entry, name }: Pick<IndexedKey, 'entry' | 'name'>,
  work: () => Promise<T>,
  { waitMs = 10_000 }: { waitMs?: number } = {},
): Promise<T> {
  const path = join(folder, `key-${entry}.lock`)
  const workAndTidy = async () => {
    try {
      return await work()
    } finally {
      // An entry's name is never used again. Where an open file cannot be removed it stays, empty.
      await rm(path, { force: true }).catch(() => undefined)
    }
  }
  return withFileLock(path, workAndTidy, { waitMs, busy: () => keyBusy(name) })
}
