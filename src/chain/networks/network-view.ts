import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { toQuantity } from '../rpc/quantity.ts'
import { networkChainIdMissing } from './network-errors.ts'
import type { UserNetwork } from './network-file.ts'
import type { EndpointHealth, NetworkHealth } from './network-ping.ts'
import type { ListedNetwork } from './networks.ts'

/** @param inUse the network that commands use by default. */
export function networksView(networks: readonly ListedNetwork[], inUse: string): View {
  const rows = networks.map((network) => ({ ...network, isDefault: network.name === inUse }))
  return {
    json: { networks: rows },
    text: textTable(
      ['network', 'chain id', 'coin', 'endpoints', 'from', ''],
      rows.map(({ name, chainId, symbol, rpcUrls, source, isDefault }) => [
        name,
        String(chainId ?? 'unknown'),
        symbol,
        String(rpcUrls.length),
        source,
        isDefault ? 'default' : '',
      ]),
    ),
  }
}

export function networkView(network: ListedNetwork | UserNetwork): View {
  return {
    json: network,
    text: textFacts([
      ['network', network.name],
      ['chain id', String(network.chainId ?? 'unknown')],
      ['coin', network.symbol],
      ['endpoints', network.rpcUrls.join(', ') || 'none'],
      ['confirmations', String(network.confirmations)],
      ['final', network.finality],
      ['EIP-1559', network.eip1559 ? 'yes' : 'no'],
      ['explorer', network.explorerUrl ?? 'none'],
    ]),
  }
}

export function networkRemovedView(name: string): View {
  return { json: { name, removed: true }, text: `The network ${name} is removed.` }
}

export function networkUsedView(name: string, file: string): View {
  return { json: { name, file }, text: `Commands use the network ${name} now (${file}).` }
}

/** An endpoint of another chain is worse than silence: exit 7, and 5 for silence. */
export function networkHealthView(health: NetworkHealth): View {
  const { endpoints } = health
  const isOtherChain = ({ ok, chainId }: EndpointHealth) => !ok && chainId !== null
  const mismatch = endpoints.some(isOtherChain)
  const silent = endpoints.every(({ ok }) => !ok)
  return {
    json: health,
    text: textTable(
      ['endpoint', 'chain id', 'block', 'latency', 'state'],
      endpoints.map((endpoint) => [
        endpoint.url,
        String(endpoint.chainId ?? '-'),
        String(endpoint.blockNumber ?? '-'),
        endpoint.latencyMs === null ? '-' : `${endpoint.latencyMs} ms`,
        endpoint.error ?? (endpoint.syncing ? 'syncing' : 'ok'),
      ]),
    ),
    ...(mismatch ? { finding: 'mismatch' } : silent ? { finding: 'network' } : {}),
  }
}

/**
 * The object that `wallet_addEthereumChain` takes (EIP-3085).
 * @throws NETWORK_CHAIN_ID_MISSING
 */
export function walletChainView(network: ListedNetwork): View {
  const { name, chainId, symbol, decimals, rpcUrls, explorerUrl } = network
  if (chainId === null) throw networkChainIdMissing(name)
  const json = {
    chainId: toQuantity(chainId),
    chainName: name,
    nativeCurrency: { name: symbol, symbol, decimals },
    rpcUrls,
    ...(explorerUrl !== undefined && { blockExplorerUrls: [explorerUrl] }),
  }
  return { json, text: JSON.stringify(json, null, 2) }
}
