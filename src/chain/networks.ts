import type { Story } from '../primitives/story.ts'
import { BUILTIN_NETWORKS } from './builtin-networks.ts'
import type { NetworkProfile } from './network.ts'

export interface ResolveOptions {
  /** Endpoints that replace the profile's. */
  readonly rpcUrls: readonly string[]
  readonly story: Story
}

export async function resolveNetwork(
  _home: string,
  name: string,
  { rpcUrls }: ResolveOptions,
): Promise<NetworkProfile> {
  const found = BUILTIN_NETWORKS.find((network) => network.name === name)
  if (!found) throw new Error(`no network ${name}`)
  return { ...found, rpcUrls }
}
