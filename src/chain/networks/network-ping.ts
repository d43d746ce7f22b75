import { printableUrl } from '../../primitives/printable-url.ts'
import { isNetworkError, isRpcError } from '../chain-errors.ts'
import { headNumber } from '../rpc/blocks.ts'
import { servedChainId } from '../rpc/chain-id.ts'
import { syncing } from '../rpc/health.ts'
import { JsonRpcEndpoint } from '../rpc/json-rpc.ts'
import type { RpcCall } from '../rpc/rpc.ts'
import type { NetworkProfile } from './network.ts'

const PING_TIMEOUT_MS = 10_000

/** The health of one endpoint. What it did not answer is null. */
export interface EndpointHealth {
  readonly url: string
  /** It answers with the right chain id. */
  readonly ok: boolean
  readonly chainId: number | null
  readonly blockNumber: number | null
  /** Of one request on an open connection. */
  readonly latencyMs: number | null
  readonly syncing: boolean | null
  readonly error: string | null
}

export interface NetworkHealth {
  readonly network: string
  readonly chainId: number
  readonly endpoints: readonly EndpointHealth[]
}

/** Asks every endpoint of a network for chain id, head and whether it is syncing. */
export async function pingNetwork(network: NetworkProfile): Promise<NetworkHealth> {
  const { name, chainId, rpcUrls } = network
  const endpoints = await Promise.all(rpcUrls.map((url) => pingEndpoint(url, chainId)))
  return { network: name, chainId, endpoints }
}

const SILENT = { ok: false, chainId: null, blockNumber: null, latencyMs: null, syncing: null }

async function pingEndpoint(url: string, expected: number): Promise<EndpointHealth> {
  const endpoint = new JsonRpcEndpoint(url)
  const shown = printableUrl(url)
  const ask = <T>(call: RpcCall<T>) => endpoint.ask(call, { timeoutMs: PING_TIMEOUT_MS })
  try {
    const chainId = Number(await ask(servedChainId))
    const asked = performance.now()
    const blockNumber = await ask(headNumber)
    const latencyMs = Math.ceil(performance.now() - asked)
    const isSyncing = await ask(syncing)
    const ok = chainId === expected
    const error = ok ? null : `chain id ${chainId}, not ${expected}`
    return { url: shown, ok, chainId, blockNumber, latencyMs, syncing: isSyncing, error }
  } catch (error) {
    if (!isNetworkError(error) && !isRpcError(error)) throw error
    const { reason, proxy } = error.details
    const through = proxy === undefined ? '' : `, through the proxy ${proxy}`
    return { url: shown, ...SILENT, error: `${reason ?? error.message}${through}` }
  } finally {
    endpoint.close()
  }
}
