import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CapstanError } from './capstan-error.ts'

const POLL_MS = 20

export interface FileLockOptions {
  /** How long to wait for another process, in milliseconds; 0 tries once. */
  readonly waitMs?: number
  /** The error when the time is up; default FILE_LOCKED. */
  readonly busy?: (path: string) => CapstanError
}

/** A lock that this process holds. */
export interface FileLock {
  /** Does nothing the second time. */
  release(): void
}

/**
 * Runs `work` while this process alone holds the lock file at `path`. The lock is the operating
 * system's (SQLite's, on an empty database), so it ends with the process and can
 * never be stale.
 * @throws FILE_LOCKED (or what `busy` makes) if another process keeps it for longer than `waitMs`.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  { waitMs = 10_000, busy = fileLocked }: FileLockOptions = {},
): Promise<T> {
  const lock = await acquire(path, waitMs)
  if (lock === undefined) throw busy(path)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** The lock file at `path`, held until it is released; undefined if another process holds it. */
export function tryFileLock(path: string): Promise<FileLock | undefined> {
  return acquire(path, 0)
}

async function acquire(path: string, waitMs: number): Promise<FileLock | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { default: Database } = await import('libsql')
  // For its owner alone, which SQLite would leave to the umask. Never opened when it is there:
  // closing it would end a lock that this process holds.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const database = new Database(path, { timeout: 0 })
  try {
    const deadline = Date.now() + waitMs
    while (!tryLock(database)) {
      if (Date.now() >= deadline) {
        database.close()
        return undefined
      }
      await sleep(POLL_MS)
    }
  } catch (error) {
    database.close()
    throw error
  }
  return released(database)
}

function released(database: { close(): void }): FileLock {
  let isHeld = true
  return {
    release() {
      if (isHeld) database.close()
      isHeld = false
    },
  }
}

function tryLock(database: { exec(sql: string): unknown }): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}

function fileLocked(path: string): CapstanError {
  return new CapstanError({
    code: 'FILE_LOCKED',
    kind: 'state',
    message: `Another capstan process holds ${path}.`,
    details: { path },
    suggestions: ['Wait for the other process to end, then run the command again.'],
  })
}
