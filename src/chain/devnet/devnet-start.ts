import { JsonRpcEndpoint } from '../rpc/json-rpc.ts'
import { findAnvil, freePort, startAnvil } from './anvil.ts'
import { newDevnetChainId } from './devnet-chain-id.ts'
import { DEVNET_CONTRACTS, deployDevnetContracts } from './devnet-contracts.ts'
import { devnetDiffers, devnetPortTaken } from './devnet-errors.ts'
import {
  type DevnetHost,
  devnetUrl,
  type RunningDevnet,
  runningRecord,
  withDevnetLock,
} from './devnet-host.ts'
import { devnetProcesses, stopDevnetProcess } from './devnet-process.ts'
import {
  DEVNET_RECORD,
  type DevnetFolder,
  type DevnetRecord,
  MAIN_DEVNET,
  makeDevnetFolder,
} from './devnet-record.ts'

const MAIN_PORT = 8545
/** The system chooses a free port. */
const ANY_PORT = 0
/** Another process may take a free port before the node does. */
const PORT_ATTEMPTS = 5

export interface DevnetRequest {
  readonly name?: string
  /** 0: any free port. Absent: the previous one, or 8545 for `main`; another one if that is taken. */
  readonly port?: number | undefined
  /** Absent: the previous one, 31337 for `main`, or the next free one. */
  readonly chainId?: number | undefined
  readonly blockTimeSeconds?: number | undefined
}

/**
 * Starts a devnet from its saved state, or returns the one that runs.
 * @throws ANVIL_MISSING, DEVNET_PORT_TAKEN, DEVNET_DIFFERS, DEVNET_CHAIN_ID_REFUSED,
 *   DEVNET_CHAIN_ID_USED, DEVNET_NOT_STARTED
 */
export async function startDevnet(
  host: DevnetHost,
  request: DevnetRequest = {},
): Promise<RunningDevnet> {
  const folder = await makeDevnetFolder(host.home, request.name ?? MAIN_DEVNET)
  return withDevnetLock(host.home, async () => {
    const running = await runningRecord(folder)
    if (running) return assertAsRequested(running, request)
    // A node without a record: its starter died before it was ready.
    for (const pid of await devnetProcesses(folder.stateFile)) {
      await stopDevnetProcess(pid, folder.stateFile)
    }
    return startDevnetNode(host, folder, request)
  })
}

/** Starts the node of a stopped devnet; the caller holds the lock. @throws as `startDevnet` does */
export async function startDevnetNode(
  { home, packageRoot, environment, story }: DevnetHost,
  folder: DevnetFolder,
  request: DevnetRequest,
): Promise<RunningDevnet> {
  const record = await DEVNET_RECORD.find(folder.recordFile)
  if (record) assertSameChain(record, request)
  const settings = {
    binary: findAnvil(packageRoot, environment),
    chainId: record?.chainId ?? (await newDevnetChainId(home, folder.name, request.chainId)),
    blockTimeSeconds: request.blockTimeSeconds ?? record?.blockTimeSeconds ?? null,
    stateFile: folder.stateFile,
    logFile: folder.logFile,
  }
  const first = request.port ?? record?.port ?? (folder.name === MAIN_DEVNET ? MAIN_PORT : ANY_PORT)
  let wanted = first
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
    const port = await freePort(wanted)
    const pid = port === undefined ? 'port-taken' : await startAnvil({ ...settings, port })
    if (port !== undefined && pid !== 'port-taken') return ready(folder, { ...settings, port, pid })
    if (request.port) break
    if (wanted !== ANY_PORT) story.note(`Port ${wanted} is taken; the devnet uses another.`)
    wanted = ANY_PORT
  }
  throw devnetPortTaken(folder.name, first)
}

type Node = Pick<RunningDevnet, 'port' | 'chainId' | 'blockTimeSeconds' | 'pid'>

/** The record is written last: a node without one is not ready, and the next start replaces it. */
async function ready(
  folder: DevnetFolder,
  { port, chainId, blockTimeSeconds, pid }: Node,
): Promise<RunningDevnet> {
  const rpc = new JsonRpcEndpoint(devnetUrl({ port }))
  await deployDevnetContracts(rpc).finally(() => rpc.close())
  const record = {
    name: folder.name,
    chainId,
    port,
    blockTimeSeconds,
    pid,
    startedAt: new Date().toISOString(),
    contracts: DEVNET_CONTRACTS,
  }
  await DEVNET_RECORD.write(folder.recordFile, record)
  return record
}

function assertAsRequested(running: RunningDevnet, request: DevnetRequest): RunningDevnet {
  assertSameChain(running, request)
  const { name, port, blockTimeSeconds } = running
  const remedy = `capstan devnet down --name ${name}`
  if (request.port && request.port !== port) {
    throw devnetDiffers(name, `port ${port}`, `${request.port}`, remedy)
  }
  const asked = request.blockTimeSeconds
  if (asked !== undefined && asked !== blockTimeSeconds) {
    const has =
      blockTimeSeconds === null ? 'no block time' : `a block time of ${blockTimeSeconds} s`
    throw devnetDiffers(name, has, `${asked} s`, remedy)
  }
  return running
}

/** A chain never changes its id: signatures and saved transactions contain it. */
function assertSameChain(record: DevnetRecord, { chainId }: DevnetRequest): void {
  if (chainId === undefined || chainId === record.chainId) return
  const remedy = `capstan devnet down --name ${record.name} && capstan devnet reset --name ${record.name}`
  throw devnetDiffers(record.name, `chain id ${record.chainId}`, `${chainId}`, remedy)
}
