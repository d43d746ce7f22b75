import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import { networksFileInvalid } from './network-errors.ts'
import type { NetworkDefinition } from './network-profiles.ts'

const FORMAT = 'capstan/networks@1'

/** A network the operator described; its chain id was given or asked for. */
export interface UserNetwork extends NetworkDefinition {
  readonly chainId: number
}

/** The operator's networks, sorted by name. @throws NETWORKS_FILE_INVALID */
export async function readUserNetworks(home: string): Promise<readonly UserNetwork[]> {
  const file = networksFile(home)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? [] : parseNetworks(text, file)
}

/** Replaces them while no other process can. What `change` throws leaves them as they were. */
export async function updateUserNetworks(
  home: string,
  change: (networks: readonly UserNetwork[]) => readonly UserNetwork[],
): Promise<void> {
  await withFileLock(join(home, 'locks', 'networks.lock'), async () => {
    const networks = [...change(await readUserNetworks(home))]
    networks.sort((a, b) => (a.name < b.name ? -1 : 1))
    // An endpoint's URL may hold an access key.
    await writeFileAtomically(networksFile(home), canonicalJson({ format: FORMAT, networks }), {
      mode: 0o600,
    })
  })
}

function networksFile(home: string): string {
  return join(home, 'networks.json')
}

function parseNetworks(text: string, file: string): readonly UserNetwork[] {
  const fail = (reason: string, cause?: unknown) => networksFileInvalid(file, reason, cause)
  const content = parseJson(text, fail) as { format?: unknown; networks?: unknown } | null
  if (content?.format !== FORMAT) {
    throw fail(`its format is ${JSON.stringify(content?.format)}, not "${FORMAT}"`)
  }
  if (!Array.isArray(content.networks)) throw fail('"networks" is no list')
  return content.networks.map((network: unknown, index) => {
    const wrong = firstWrongField(network)
    if (wrong !== undefined) throw fail(`networks[${index}] ${wrong}`)
    return network as UserNetwork
  })
}

function parseJson(text: string, fail: (reason: string, cause?: unknown) => Error): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
}

const FIELDS: Readonly<Record<keyof UserNetwork, (value: unknown) => boolean>> = {
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

function firstWrongField(network: unknown): string | undefined {
  if (typeof network !== 'object' || network === null) return 'is no object'
  const unknownKey = Object.keys(network).find((key) => !(key in FIELDS))
  if (unknownKey !== undefined) return `has the unknown key "${unknownKey}"`
  const values = network as Readonly<Record<string, unknown>>
  const wrong = Object.entries(FIELDS).find(([key, isRight]) => !isRight(values[key]))
  return wrong && `has no valid "${wrong[0]}"`
}

/** What names a coin in amounts: a word that cannot break a line or a table. */
export function isSymbol(value: unknown): boolean {
  return typeof value === 'string' && /^[^\s\p{C}]{1,32}$/u.test(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}
