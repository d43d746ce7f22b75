import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FileLock, tryFileLock } from '../../primitives/file-lock.ts'
import { keyBusy } from '../keystore-errors.ts'
import type { IndexedKey } from './indexed-key.ts'
import type { KeyPlaces } from './key-places.ts'

const POLL_MS = 20

/**
 * Runs `work` while this process alone makes, removes or mends an entry. The lock tells a live
 * process from one that died, for as long as a person takes to type a password; the index is not
 * locked meanwhile, so `work` reads it anew.
 * @param work what it throws is thrown on.
 * @throws KEY_BUSY if another process is at it for longer than `waitMs`; FILE_LOCKED
 */
export async function withEntryLock<T>(
  { index, lockFolder }: Pick<KeyPlaces, 'index' | 'lockFolder'>,
  { entry, name }: Pick<IndexedKey, 'entry' | 'name'>,
  work: () => Promise<T>,
  { waitMs = 10_000 }: { waitMs?: number } = {},
): Promise<T> {
  const path = join(lockFolder, `key-${entry}.lock`)
  // The file is taken and deleted under the index's lock: so nobody waits at a file that is gone.
  const take = () => index.exclusively(() => tryFileLock(path))
  const deadline = Date.now() + waitMs
  let lock = await take()
  while (lock === undefined) {
    if (Date.now() >= deadline) throw keyBusy(name)
    await sleep(POLL_MS)
    lock = await take()
  }
  try {
    return await work()
  } finally {
    await index.exclusively(() => discard(path, lock)).catch(() => lock.release())
  }
}

async function discard(path: string, lock: FileLock): Promise<void> {
  lock.release()
  await rm(path, { force: true })
}
