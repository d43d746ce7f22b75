import type { AssetUnit } from '../../chain/erc20/facts.ts'
import type { Approval } from '../../chain/plan/plan.ts'
import type { DecodedCall, Effect } from '../../chain/transactions/intent.ts'
import type { GradeReason } from './grade-reason.ts'
import type { ProposalSignature } from './signature.ts'

/** The contracts whose proposals capstan reads. */
export const DRIVERS = ['graded', 'safe'] as const
export type DriverName = (typeof DRIVERS)[number]

/** One call a multisig is to make. */
export interface Call {
  /** EIP-55. */
  readonly to: string
  readonly valueWei: bigint
  /** `0x` hex, lower case. */
  readonly data: string
  /** Null when nothing is called, or nobody has named the function. */
  readonly decoded: DecodedCall | null
}

/** All that a digest covers. From these and nothing else it is computed again by every reader. */
export interface ProposalTerms {
  readonly driver: DriverName
  readonly chainId: bigint
  /** The contract, EIP-55. */
  readonly multisig: string
  /** One: that call. Several: all or nothing, in this order. */
  readonly calls: readonly Call[]
  readonly nonce: bigint
  /** Unix seconds; null never. */
  readonly expiresAtSeconds: number | null
  /**
   * Other fields that the driver's contract hashes, by name: for a Safe its version and, for a batch,
   * its MultiSend contract. Printable text; a driver refuses unexpected names and values.
   */
  readonly fields: Readonly<Record<string, string>>
}

/** What it takes to execute a proposal. */
export interface Grade {
  /** The contract's class for it: `transfer`, `batch`, `policy`, …. */
  readonly operation: string
  /** From 1; null where amounts do not decide. */
  readonly tier: number | null
  readonly tiers: number | null
  /** Weight that is needed. */
  readonly threshold: number
  /** Seconds between having the threshold and executing. */
  readonly delaySeconds: number
  /** Why it is graded so, and what the policy says of whom it is for. */
  readonly reasons: readonly GradeReason[]
}

/** What a node saw when it ran a proposal's calls as the multisig. */
export interface ProposalSimulation {
  readonly blockNumber: number
  readonly succeeded: boolean
  /** In words; null when it succeeded. */
  readonly revertReason: string | null
  /** Net changes by asset and account. */
  readonly effects: readonly Effect[]
  readonly approvals: readonly Approval[]
  /** Other events: `OwnershipTransferred(…) of 0x…`. */
  readonly events: readonly string[]
}

/** A proposal as it travels in a file. */
export interface Proposal {
  readonly terms: ProposalTerms
  /** Name of the network profile it was made with. */
  readonly network: string
  /** ISO-8601 UTC. */
  readonly createdAt: string
  /** `0x` and 64 hex characters; proved when a file is read. */
  readonly digest: string
  /** As it was when it was made; a contract may think otherwise by now. */
  readonly grade: Grade
  /** As it was when it was made; null where the node cannot simulate. */
  readonly simulation: ProposalSimulation | null
  /** How amounts are shown, as tokens called themselves when it was made. */
  readonly assets: readonly AssetUnit[]
  /** Sorted by signer, one each. */
  readonly signatures: readonly ProposalSignature[]
}
