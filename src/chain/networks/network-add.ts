import { nearest } from '../../primitives/nearest.ts'
import { isNetworkError } from '../chain-errors.ts'
import { assertChainId, servedChainId } from '../rpc/chain-id.ts'
import { JsonRpcEndpoint } from '../rpc/json-rpc.ts'
import {
  networkBuiltIn,
  networkChainIdFixed,
  networkChainIdInvalid,
  networkExists,
  networkNameInvalid,
  networkSymbolInvalid,
  networkUnknown,
} from './network-errors.ts'
import { isSymbol, readUserNetworks, type UserNetwork, updateUserNetworks } from './network-file.ts'
import { BUILT_IN_NETWORKS, NETWORK_DEFAULTS } from './network-profiles.ts'
import { devnetOfNetwork } from './networks.ts'

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/

export interface NewNetwork {
  readonly name: string
  readonly rpcUrls: readonly string[]
  /** If absent, the endpoints are asked. */
  readonly chainId?: number | undefined
  readonly symbol?: string | undefined
  readonly confirmations?: number | undefined
  readonly finality?: 'latest' | 'finalized' | undefined
  readonly eip1559?: boolean | undefined
  readonly explorerUrl?: string | undefined
}

/**
 * Records a network if all endpoints that answer serve one chain. A built-in network keeps its chain id
 * and everything that is not given.
 * @param warn is told of an endpoint that does not answer.
 * @throws NETWORK_NAME_INVALID, NETWORK_SYMBOL_INVALID, NETWORK_EXISTS, CHAIN_ID_MISMATCH, RPC_URL_INVALID, and
 *   NETWORK_UNREACHABLE and its kin if no chain id is given and none can be asked for
 */
export async function addNetwork(
  home: string,
  given: NewNetwork,
  warn: (text: string) => void,
): Promise<UserNetwork> {
  assertName(given.name)
  if (given.symbol !== undefined && !isSymbol(given.symbol)) {
    throw networkSymbolInvalid(given.symbol)
  }
  if ((await readUserNetworks(home)).some(({ name }) => name === given.name)) {
    throw networkExists(given.name)
  }
  const network = await describe(given, warn)
  await updateUserNetworks(home, (networks) => {
    if (networks.some(({ name }) => name === network.name)) throw networkExists(network.name)
    return [...networks, network]
  })
  return network
}

/** Removes one of the operator's networks. @throws NETWORK_UNKNOWN, NETWORK_BUILT_IN */
export async function removeNetwork(home: string, name: string): Promise<void> {
  await updateUserNetworks(home, (networks) => {
    const rest = networks.filter((network) => network.name !== name)
    if (rest.length < networks.length) return rest
    if (isShipped(name)) throw networkBuiltIn(name)
    const names = networks.map((network) => network.name)
    throw networkUnknown(name, nearest(name, names))
  })
}

function isShipped(name: string): boolean {
  return devnetOfNetwork(name) !== undefined || builtIn(name) !== undefined
}

function builtIn(name: string) {
  return BUILT_IN_NETWORKS.find((network) => network.name === name)
}

function assertName(name: string): void {
  if (!NAME.test(name)) {
    throw networkNameInvalid(name, 'use 1 to 64 of a-z, 0-9 and "-", no "-" first')
  }
  if (devnetOfNetwork(name) !== undefined) {
    throw networkNameInvalid(name, '"devnet" and "devnet-…" are the devnets of this home')
  }
}

async function describe(given: NewNetwork, warn: (text: string) => void): Promise<UserNetwork> {
  const base = { ...NETWORK_DEFAULTS, ...builtIn(given.name) }
  const explorerUrl = given.explorerUrl ?? base.explorerUrl
  return {
    name: given.name,
    chainId: await provenChainId(given, base.chainId ?? null, warn),
    rpcUrls: given.rpcUrls,
    symbol: given.symbol ?? base.symbol,
    decimals: base.decimals,
    confirmations: given.confirmations ?? base.confirmations,
    finality: given.finality ?? base.finality,
    eip1559: given.eip1559 ?? base.eip1559,
    ...(explorerUrl !== undefined && { explorerUrl }),
  }
}

async function provenChainId(
  { name, rpcUrls, chainId }: NewNetwork,
  shipped: number | null,
  warn: (text: string) => void,
): Promise<number> {
  if (chainId !== undefined) assertPossibleChainId(chainId)
  if (shipped !== null && chainId !== undefined && chainId !== shipped) {
    throw networkChainIdFixed(name, shipped, chainId)
  }
  let known = shipped ?? chainId
  for (const url of rpcUrls) {
    const endpoint = new JsonRpcEndpoint(url)
    try {
      known ??= Number(await endpoint.ask(servedChainId))
      assertPossibleChainId(known)
      await assertChainId(endpoint, BigInt(known))
    } catch (error) {
      if (known === undefined || !isNetworkError(error)) throw error
      warn(`${error.message} Its chain id is checked when it is used.`)
    } finally {
      endpoint.close()
    }
  }
  return known as number
}

function assertPossibleChainId(chainId: number): void {
  if (!(Number.isSafeInteger(chainId) && chainId > 0)) throw networkChainIdInvalid(chainId)
}
