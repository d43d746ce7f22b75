import { resolve } from 'node:path'
import type { Chain } from '../../chain/chain.ts'
import { type Clock, systemClock } from '../../primitives/clock.ts'
import type { CampaignSource } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { BalanceSource, OnProgress } from './balance-source.ts'
import { exportOfOtherKind } from './bytom/bytom-errors.ts'
import { bytomTitle } from './bytom/facts.ts'
import { lacksEvidence } from './bytom/retire-evidence.ts'
import { Erc20Balances } from './erc20-source.ts'
import { FileBalances } from './file-source.ts'
import { snapshotExists } from './snapshot-errors.ts'
import { readSnapshot, type Snapshot, writeSnapshot } from './snapshot-files.ts'
import { WorkFolder } from './snapshot-start.ts'
import { supplementTitle } from './supplement-facts.ts'

export interface SnapshotPorts {
  /** The EVM chain of the source; called only if it is on one. */
  chain(): Promise<Chain>
  /** `id:secret` for the bytomd of the source; called only if it is on one. */
  bytomToken?(): Promise<string | undefined>
  readonly clock?: Clock
}

export interface SnapshotOptions {
  /** The campaign's folder; files go to its `out/`. */
  readonly directory: string
  readonly onProgress?: OnProgress
  /** File to write the read Bytom blocks to. */
  readonly exportBlocks?: string | undefined
  /** Transactions of Bytom to look for, ascending: see `evidenceNamed`. */
  readonly evidence?: readonly string[]
}

export interface TakenSnapshot {
  readonly snapshot: Snapshot
  /** True if it was already complete. */
  readonly alreadyDone: boolean
  readonly warnings: readonly string[]
  /** Absolute paths, that of exported blocks last. */
  readonly files: readonly string[]
}

/**
 * Takes the snapshot of a campaign, unless it was taken before. A run that was stopped at any
 * moment is resumed by the next one. The caller holds the lock of the campaign.
 * @throws SNAPSHOT_EXISTS if the folder holds the snapshot of another source, SNAPSHOT_DAMAGED, and
 *   whatever the source throws: see `Erc20Balances`, `BytomBalances` and `FileBalances`;
 *   EXPORT_OF_OTHER_KIND.
 */
export async function takeSnapshot(
  ports: SnapshotPorts,
  asked: CampaignSource,
  { directory, onProgress = () => undefined, exportBlocks, evidence = [] }: SnapshotOptions,
): Promise<TakenSnapshot> {
  const paths = campaignFiles({ directory })
  const exported = exportBlocks === undefined ? [] : [resolve(exportBlocks)]
  const files = [paths.snapshotCsv, paths.snapshotJson, ...exported]
  const work = new WorkFolder(paths.out)
  const place = { directory, work, out: paths.out, exportBlocks, evidence }
  const source = await openSource(ports, asked, place)
  const finished = await readSnapshot(paths)
  if (finished) {
    if (finished.kind !== source.kind || !(await source.isAnsweredBy(finished))) {
      throw snapshotExists(paths.snapshotJson, titleOf(finished), source.title)
    }
    if (!lacksEvidence(finished.bytom, evidence)) {
      // Only the blocks are missing, and they must come to the same.
      if (exportBlocks !== undefined) await source.read(onProgress)
      await work.remove()
      return { snapshot: finished, alreadyDone: true, warnings: [], files }
    }
    // The block is the same, so the balances are: what is read again is written again.
  }
  const balances = await source.read(onProgress)
  const snapshot = await writeSnapshot(paths, source.kind, balances)
  await work.remove()
  return { snapshot, alreadyDone: false, warnings: balances.warnings, files }
}

interface SnapshotPlace extends Pick<SnapshotOptions, 'directory' | 'exportBlocks'> {
  readonly evidence: readonly string[]
  readonly work: WorkFolder
  readonly out: string
}

async function openSource(
  { chain, bytomToken, clock = systemClock }: SnapshotPorts,
  asked: CampaignSource,
  { directory, exportBlocks, evidence, ...input }: SnapshotPlace,
): Promise<BalanceSource> {
  if (asked.kind === 'bytom') {
    const { openBytomSource } = await import('./bytom/open-bytom-source.ts')
    const accessToken = await bytomToken?.()
    return openBytomSource(asked, {
      ...input,
      directory,
      exportBlocks,
      accessToken,
      clock,
      evidence,
    })
  }
  if (exportBlocks !== undefined) throw exportOfOtherKind(asked.kind)
  if (asked.kind === 'supplement') {
    const { UnboundBalances } = await import('../supplement/unbound-balances.ts')
    return UnboundBalances.of(resolve(directory, asked.of))
  }
  if (asked.kind === 'file') return new FileBalances(resolve(directory, asked.path), asked)
  return new Erc20Balances({ ...input, asked, clock, chain: await chain() })
}

function titleOf(snapshot: Snapshot): string {
  const { token, chainId, blockHeight, symbol, decimals, bytom, supplement } = snapshot
  if (supplement) return supplementTitle(supplement)
  if (bytom) return bytomTitle(bytom, blockHeight)
  return token === null
    ? `a file in ${symbol} of ${decimals} decimals`
    : `token ${token} on chain ${chainId} at block ${blockHeight}`
}
