import { existsSync } from 'node:fs'
import { mkdir, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { Document } from '../../primitives/document.ts'
import { type Shape, shaped } from '../../primitives/json-fields.ts'
import { devnetNameInvalid, devnetRecordInvalid } from './devnet-errors.ts'

export const MAIN_DEVNET = 'main'

const NAME = /^[a-z][a-z0-9-]{0,31}$/

/** The record of a devnet between commands: `devnet.json` in its folder. */
export interface DevnetRecord {
  readonly name: string
  readonly chainId: number
  readonly port: number
  /** Seconds between blocks; null: a block for each transaction. */
  readonly blockTimeSeconds: number | null
  /** Null if it was stopped. Proves nothing by itself: see `isDevnetProcess`. */
  readonly pid: number | null
  /** ISO-8601 UTC. */
  readonly startedAt: string
  /** Addresses of the contracts that it has from the start. */
  readonly contracts: Readonly<Record<string, string>>
}

const RECORD: Shape<DevnetRecord> = {
  name: isText,
  chainId: Number.isSafeInteger,
  port: Number.isSafeInteger,
  blockTimeSeconds: (value) => value === null || Number.isSafeInteger(value),
  pid: (value) => value === null || Number.isSafeInteger(value),
  startedAt: isText,
  contracts: (value) => typeof value === 'object' && value !== null,
}

/** The file of a record. @throws DEVNET_RECORD_INVALID */
export const DEVNET_RECORD = new Document<DevnetRecord>({
  format: 'capstan/devnet@1',
  read: (members) => shaped(members, RECORD, 'it'),
  mode: 0o600,
  invalid: (file, reason, { cause }) => devnetRecordInvalid(file, reason, cause),
})

/** Paths of the files of one devnet. */
export interface DevnetFolder {
  readonly name: string
  readonly path: string
  readonly recordFile: string
  readonly stateFile: string
  readonly logFile: string
}

/**
 * The folder of a devnet. If it exists, the path is the real one, so that a home reached through a
 * link has the same devnets.
 * @throws DEVNET_NAME_INVALID
 */
export async function devnetFolder(home: string, name: string): Promise<DevnetFolder> {
  assertDevnetName(name)
  const given = join(home, 'devnets', name)
  const path = existsSync(given) ? await realpath(given) : given
  return {
    name,
    path,
    recordFile: join(path, 'devnet.json'),
    stateFile: join(path, 'state.json'),
    logFile: join(path, 'anvil.log'),
  }
}

/** As `devnetFolder`, created if missing, readable by its owner only. @throws DEVNET_NAME_INVALID */
export async function makeDevnetFolder(home: string, name: string): Promise<DevnetFolder> {
  assertDevnetName(name)
  await mkdir(join(home, 'devnets', name), { recursive: true, mode: 0o700 })
  return devnetFolder(home, name)
}

/** @throws DEVNET_NAME_INVALID */
export function assertDevnetName(name: string): void {
  if (!NAME.test(name)) throw devnetNameInvalid(name)
}

/** Names of all devnets of a home, sorted, `main` first. */
export async function devnetNames(home: string): Promise<string[]> {
  const folder = join(home, 'devnets')
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter(
    (name) => NAME.test(name) && existsSync(join(folder, name, 'devnet.json')),
  )
  return names.sort((a, b) =>
    a === MAIN_DEVNET ? -1 : b === MAIN_DEVNET ? 1 : a < b ? -1 : a > b ? 1 : 0,
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
