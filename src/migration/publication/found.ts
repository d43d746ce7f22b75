import type { CampaignFiles } from '../campaign/campaign-files.ts'
import { DEPLOYMENT } from '../distributor/deployment.ts'
import { findPayoutBook } from '../payout-book/payout-book-file.ts'
import { PUBLISHING } from './record.ts'

/** A file that says which allocation is on a chain, or is being put there. */
export interface Published {
  readonly file: string
  /** SHA-256 of allocation.csv. */
  readonly allocation: string
  /** False while it is being put there. */
  readonly isDone: boolean
  /** Whether it is in a plan or a proposal that somebody else may carry out. */
  readonly isPlanned: boolean
}

/** What a campaign has published, if it has. */
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
