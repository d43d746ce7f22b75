import { type Chain, connectChain } from '../chain.ts'
import type { NetworkProfile } from '../networks/network.ts'
import { BUILT_IN_NETWORKS, NETWORK_DEFAULTS } from '../networks/network-profiles.ts'
import { servedChainId } from './chain-id.ts'
import { Endpoints } from './endpoints.ts'

/** Chain ids that only devnets have; their blocks are final at once. */
const DEVNET_IDS = { first: 31337, last: 31399 } as const

/**
 * Connects to the chain at these endpoints, without a named network. All must serve the same chain.
 * @throws as `connectChain` does
 */
export async function connectEndpoints(rpcUrls: readonly string[]): Promise<Chain> {
  const asked = new Endpoints({ urls: rpcUrls, network: 'unnamed' })
  try {
    const chainId = Number(await asked.ask(servedChainId))
    return await connectChain({ ...whatIsKnownOf(chainId), chainId, rpcUrls })
  } finally {
    asked.close()
  }
}

/** The chain id tells when blocks are final; for unknown chains the cautious values hold. */
function whatIsKnownOf(chainId: number): Omit<NetworkProfile, 'chainId' | 'rpcUrls'> {
  const known = BUILT_IN_NETWORKS.find((network) => network.chainId === chainId)
  if (known) return known
  const name = `chain-${chainId}`
  if (chainId < DEVNET_IDS.first || chainId > DEVNET_IDS.last) return { ...NETWORK_DEFAULTS, name }
  return { ...NETWORK_DEFAULTS, name, confirmations: 1, finality: 'latest' }
}
