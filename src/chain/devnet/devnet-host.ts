import { join } from 'node:path'
import { withFileLock } from '../../primitives/file-lock.ts'
import type { Story } from '../../primitives/story.ts'
import { isDevnetProcess } from './devnet-process.ts'
import { DEVNET_RECORD, type DevnetFolder, type DevnetRecord } from './devnet-record.ts'

/** A start takes less than a second; several may queue on a busy machine. */
const LOCK_WAIT_MS = 60_000

/** Where devnets are kept and what they need; a session is one. */
export interface DevnetHost {
  readonly home: string
  /** Where capstan is installed; its anvil is looked up from here. */
  readonly packageRoot: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly story: Pick<Story, 'note'>
}

export interface RunningDevnet extends DevnetRecord {
  readonly pid: number
}

/** Only one process of a home at a time starts or stops devnets, or chooses ports and chain ids. */
export function withDevnetLock<T>(home: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(join(home, 'locks', 'devnet.lock'), work, { waitMs: LOCK_WAIT_MS })
}

/** The record of a devnet whose node runs and is ready. @throws DEVNET_RECORD_INVALID */
export async function runningRecord(folder: DevnetFolder): Promise<RunningDevnet | undefined> {
  const record = await DEVNET_RECORD.find(folder.recordFile)
  if (!record?.pid || !(await isDevnetProcess(record.pid, folder.stateFile))) return undefined
  return { ...record, pid: record.pid }
}

/** The URL of a devnet's endpoint. */
export function devnetUrl({ port }: Pick<DevnetRecord, 'port'>): string {
  return `http://127.0.0.1:${port}`
}
