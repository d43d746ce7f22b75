import { spawn } from 'node:child_process'
import { accessSync, constants, openSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isNetworkError } from '../chain-errors.ts'
import { servedChainId } from '../rpc/chain-id.ts'
import { JsonRpcEndpoint } from '../rpc/json-rpc.ts'
import { anvilMissing, devnetNotStarted } from './devnet-errors.ts'

/** Not older than the EVM version that the contracts are compiled for (paris). */
const HARDFORK = 'prague'
/**
 * Room for thousands of payments in a block: for each block anvil computes a root over all accounts,
 * and keeps a copy of them. The base fee rises when a block uses more than half of it.
 */
const BLOCK_GAS_LIMIT = 600_000_000
/** More than fit into a block: with as many in its pool anvil mines the same ones over and over. */
const BLOCK_TRANSACTIONS = BLOCK_GAS_LIMIT / 20_000
/** With more, transactions that arrive while a block is made end in empty blocks, or are stuck. */
const THREADS = 1
/** Saving writes the whole state: with many accounts, frequent saves cost more than the work. */
const STATE_INTERVAL_SECONDS = '60'
const READY_WITHIN_MS = 20_000
const POLL_MS = 5

/** anvil's names of the platforms that have a package with its binary. */
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-amd64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-amd64',
  'darwin-arm64': 'darwin-arm64',
}

/**
 * The anvil executable: `CAPSTAN_ANVIL`, else the platform's npm package beside capstan, else PATH.
 * @throws ANVIL_MISSING
 */
export function findAnvil(
  packageRoot: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const named = environment.CAPSTAN_ANVIL
  const candidates = named
    ? [named]
    : [packagedAnvil(packageRoot), ...onPath(environment.PATH ?? '')]
  const found = candidates.find((path) => path !== undefined && isExecutable(path))
  if (found === undefined) throw anvilMissing(packageName(), named)
  return found
}

function packageName(): string {
  const platform = `${process.platform}-${process.arch}`
  return `@foundry-rs/anvil-${PLATFORMS[platform] ?? platform}`
}

function packagedAnvil(packageRoot: string): string | undefined {
  try {
    return createRequire(join(packageRoot, 'package.json')).resolve(`${packageName()}/bin/anvil`)
  } catch {
    return undefined
  }
}

function onPath(path: string): string[] {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'anvil'))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

export interface AnvilSettings {
  readonly binary: string
  readonly port: number
  readonly chainId: number
  /** Seconds between blocks; null: a block for each transaction. */
  readonly blockTimeSeconds: number | null
  /** Read at the start, written every minute and at the end. */
  readonly stateFile: string
  readonly logFile: string
}

/**
 * Starts a node that outlives this process, and waits until it answers.
 * @returns its process id, or `port-taken`.
 * @throws DEVNET_NOT_STARTED with the last line of the node
 */
export async function startAnvil(settings: AnvilSettings): Promise<number | 'port-taken'> {
  const log = openSync(settings.logFile, 'w', 0o600)
  const node = spawn(settings.binary, anvilArguments(settings), {
    detached: true,
    stdio: ['ignore', log, log],
    // A process that lives on gets no secret of this one's environment.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR },
  })
  let failure: Error | undefined
  node.once('error', (error) => {
    failure = error
  })
  node.unref()
  const endpoint = new JsonRpcEndpoint(`http://127.0.0.1:${settings.port}`)
  try {
    const deadline = Date.now() + READY_WITHIN_MS
    while (!(await answers(endpoint, settings.chainId)) || hasEnded()) {
      if (hasEnded()) return await portTakenOrFailed(settings.logFile, failure)
      if (Date.now() > deadline) {
        node.kill('SIGKILL')
        throw devnetNotStarted(settings.logFile, `it did not answer in ${READY_WITHIN_MS} ms`)
      }
      await sleep(POLL_MS)
    }
    return node.pid as number
  } finally {
    endpoint.close()
  }

  function hasEnded(): boolean {
    return failure !== undefined || node.exitCode !== null || node.signalCode !== null
  }
}

function anvilArguments({ port, chainId, blockTimeSeconds, stateFile }: AnvilSettings): string[] {
  return [
    ['--host', '127.0.0.1'],
    ['--port', String(port)],
    ['--chain-id', String(chainId)],
    ['--hardfork', HARDFORK],
    ['--gas-limit', String(BLOCK_GAS_LIMIT)],
    ['--max-transactions', String(BLOCK_TRANSACTIONS)],
    ['--threads', String(THREADS)],
    ['--state', stateFile],
    ['--state-interval', STATE_INTERVAL_SECONDS],
    blockTimeSeconds === null ? [] : ['--block-time', String(blockTimeSeconds)],
    ['--quiet'],
  ].flat()
}

async function answers(endpoint: JsonRpcEndpoint, chainId: number): Promise<boolean> {
  try {
    return (await endpoint.ask(servedChainId)) === BigInt(chainId)
  } catch (error) {
    if (isNetworkError(error)) return false
    throw error
  }
}

async function portTakenOrFailed(logFile: string, failure?: Error): Promise<'port-taken'> {
  const said = (await readFile(logFile, 'utf8')).trim()
  if (/address already in use/i.test(said)) return 'port-taken'
  throw devnetNotStarted(logFile, failure?.message ?? said.split('\n').at(-1) ?? '', failure)
}

/** The loopback port, if nobody listens on it; 0 asks the system for a free one. */
export function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound ? bound.port : undefined))
    })
  })
}
