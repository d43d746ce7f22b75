import { resolve } from 'node:path'
import type { Chain } from '../../chain/chain.ts'
import { type Clock, systemClock } from '../../primitives/clock.ts'
import type { CampaignSource } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { BalanceSource, OnProgress } from './balance-source.ts'
import { Erc20Balances } from './erc20-source.ts'
import { snapshotExists } from './errors.ts'
import { FileBalances } from './file-source.ts'
import { readSnapshot, type Snapshot, writeSnapshot } from './snapshot-files.ts'
import { WorkFolder } from './snapshot-start.ts'

export interface SnapshotPorts {
  /** The chain the source is on; asked for only when it is on one. */
  chain(): Promise<Chain>
  readonly clock?: Clock
}

export interface SnapshotOptions {
  /** The campaign's folder; files go to its `out/`. */
  readonly directory: string
  readonly onProgress?: OnProgress
}

export interface TakenSnapshot {
  readonly snapshot: Snapshot
  /** True when it lay there complete. */
  readonly alreadyDone: boolean
  readonly warnings: readonly string[]
  /** Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Takes the snapshot of a campaign, or finds that it was taken. A run that was stopped at any moment
 * is taken up by the next one. The caller holds the campaign's lock.
 * @throws SNAPSHOT_EXISTS if the folder holds the snapshot of another source, SNAPSHOT_DAMAGED, and
 *   whatever the source throws: see `Erc20Balances` and `FileBalances`.
 */
export async function takeSnapshot(
  ports: SnapshotPorts,
  asked: CampaignSource,
  { directory, onProgress = () => undefined }: SnapshotOptions,
): Promise<TakenSnapshot> {
  const paths = campaignFiles({ directory })
  const files = [paths.snapshotCsv, paths.snapshotJson]
  const work = new WorkFolder(paths.out)
  const source = await openSource(ports, asked, { directory, work, out: paths.out })
  const finished = await readSnapshot(paths)
  if (finished) {
    if (finished.kind !== source.kind || !(await source.isAnsweredBy(finished))) {
      throw snapshotExists(paths.snapshotJson, titleOf(finished), source.title)
    }
    await work.remove()
    return { snapshot: finished, alreadyDone: true, warnings: [], files }
  }
  const balances = await source.read(onProgress)
  const snapshot = await writeSnapshot(paths, source.kind, balances)
  await work.remove()
  return { snapshot, alreadyDone: false, warnings: balances.warnings, files }
}

async function openSource(
  { chain, clock = systemClock }: SnapshotPorts,
  asked: CampaignSource,
  { directory, ...input }: { directory: string; work: WorkFolder; out: string },
): Promise<BalanceSource> {
  if (asked.kind === 'file') return new FileBalances(resolve(directory, asked.path), asked)
  return new Erc20Balances({ ...input, asked, clock, chain: await chain() })
}

function titleOf({ token, chainId, blockHeight, symbol, decimals }: Snapshot): string {
  return token === null
    ? `a file in ${symbol} of ${decimals} decimals`
    : `token ${token} on chain ${chainId} at block ${blockHeight}`
}
