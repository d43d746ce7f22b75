import { type Clock, systemClock } from '../primitives/clock.ts'
import { Endpoints } from './endpoints.ts'
import { chainIdMismatch } from './errors.ts'
import type { Rpc } from './json-rpc.ts'
import type { NetworkProfile } from './network.ts'

/** One small answer: a node that takes longer is no use, and there may be another one. */
const PROOF_TIMEOUT_MS = 10_000

/** A network that answers, with the chain id it must have. */
export interface Chain {
  readonly rpc: Rpc
  readonly chainId: bigint
  readonly network: NetworkProfile
}

export interface ConnectOptions {
  /** Endpoints instead of the profile's. */
  readonly rpcUrls?: readonly string[]
  /** Limit of one attempt of one request, in milliseconds. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

/**
 * Connects to a network. Every endpoint must prove its chain id before it is used, and again each
 * time it comes back after a failure.
 * @throws CHAIN_ID_MISMATCH, RPC_URL_MISSING, RPC_URL_INVALID, NETWORK_UNREACHABLE and its kin.
 */
export async function connectChain(
  network: NetworkProfile,
  { rpcUrls = network.rpcUrls, timeoutMs, clock = systemClock }: ConnectOptions = {},
): Promise<Chain> {
  const chainId = BigInt(network.chainId)
  const rpc = new Endpoints({
    urls: rpcUrls,
    network: network.name,
    clock,
    verify: (endpoint) => assertChainId(endpoint, chainId),
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
  await rpc.request('eth_chainId')
  return { rpc, chainId, network }
}

/** @throws CHAIN_ID_MISMATCH */
export async function assertChainId(rpc: Rpc, expected: bigint): Promise<void> {
  const got = BigInt(await rpc.request<string>('eth_chainId', [], { timeoutMs: PROOF_TIMEOUT_MS }))
  if (got !== expected) throw chainIdMismatch(rpc.urls[0] ?? '', expected, got)
}
