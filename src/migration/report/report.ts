import type { RuledBalance } from '../allocation/rules.ts'
import type { AuditResult } from '../audit-result.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { DistributorDeployment } from '../distributor/deployment.ts'
import type { PaymentTransaction } from '../payment-transaction.ts'
import type { PayoutBookHeader } from '../payout-book/payout-book.ts'
import type { Holder } from '../snapshot/holder.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import type { TreeFile } from '../tree/tree-file.ts'
import type { HolderDistribution } from './holder-distribution.ts'

export const REPORT_FORMAT = 'capstan/report@1'

/** All that a report shows, recomputed from the files and read from the chain. */
export interface CampaignReport {
  readonly campaign: Campaign
  readonly snapshot: Snapshot
  /** Of the snapshot. */
  readonly distribution: HolderDistribution
  /** Null before `migrate build`. */
  readonly build: ReportedBuild | null
  /** Null before `migrate publish`. */
  readonly publication: ReportedPublication | null
  readonly files: readonly ReportedFile[]
  /** Of capstan. */
  readonly version: string
}

/** The build; every number of it was computed again. */
export interface ReportedBuild {
  readonly tree: TreeFile
  /** Holders without an allocation of their own, by outcome. */
  readonly ruled: Readonly<Record<RuledBalance['outcome'], RuledHolders>>
  /** Balances of exclusions and redirects, by rule, such as `exclude[0]`. */
  readonly balancesByRule: ReadonlyMap<string, bigint>
  /** Outcome of each of the largest holders without an allocation of their own. */
  readonly largestRuled: ReadonlyMap<string, RuledBalance>
  /** Null if the holders are EVM accounts. */
  readonly bindings: ReportedBindings | null
}

/** Bytom holders, who are paid at the account they are bound to. */
export interface ReportedBindings {
  /** In a leaf, by a binding or a rule. */
  readonly bound: RuledHolders
  readonly unbound: RuledHolders
  /** Descending. */
  readonly largestUnbound: readonly Holder[]
  /** Account of each of the largest holders; null if there is none yet. */
  readonly accounts: ReadonlyMap<string, string | null>
}

export interface RuledHolders {
  readonly holders: number
  /** Base units of the snapshot. */
  readonly baseUnits: bigint
}

export interface ReportedPublication {
  /** The payer: a distributor, or the account of a payout book. */
  readonly payer: DistributorDeployment | PayoutBookHeader
  readonly audit: AuditResult
  /** Block of the audit. */
  readonly block: ReportedBlock
  /** Null if the contract is not the distributor: its events are not evidence. */
  readonly payments: ReportedPayments | null
}

export interface ReportedBlock {
  readonly height: number
  readonly hash: string
  /** Unix seconds. */
  readonly timestampSeconds: number
}

export interface ReportedPayments {
  /** The first of them, in the order of the chain. */
  readonly transactions: readonly PaymentTransaction[]
  /** Of all. */
  readonly transactionCount: number
  readonly paid: number
  readonly paidBaseUnits: bigint
  /** Leaves that were tried and are not paid. */
  readonly failed: readonly FailedLeaf[]
}

export interface FailedLeaf {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly baseUnits: bigint
}

export interface ReportedFile {
  /** Relative to the campaign's folder. */
  readonly name: string
  readonly bytes: number
  /** SHA-256, lower-case hex. */
  readonly digest: string
}
