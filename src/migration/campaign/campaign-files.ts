import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { withFileLock } from '../../primitives/file-lock.ts'
import type { Campaign } from './campaign.ts'
import { campaignBusy, outOfCampaign } from './campaign-errors.ts'

export const CAMPAIGN_FILE_NAME = 'migration.yaml'

/** Every file a campaign leaves behind, as absolute paths. */
export interface CampaignFiles {
  readonly out: string
  /** Balances at one block, sorted by address, and the facts about them. */
  readonly snapshotCsv: string
  readonly snapshotJson: string
  /** Bindings of Bytom holders to accounts, complete and with signatures missing. */
  readonly bindings: string
  readonly unsignedBindings: string
  /** Held while these two are written. */
  readonly bindingsLock: string
  /** The list that the tree is built over: index, address, amount. */
  readonly allocationCsv: string
  /** Every holder whose balance is not an allocation of its own, and why. */
  readonly bucketsCsv: string
  readonly treeJson: string
  /**
   * For Bytom holders: the bindings of the build, the holders in each leaf, and those left unbound.
   */
  readonly bindingsBuilt: string
  readonly boundCsv: string
  readonly unboundCsv: string
  /** The publication in progress, until one of the next two files exists. */
  readonly publishingJson: string
  /** The distributor on the chain, or the book of the one-time account that pays instead. */
  readonly deploymentJson: string
  readonly payoutBook: string
  /** The report page. */
  readonly reportHtml: string
  /** Shared folder of the relayers of the swap, unless the campaign names another. */
  readonly swapAttestations: string
  /** Held while a step writes. */
  readonly lock: string
}

/** Paths of the files of the campaign in `directory`. The names are spelled only here. */
export function campaignFiles({ directory }: { directory: string }): CampaignFiles {
  const out = join(directory, 'out')
  return {
    out,
    snapshotCsv: join(out, 'snapshot.csv'),
    snapshotJson: join(out, 'snapshot.json'),
    bindings: join(out, 'bindings.ndjson'),
    unsignedBindings: join(out, 'bindings-unsigned.ndjson'),
    bindingsLock: join(out, 'bindings.lock'),
    allocationCsv: join(out, 'allocation.csv'),
    bucketsCsv: join(out, 'buckets.csv'),
    treeJson: join(out, 'tree.json'),
    bindingsBuilt: join(out, 'bindings-built.ndjson'),
    boundCsv: join(out, 'bound.csv'),
    unboundCsv: join(out, 'unbound.csv'),
    publishingJson: join(out, 'publishing.json'),
    deploymentJson: join(out, 'deployment.json'),
    payoutBook: join(out, 'payout-book.ndjson'),
    reportHtml: join(out, 'report.html'),
    swapAttestations: join(out, 'swap', 'attestations'),
    lock: join(out, 'campaign.lock'),
  }
}

/**
 * The absolute path of a file that an operator asked for.
 * @throws OUT_OF_CAMPAIGN if it is one of the campaign's own files.
 */
export function askedFile({ directory }: Pick<Campaign, 'directory'>, path: string): string {
  const file = resolve(path)
  const { reportHtml: _, ...kept } = campaignFiles({ directory })
  const own = [resolve(directory, CAMPAIGN_FILE_NAME), ...Object.values(kept)]
  if (own.some((one) => resolve(one) === file)) throw outOfCampaign(file)
  return file
}

/**
 * Runs `work` while no other capstan process works on this campaign.
 * @throws CAMPAIGN_BUSY at once if another one does.
 */
export async function withCampaignLock<T>(
  campaign: Pick<Campaign, 'directory'>,
  work: () => Promise<T>,
): Promise<T> {
  const { out, lock } = campaignFiles(campaign)
  // Made here so that everyone can read the folder: the lock would make a private one.
  await mkdir(out, { recursive: true })
  return withFileLock(lock, work, {
    waitMs: 0,
    busy: () => campaignBusy(campaign.directory),
  })
}
