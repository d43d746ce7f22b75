import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type Chain, connectChain } from '../../src/chain/chain.ts'
import type { NetworkProfile } from '../../src/chain/networks/network.ts'
import type { Erc20Source } from '../../src/migration/campaign/campaign.ts'
import type { Clock } from '../../src/primitives/clock.ts'

/** Waits a fiftieth of the time, so that failures are got over sooner. */
export const hastyClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => delay(milliseconds / 50),
}

/** A connection as a command has it, for a network of this test's own. */
export async function connect(
  rpcUrls: string | readonly string[],
  profile: Partial<NetworkProfile> = {},
  timeoutMs = 5_000,
): Promise<Chain> {
  const chain = await connectChain(
    {
      name: 'test',
      chainId: 31337,
      rpcUrls: typeof rpcUrls === 'string' ? [rpcUrls] : rpcUrls,
      symbol: 'ETH',
      decimals: 18,
      confirmations: 1,
      finality: 'latest',
      eip1559: true,
      ...profile,
    },
    { timeoutMs, clock: hastyClock },
  )
  onTestFinished(() => chain.rpc.close())
  return chain
}

export function erc20Source(
  token: string,
  block: number | 'finalized',
  more: Partial<Erc20Source> = {},
): Erc20Source {
  return {
    kind: 'erc20',
    network: 'test',
    rpcUrls: [],
    token,
    block,
    fromBlock: null,
    verify: 'all',
    ...more,
  }
}

/** A campaign's folder that ends with the test. */
export async function campaignFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'capstan-snapshot-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The lines of snapshot.csv, without the header. */
export async function snapshotLines(directory: string): Promise<string[]> {
  const text = await readFile(join(directory, 'out/snapshot.csv'), 'utf8')
  return text.trimEnd().split('\n').slice(1)
}
