import { type Clock, systemClock } from '../primitives/clock.ts'
import type { Story } from '../primitives/story.ts'
import type { NetworkProfile } from './networks/network.ts'
import { servedChainId } from './rpc/chain-id.ts'
import { Endpoints } from './rpc/endpoints.ts'
import type { Rpc } from './rpc/rpc.ts'

/** A network that answers with its own chain id. */
export interface Chain {
  readonly rpc: Rpc
  readonly chainId: bigint
  readonly network: NetworkProfile
}

export interface ConnectOptions {
  /** Endpoints instead of the profile's. */
  readonly rpcUrls?: readonly string[]
  /** Time limit of one attempt of a request, in milliseconds. */
  readonly timeoutMs?: number
  readonly clock?: Clock
  /** Called for an endpoint of another chain, which stays unused while there is a right one. */
  readonly story?: Pick<Story, 'warn'>
}

/**
 * Connects to a network. The chain id of every endpoint is checked before use, and again each time
 * it comes back after a failure.
 * @throws CHAIN_ID_MISMATCH, RPC_URL_MISSING, RPC_URL_INVALID, NETWORK_UNREACHABLE and its kin
 */
export async function connectChain(
  network: NetworkProfile,
  { rpcUrls = network.rpcUrls, timeoutMs, clock = systemClock, story }: ConnectOptions = {},
): Promise<Chain> {
  const chainId = BigInt(network.chainId)
  const rpc = new Endpoints({
    urls: rpcUrls,
    network: network.name,
    chainId,
    clock,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(story && { story }),
  })
  if (rpcUrls.length > 1) await rpc.preferFreshest()
  await rpc.ask(servedChainId)
  return { rpc, chainId, network }
}
