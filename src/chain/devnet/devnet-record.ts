import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { devnetNameInvalid, devnetRecordInvalid } from './devnet-errors.ts'

export const MAIN_DEVNET = 'main'

const FORMAT = 'capstan/devnet@1'
const NAME = /^[a-z][a-z0-9-]{0,31}$/

/** What is remembered of a devnet between commands: `devnet.json` in its folder. */
export interface DevnetRecord {
  readonly name: string
  readonly chainId: number
  readonly port: number
  /** Seconds between blocks; null: a block for each transaction. */
  readonly blockTimeSeconds: number | null
  /** Null when it was taken down. Says nothing by itself: see `isDevnetProcess`. */
  readonly pid: number | null
  /** ISO-8601 UTC. */
  readonly startedAt: string
  /** Addresses of the contracts it has from its start. */
  readonly contracts: Readonly<Record<string, string>>
}

/** Where the files of one devnet are. */
export interface DevnetFolder {
  readonly name: string
  readonly path: string
  readonly recordFile: string
  readonly stateFile: string
  readonly logFile: string
}

/**
 * The folder of a devnet. Its path is the real one where it exists, so that a home reached through
 * a link has the same devnets.
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

/** As `devnetFolder`, made if it is missing, for its owner alone. */
export async function makeDevnetFolder(home: string, name: string): Promise<DevnetFolder> {
  assertDevnetName(name)
  await mkdir(join(home, 'devnets', name), { recursive: true, mode: 0o700 })
  return devnetFolder(home, name)
}

/** @throws DEVNET_NAME_INVALID */
export function assertDevnetName(name: string): void {
  if (!NAME.test(name)) throw devnetNameInvalid(name)
}

/** Names of the devnets of a home that were ever up, sorted, `main` first. */
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

/** @throws DEVNET_RECORD_INVALID */
export async function readDevnetRecord(folder: DevnetFolder): Promise<DevnetRecord | undefined> {
  if (!existsSync(folder.recordFile)) return undefined
  const fail = (reason: string, cause?: unknown) =>
    devnetRecordInvalid(folder.recordFile, reason, cause)
  const content = parse(await readFile(folder.recordFile, 'utf8'), fail)
  const { format, ...record } = content
  if (format !== FORMAT) throw fail(`its format is ${JSON.stringify(format)}, not "${FORMAT}"`)
  if (!isRecord(record)) throw fail('a field is missing or of the wrong type')
  return record
}

export async function writeDevnetRecord(folder: DevnetFolder, record: DevnetRecord): Promise<void> {
  await writeFileAtomically(folder.recordFile, canonicalJson({ format: FORMAT, ...record }), {
    mode: 0o600,
  })
}

function parse(
  text: string,
  fail: (reason: string, cause?: unknown) => Error,
): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
  throw fail('it is no JSON object')
}

function isRecord(content: object): content is DevnetRecord {
  const { name, chainId, port, blockTimeSeconds, pid, startedAt, contracts } =
    content as DevnetRecord
  return (
    typeof name === 'string' &&
    Number.isSafeInteger(chainId) &&
    Number.isSafeInteger(port) &&
    (blockTimeSeconds === null || Number.isSafeInteger(blockTimeSeconds)) &&
    (pid === null || Number.isSafeInteger(pid)) &&
    typeof startedAt === 'string' &&
    typeof contracts === 'object' &&
    contracts !== null
  )
}
