import type { BytomFacts } from './bytom/facts.ts'
import type { HolderList } from './holder-list.ts'
import type { Seed } from './seeds.ts'
import type { SupplementFacts } from './supplement-facts.ts'

/** Part of the supply with a name of its own. */
export interface Category {
  readonly holders: number
  /** Base units. */
  readonly baseUnits: bigint
}

/** Facts about the balances. */
export interface SnapshotFacts {
  readonly chainId: number | null
  /** EIP-55 */
  readonly token: string | null
  readonly name: string | null
  readonly symbol: string
  readonly decimals: number
  readonly blockHeight: number | null
  /** As its ledger writes it: 64 lower-case hex digits, after 0x on an EVM chain. */
  readonly blockHash: string | null
  /** ISO 8601, UTC. */
  readonly blockTime: string | null
  /** Null if the token cannot be paused. */
  readonly paused: boolean | null
  /** `totalSupply` of the token; the sum for a file. Base units. */
  readonly supplyBaseUnits: bigint
  /** They add up to the supply. */
  readonly categories: Readonly<Record<string, Category>>
  readonly seeds: readonly Seed[]
  /** Accounts whose balance was compared with `balanceOf`. */
  readonly checkedHolders: number
  /** SHA-256 of the file the balances are from, lower-case hex; null when they are from a chain. */
  readonly sourceDigest: string | null
  /** Only for a Bytom snapshot. */
  readonly bytom?: BytomFacts | undefined
  /** Only for the snapshot of a supplement. */
  readonly supplement?: SupplementFacts | undefined
}

/** Exact balances and their source. */
export interface Balances {
  readonly holders: HolderList
  readonly facts: SnapshotFacts
  /** Warnings for the operator, not kept. */
  readonly warnings: readonly string[]
}

/** Progress of a snapshot. */
export type SnapshotProgress =
  | {
      readonly stage: 'logs'
      readonly blocks: number
      readonly allBlocks: number
      readonly transfers: number
      readonly transfersPerSecond: number
    }
  | { readonly stage: 'balances'; readonly holders: number; readonly allHolders: number }
  | { readonly stage: 'rows'; readonly rows: number }
  | {
      readonly stage: 'blocks'
      readonly blocks: number
      readonly allBlocks: number
      readonly blocksPerSecond: number
    }

/** A complete snapshot in its folder. */
export interface FinishedSnapshot extends SnapshotFacts {
  /** SHA-256 of snapshot.csv, lower-case hex. */
  readonly digest: string
}

export type OnProgress = (progress: SnapshotProgress) => void

export type SnapshotKind = 'erc20' | 'bytom' | 'file' | 'supplement'

/** A source of balances. */
export interface BalanceSource {
  readonly kind: SnapshotKind
  /** Description of the requested balances, for people. */
  readonly title: string
  /**
   * Whether a finished snapshot is the one requested.
   * @throws SNAPSHOT_REORGED, CHAIN_ID_MISMATCH if it was once and the chain has changed since.
   */
  isAnsweredBy(finished: FinishedSnapshot): Promise<boolean>
  read(onProgress: OnProgress): Promise<Balances>
}
