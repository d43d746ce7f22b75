import { join } from 'node:path'
import { Document } from '../../primitives/document.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import { type Members, type Shape, shaped } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
import { networksFileInvalid } from './network-errors.ts'
import type { NetworkDefinition } from './network-profiles.ts'

/** A network that the operator added; its chain id was given or asked for. */
export interface UserNetwork extends NetworkDefinition {
  readonly chainId: number
}

interface NetworksFile {
  /** Sorted by name. */
  readonly networks: readonly UserNetwork[]
}

export const NETWORKS = new Document<NetworksFile>({
  format: 'capstan/networks@1',
  read,
  // An endpoint's URL may hold an access key.
  mode: 0o600,
  invalid: (file, reason, { cause }) => networksFileInvalid(file, reason, cause),
})

/** The operator's networks, sorted by name. @throws NETWORKS_FILE_INVALID */
export async function readUserNetworks(home: string): Promise<readonly UserNetwork[]> {
  return (await NETWORKS.find(networksFile(home)))?.networks ?? []
}

/** Replaces them under a lock. If `change` throws, they stay as they were. @throws NETWORKS_FILE_INVALID */
export async function updateUserNetworks(
  home: string,
  change: (networks: readonly UserNetwork[]) => readonly UserNetwork[],
): Promise<void> {
  await withFileLock(join(home, 'locks', 'networks.lock'), async () => {
    const networks = [...change(await readUserNetworks(home))]
    networks.sort((a, b) => (a.name < b.name ? -1 : 1))
    await NETWORKS.write(networksFile(home), { networks })
  })
}

function networksFile(home: string): string {
  return join(home, 'networks.json')
}

function read({ networks }: Members): NetworksFile {
  if (!Array.isArray(networks)) throw new Malformed('"networks" is not a list')
  return { networks: networks.map((one, index) => shaped(one, NETWORK, `networks[${index}]`)) }
}

const NETWORK: Shape<UserNetwork> = {
  name: (value) => typeof value === 'string' && value !== '',
  chainId: (value) => isCount(value) && value !== 0,
  rpcUrls: (value) => Array.isArray(value) && value.every(isUrl),
  symbol: isSymbol,
  decimals: (value) => value === 18,
  confirmations: isCount,
  finality: (value) => value === 'latest' || value === 'finalized',
  eip1559: (value) => typeof value === 'boolean',
  explorerUrl: (value) => value === undefined || isUrl(value),
}

/** Can this name a coin in amounts? A word that cannot break a line or a table. */
export function isSymbol(value: unknown): boolean {
  return typeof value === 'string' && /^[^\s\p{C}]{1,32}$/u.test(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}
