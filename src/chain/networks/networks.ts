import { nearest } from '../../primitives/nearest.ts'
import { devnetState, ensureDevnet } from '../devnet/devnet.ts'
import { type DevnetHost, devnetUrl } from '../devnet/devnet-host.ts'
import { devnetNames, MAIN_DEVNET } from '../devnet/devnet-record.ts'
import type { NetworkProfile } from './network.ts'
import { networkChainIdMissing, networkUnknown, networkWithoutEndpoint } from './network-errors.ts'
import { readUserNetworks } from './network-file.ts'
import { BUILT_IN_NETWORKS, NETWORK_DEFAULTS, type NetworkDefinition } from './network-profiles.ts'

const DEVNET = 'devnet'
const MAIN_CHAIN_ID = 31337

export interface ListedNetwork extends NetworkDefinition {
  readonly source: 'built-in' | 'user' | 'devnet'
}

/** The network under which a devnet is reached: `devnet` for `main`, else `devnet-NAME`. */
export function devnetNetwork(devnet: string): string {
  return devnet === MAIN_DEVNET ? DEVNET : `${DEVNET}-${devnet}`
}

/** The devnet that a network name means, if any. */
export function devnetOfNetwork(network: string): string | undefined {
  if (network === DEVNET) return MAIN_DEVNET
  return network.startsWith(`${DEVNET}-`) ? network.slice(DEVNET.length + 1) : undefined
}

/**
 * The profile that a command works with. A stopped devnet is started, unless endpoints are given.
 * @throws NETWORK_UNKNOWN with the nearest name, NETWORK_NO_ENDPOINT, NETWORK_CHAIN_ID_MISSING,
 *   and as `startDevnet` does
 */
export async function resolveNetwork(
  host: DevnetHost,
  name: string,
  rpcUrls: readonly string[] = [],
): Promise<NetworkProfile> {
  const { source, ...definition } = await networkNamed(host.home, name)
  if (source === 'devnet' && rpcUrls.length === 0) return runningProfile(host, name)
  const { chainId } = definition
  const urls = rpcUrls.length > 0 ? rpcUrls : definition.rpcUrls
  if (urls.length === 0) throw networkWithoutEndpoint(name, chainId)
  if (chainId === null) throw networkChainIdMissing(name)
  return { ...definition, chainId, rpcUrls: urls }
}

/** The description of one network. @throws NETWORK_UNKNOWN */
export async function networkNamed(home: string, name: string): Promise<ListedNetwork> {
  const networks = await listNetworks(home)
  const found = networks.find((network) => network.name === name)
  if (found) return found
  throw networkUnknown(
    name,
    nearest(
      name,
      networks.map((network) => network.name),
    ),
  )
}

/** Devnets first, then the others by name; the operator's networks hide built-in ones. */
export async function listNetworks(home: string): Promise<readonly ListedNetwork[]> {
  const user = await readUserNetworks(home)
  const builtIn = BUILT_IN_NETWORKS.filter(({ name }) => !user.some((own) => own.name === name))
  const others: ListedNetwork[] = [
    ...builtIn.map((network) => ({ ...network, source: 'built-in' as const })),
    ...user.map((network) => ({ ...network, source: 'user' as const })),
  ]
  others.sort((a, b) => (a.name < b.name ? -1 : 1))
  return [...(await listDevnets(home)), ...others]
}

async function listDevnets(home: string): Promise<ListedNetwork[]> {
  const names = new Set([MAIN_DEVNET, ...(await devnetNames(home))])
  return Promise.all([...names].map((name) => describeDevnet(home, name)))
}

async function describeDevnet(home: string, devnet: string): Promise<ListedNetwork> {
  const { record, isRunning } = await devnetState(home, devnet)
  return {
    ...devnetFields(devnet),
    chainId: record?.chainId ?? MAIN_CHAIN_ID,
    rpcUrls: record && isRunning ? [devnetUrl(record)] : [],
    source: 'devnet',
  }
}

async function runningProfile(host: DevnetHost, name: string): Promise<NetworkProfile> {
  const devnet = devnetOfNetwork(name) ?? MAIN_DEVNET
  const running = await ensureDevnet(host, devnet)
  return {
    ...devnetFields(devnet),
    chainId: running.chainId,
    rpcUrls: [devnetUrl(running)],
    devnet,
  }
}

function devnetFields(devnet: string) {
  return {
    ...NETWORK_DEFAULTS,
    name: devnetNetwork(devnet),
    confirmations: 1,
    finality: 'latest' as const,
  }
}
