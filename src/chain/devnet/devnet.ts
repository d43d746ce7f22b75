import { rm } from 'node:fs/promises'
import { nearest } from '../../primitives/nearest.ts'
import { devnetUnknown } from './devnet-errors.ts'
import {
  type DevnetHost,
  type RunningDevnet,
  runningRecord,
  withDevnetLock,
} from './devnet-host.ts'
import { devnetProcesses, stopDevnetProcess } from './devnet-process.ts'
import {
  assertDevnetName,
  DEVNET_RECORD,
  type DevnetFolder,
  type DevnetRecord,
  devnetFolder,
  devnetNames,
  MAIN_DEVNET,
} from './devnet-record.ts'
import { startDevnet, startDevnetNode } from './devnet-start.ts'

/** The running devnet, started if needed: what commands on network `devnet` use. @throws as `startDevnet` does */
export async function ensureDevnet(host: DevnetHost, name = MAIN_DEVNET): Promise<RunningDevnet> {
  const running = await runningDevnet(host.home, name)
  if (running) return running
  host.story.note(`Starting the devnet ${name}.`)
  return startDevnet(host, { name })
}

/** The devnet if it runs. @throws DEVNET_NAME_INVALID, DEVNET_RECORD_INVALID */
export async function runningDevnet(
  home: string,
  name: string,
): Promise<RunningDevnet | undefined> {
  return runningRecord(await devnetFolder(home, name))
}

/** One devnet of a home: its record, and whether its node runs. */
export interface DevnetState {
  readonly name: string
  readonly record: DevnetRecord | undefined
  readonly isRunning: boolean
}

/** @throws DEVNET_UNKNOWN */
export async function devnetState(home: string, name: string): Promise<DevnetState> {
  await assertDevnetKnown(home, name)
  const folder = await devnetFolder(home, name)
  const running = await runningRecord(folder)
  const record = running ?? (await DEVNET_RECORD.find(folder.recordFile))
  return { name, record, isRunning: running !== undefined }
}

/**
 * Stops every node of the devnet, also one without a record. Its state is kept.
 * @returns whether one was running.
 * @throws DEVNET_UNKNOWN
 */
export async function stopDevnet(home: string, name: string): Promise<boolean> {
  await assertDevnetKnown(home, name)
  const folder = await devnetFolder(home, name)
  return withDevnetLock(home, () => stop(folder))
}

/**
 * Discards the devnet's state. A running devnet is restarted at the same address; a stopped one is
 * removed altogether.
 * @throws DEVNET_UNKNOWN, and as `startDevnet` does
 */
export async function resetDevnet(
  host: DevnetHost,
  name: string,
): Promise<RunningDevnet | undefined> {
  await assertDevnetKnown(host.home, name)
  const folder = await devnetFolder(host.home, name)
  return withDevnetLock(host.home, async () => {
    const wasRunning = await stop(folder)
    await rm(folder.stateFile, { force: true })
    if (wasRunning) return startDevnetNode(host, folder, {})
    await rm(folder.path, { recursive: true, force: true })
    return undefined
  })
}

async function stop(folder: DevnetFolder): Promise<boolean> {
  const pids = await devnetProcesses(folder.stateFile)
  for (const pid of pids) await stopDevnetProcess(pid, folder.stateFile)
  const record = await DEVNET_RECORD.find(folder.recordFile)
  if (record) await DEVNET_RECORD.write(folder.recordFile, { ...record, pid: null })
  return pids.length > 0
}

/** `main` is always known: it starts by itself. @throws DEVNET_UNKNOWN, DEVNET_NAME_INVALID */
async function assertDevnetKnown(home: string, name: string): Promise<void> {
  assertDevnetName(name)
  const names = await devnetNames(home)
  if (name === MAIN_DEVNET || names.includes(name)) return
  throw devnetUnknown(name, nearest(name, names))
}
