import type { Chain } from '../chain/chain.ts'
import type { Agree, Agreement } from '../chain/transactions/tools.ts'
import { type AmountUnit, amountText, countText } from '../primitives/amount-text.ts'
import { systemClock } from '../primitives/clock.ts'
import type { Story } from '../primitives/story.ts'
import { buildWarnings } from './allocation/allocation-view.ts'
import { type BuiltTree, buildAllocation } from './allocation/build-allocation.ts'
import { audit } from './audit.ts'
import type { AuditResult } from './audit-result.ts'
import type { Campaign } from './campaign/campaign.ts'
import { distribute } from './distribute.ts'
import type { Distribution } from './distribution.ts'
import type { AskingTools, PaymentTools } from './payment-tools.ts'
import type { BookOptions } from './payout-book/publish-payout-book.ts'
import { publish } from './publication/publish.ts'
import type { Publication } from './publication/terms.ts'
import { evidenceNamed } from './snapshot/bytom/retire-evidence.ts'
import { snapshotProgressText } from './snapshot/snapshot-view.ts'
import { type TakenSnapshot, takeSnapshot } from './snapshot/take-snapshot.ts'

export interface RunPorts {
  /** The chain of the balances; called only if they are on one. */
  readonly sourceChain: () => Promise<Chain>
  /** Access token of the bytomd of the balances; called only if they are on one. */
  readonly bytomToken: () => Promise<string | undefined>
  readonly asking: AskingTools
  readonly paying: () => Promise<PaymentTools>
  readonly payoutSigner: BookOptions['payoutSigner']
}

export interface RunOptions {
  /** Send nothing; plan the next step that would send. */
  readonly withPlan?: boolean | undefined
  readonly inFlight?: number | undefined
}

export interface CampaignRun {
  readonly snapshot: TakenSnapshot
  readonly build: BuiltTree
  readonly publish: Publication
  /** Null in mode claim, where holders claim for themselves, and before it can be planned. */
  readonly distribute: Distribution | null
  /** Null if payments were only planned. */
  readonly audit: AuditResult | null
  /** Unit of the paid amounts. */
  readonly unit: AmountUnit
}

/**
 * Runs all steps in order. Each is either finished or continues where it was interrupted, so
 * running again resumes. The caller holds the lock of the campaign.
 * @throws as the steps do.
 */
export async function runCampaign(
  campaign: Campaign,
  ports: RunPorts,
  options: RunOptions = {},
): Promise<CampaignRun> {
  const prepared = await prepare(campaign, ports)
  const unit = campaign.target.asset === 'native' ? ports.asking.unit : prepared.build
  if (options.withPlan) return { ...prepared, ...(await planNext(campaign, ports)), unit }
  await ports.asking.agree(agreement(campaign, prepared.build, ports.asking))
  return { ...prepared, ...(await pay(campaign, ports, options)), unit }
}

/** What the operator agrees to once, before any money moves. */
function agreement(
  { name, target }: Campaign,
  { leaves, totalBaseUnits, symbol, decimals, root }: BuiltTree,
  { chain: { network } }: AskingTools,
): Agreement {
  const facts = [
    ['campaign', `${name} on ${network.name} (chain id ${network.chainId}), mode ${target.mode}`],
    ['pays', amountText(totalBaseUnits, { symbol, decimals })],
    ['in', target.asset === 'native' ? `${network.symbol}, the native coin` : target.asset],
    ['to', countText(leaves, 'account', 'accounts')],
    ['root', root],
  ] as const
  return { facts, question: 'Publish and pay it?' }
}

async function prepare(
  campaign: Campaign,
  { sourceChain, bytomToken, asking: { story } }: RunPorts,
): Promise<Pick<CampaignRun, 'snapshot' | 'build'>> {
  const { directory, source } = campaign
  const [snapshot, build] = await inOrder(
    story,
    {
      title: 'Snapshot',
      run: (update) =>
        takeSnapshot({ chain: sourceChain, bytomToken }, source, {
          directory,
          evidence: evidenceNamed(campaign.rules),
          onProgress: (progress) => update(snapshotProgressText(progress)),
        }),
    },
    { title: 'Build', run: () => buildAllocation(campaign, { isResuming: true }) },
  )
  const warnings = buildWarnings(build, campaign, systemClock.now())
  for (const warning of [...snapshot.warnings, ...warnings]) story.warn(warning)
  return { snapshot, build }
}

async function pay(
  campaign: Campaign,
  { asking, paying, payoutSigner }: RunPorts,
  options: RunOptions,
): Promise<Pick<CampaignRun, 'publish' | 'distribute' | 'audit'>> {
  const agreed = { ...asking, agree: agreedAlready }
  const tools = async () => ({ ...(await paying()), agree: agreedAlready })
  const [published, distributed, audited] = await inOrder(
    asking.story,
    { title: 'Publish', run: async () => publish(campaign, await tools(), { payoutSigner }) },
    {
      title: 'Distribute',
      run: async (update) =>
        campaign.target.mode === 'claim'
          ? null
          : distribute(campaign, agreed, tools, { ...options, onProgress: update }),
    },
    { title: 'Audit', run: () => audit(campaign, agreed) },
  )
  return { publish: published, distribute: distributed, audit: audited }
}

/**
 * The plan of the next step that has something to send. A step whose plan was sent and is final is
 * finished on the way, which sends nothing.
 */
async function planNext(
  campaign: Campaign,
  { asking, paying, payoutSigner }: RunPorts,
): Promise<Pick<CampaignRun, 'publish' | 'distribute' | 'audit'>> {
  const planning = { dryRun: true, withPlan: true }
  const tools = await paying()
  const planned = await publish(campaign, tools, { ...planning, payoutSigner })
  const unsent = planned.plan?.transactions.length ?? 0
  if (unsent > 0) return { publish: planned, distribute: null, audit: null }
  const published = await publish(campaign, tools, { payoutSigner })
  const isPush = campaign.target.mode.startsWith('push')
  const distributed = isPush ? await distribute(campaign, asking, paying, planning) : null
  return { publish: published, distribute: distributed, audit: null }
}

/** The operator has already agreed to all of it. */
const agreedAlready: Agree = () => Promise.resolve()

interface Step<T> {
  readonly title: string
  run(update: (detail: string) => void): Promise<T>
}

/** Runs steps as the tasks of a story and returns their results. */
async function inOrder<Results extends readonly unknown[]>(
  story: Story,
  ...steps: { readonly [Index in keyof Results]: Step<Results[Index]> }
): Promise<Results> {
  const results: unknown[] = []
  await story.tasks(
    steps.map(({ title, run }) => ({
      title,
      run: async (update) => void results.push(await run(update)),
    })),
  )
  return results as unknown as Results
}
