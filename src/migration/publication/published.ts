import type { CampaignFiles } from '../campaign/campaign-files.ts'
import { DEPLOYMENT } from '../distributor/deployment.ts'
import { findPayoutBook } from '../payout-book/payout-book-file.ts'
import { PUBLISHING } from './record.ts'

/** A file that names the allocation that is published or being published. */
export interface Published {
  readonly file: string
  /** SHA-256 of allocation.csv. */
  readonly allocation: string
  /** False while it is being published. */
  readonly isDone: boolean
  /** Whether it is in a plan or a proposal that others may send. */
  readonly isPlanned: boolean
}

/** The publication of a campaign, if there is one. */
export async function findPublished(files: CampaignFiles): Promise<Published | undefined> {
  const { deploymentJson, payoutBook, publishingJson } = files
  const publishing = await PUBLISHING.find(publishingJson)
  const found = [
    { file: deploymentJson, allocation: (await DEPLOYMENT.find(deploymentJson))?.allocation },
    { file: payoutBook, allocation: (await findPayoutBook(payoutBook))?.allocation },
    { file: publishingJson, allocation: publishing?.allocation },
  ]
  for (const { file, allocation } of found) {
    if (allocation === undefined) continue
    const isDone = file !== publishingJson
    const isPlanned = !isDone && (publishing?.plan ?? publishing?.proposal) !== undefined
    return { file, allocation, isDone, isPlanned }
  }
  return undefined
}
