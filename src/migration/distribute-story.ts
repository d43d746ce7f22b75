import type { Campaign } from './campaign/campaign.ts'
import { distribute } from './distribute.ts'
import type { DistributeOptions, Distribution } from './distribution.ts'
import type { AskingTools, PaymentTools } from './payment-tools.ts'

/** Minimum time between progress lines, in milliseconds. */
const PROGRESS_EVERY_MS = 1_000

/** Distributes and shows the progress. @throws as `distribute` does. */
export function distributeWithStory(
  campaign: Campaign,
  asking: AskingTools,
  paying: () => Promise<PaymentTools>,
  options: DistributeOptions,
): Promise<Distribution> {
  let toldAt = Date.now()
  const onProgress = (text: string) => {
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) return
    toldAt = Date.now()
    asking.story.note(text)
  }
  return distribute(campaign, asking, paying, { ...options, onProgress })
}
