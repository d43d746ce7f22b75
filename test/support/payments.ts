import { onTestFinished } from 'vitest'
import type { SendPolicy } from '../../src/chain/transactions/intent.ts'
import { buildAllocation } from '../../src/migration/allocation/build-allocation.ts'
import type { Campaign } from '../../src/migration/campaign/campaign.ts'
import { readCampaign } from '../../src/migration/campaign/read-campaign.ts'
import { distribute } from '../../src/migration/distribute.ts'
import type { DistributeOptions, Distribution } from '../../src/migration/distribution.ts'
import type { PaymentTools } from '../../src/migration/payment-tools.ts'
import { takeSnapshot } from '../../src/migration/snapshot/take-snapshot.ts'
import type { Allocation } from '../../src/migration/tree/allocation-table.ts'
import type { Story } from '../../src/primitives/story.ts'
import { writeCampaign } from './campaigns.ts'
import { openEngine } from './engine.ts'
import { temporaryFolder } from './home.ts'
import { FUNDED_KEYS, walletSigner } from './wallet-signer.ts'

export const REMAINDER_TO = '0x4444444444444444444444444444444444444444'

export interface CampaignOptions {
  readonly asset?: string
  readonly mode?: string
  readonly batchSize?: number
  readonly claimUntil?: string
  readonly name?: string
}

/** A campaign that is built and can be published. */
export async function builtCampaign(
  allocations: readonly Allocation[],
  options: CampaignOptions = {},
): Promise<Campaign> {
  const rows = allocations.map(({ account, amountBaseUnits }) => `${account},${amountBaseUnits}\n`)
  const directory = writeCampaign(temporaryFolder(), campaignYaml(options), {
    'balances.csv': `address,balance\n${rows.join('')}`,
  })
  const campaign = await readCampaign(directory)
  await takeSnapshot({ chain: noChain }, campaign.source, { directory })
  await buildAllocation(campaign)
  return campaign
}

function noChain(): never {
  throw new Error('a file needs no chain')
}

export function campaignYaml({
  asset = 'native',
  mode = 'push',
  batchSize = 16,
  claimUntil = '2060-01-01T00:00:00Z',
  name = 'payments',
}: CampaignOptions = {}): string {
  return `format: capstan/campaign@1
name: ${name}
source: { kind: file, path: balances.csv, decimals: 18, symbol: CMT }
target:
  network: devnet
  asset: ${asset === 'native' ? asset : `"${asset}"`}
  mode: ${mode}
  batchSize: ${batchSize}
  claimUntil: ${claimUntil}
  remainderTo: "${REMAINDER_TO}"
`
}

/** What an operator has: a home of its own, a key, and a chain. Everything is agreed to. */
export async function paymentTools(
  rpcUrl: string,
  {
    privateKey = FUNDED_KEYS[0],
    policy = {},
    home = temporaryFolder(),
  }: { privateKey?: string; policy?: SendPolicy; home?: string } = {},
): Promise<PaymentTools & { readonly questions: string[] }> {
  const engine = await openEngine([rpcUrl], home, policy, privateKey)
  onTestFinished(() => engine.close())
  const questions: string[] = []
  return {
    ...engine,
    policy,
    unit: { symbol: 'ETH', decimals: 18 },
    sender: walletSigner(privateKey).address,
    story: silentStory,
    agree: async ({ question }) => void questions.push(question),
    questions,
  }
}

export const silentStory: Story = {
  note: () => undefined,
  warn: () => undefined,
  tasks: async (tasks) => {
    for (const { run } of tasks) await run(() => undefined)
  },
}

/** Distributes with one operator's tools. */
export function distributeAs(
  campaign: Campaign,
  tools: PaymentTools,
  options: DistributeOptions = {},
): Promise<Distribution> {
  return distribute(campaign, tools, async () => tools, options)
}
