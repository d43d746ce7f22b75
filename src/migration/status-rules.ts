import type { CampaignTarget } from './campaign/campaign.ts'
import type { TreeFile } from './tree/tree-file.ts'

/**
 * - `done`: nothing is left to do.
 * - `due`: the next step.
 * - `partial`: begun; running it again continues it.
 * - `later`: after another step or a time.
 * - `stale`: done, but its input has changed since.
 * - `none`: not a step of this mode.
 */
export type StepState = 'done' | 'due' | 'partial' | 'later' | 'stale' | 'none'

export type StepName = 'snapshot' | 'build' | 'publish' | 'distribute' | 'close'

/** State of a published campaign on the chain. */
export interface ChainFacts {
  /** The distributor or the payout account, EIP-55. */
  readonly address: string
  readonly paid: number
  readonly paidBaseUnits: bigint
  readonly balanceBaseUnits: bigint
  /** Whether it has the funds for what is still owed. */
  readonly isFunded: boolean
  readonly isPaused: boolean
  /** Whether the deadline has passed. */
  readonly isOver: boolean
  /** Unix seconds; null if there is none. */
  readonly deadlineSeconds: number | null
}

/** All facts of the status. Null for what does not exist yet. */
export interface CampaignFacts {
  readonly mode: CampaignTarget['mode']
  readonly snapshotDigest: string | null
  readonly tree: Pick<
    TreeFile,
    'snapshotDigest' | 'allocationDigest' | 'leaves' | 'totalBaseUnits' | 'symbol' | 'decimals'
  > | null
  readonly published: { readonly allocation: string; readonly isOurs: boolean } | null
  readonly chain: ChainFacts | null
}

export interface CampaignStatus {
  readonly steps: Readonly<Record<StepName, StepState>>
  /** The next command to run; null if there is nothing to do. */
  readonly next: string | null
  readonly paid: number
  readonly unpaid: number
  readonly totalBaseUnits: bigint
  readonly paidBaseUnits: bigint
  readonly facts: CampaignFacts
}

/** Computes the status from the facts. It is never stored, so it cannot be outdated. */
export function statusOf(facts: CampaignFacts): CampaignStatus {
  const snapshot: StepState = facts.snapshotDigest === null ? 'due' : 'done'
  const build = buildState(facts)
  const publish = publishState(facts, build)
  const steps = {
    snapshot,
    build,
    publish,
    distribute: distributeState(facts),
    close: closeState(facts),
  }
  const paid = facts.chain?.paid ?? 0
  return {
    steps,
    next: nextStep(steps),
    paid,
    unpaid: (facts.tree?.leaves ?? 0) - paid,
    totalBaseUnits: facts.tree?.totalBaseUnits ?? 0n,
    paidBaseUnits: facts.chain?.paidBaseUnits ?? 0n,
    facts,
  }
}

function buildState({ snapshotDigest, tree }: CampaignFacts): StepState {
  if (tree === null) return snapshotDigest === null ? 'later' : 'due'
  return snapshotDigest === null || snapshotDigest === tree.snapshotDigest ? 'done' : 'stale'
}

function publishState({ published, tree, chain }: CampaignFacts, build: StepState): StepState {
  if (published === null) return build === 'done' ? 'due' : 'later'
  const isSame = published.isOurs && published.allocation === tree?.allocationDigest
  if (!isSame) return 'stale'
  return chain === null || chain.isFunded ? 'done' : 'partial'
}

function distributeState({ mode, chain, tree }: CampaignFacts): StepState {
  if (mode === 'claim') return 'none'
  if (chain === null || tree === null) return 'later'
  if (chain.paid === tree.leaves || chain.isOver) return 'done'
  return chain.paid === 0 ? 'due' : 'partial'
}

function closeState({ mode, chain }: CampaignFacts): StepState {
  if (mode === 'transfers') return 'none'
  if (chain === null || !chain.isOver) return 'later'
  return chain.balanceBaseUnits > 0n ? 'due' : 'done'
}

function nextStep(steps: CampaignStatus['steps']): string | null {
  const next = Object.entries(steps).find(([, state]) => state === 'due' || state === 'partial')
  return next?.[0] ?? null
}
