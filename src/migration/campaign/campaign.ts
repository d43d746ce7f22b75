import type { Bytom1Network } from '../../bytomd/consensus.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { sha256Hex } from '../../primitives/digest.ts'

export const CAMPAIGN_FORMAT = 'capstan/campaign@1'

/** Balances of an ERC-20 token, from its logs. Either `network` or `rpcUrls` is given. */
export interface Erc20Source {
  readonly kind: 'erc20'
  readonly network: string | null
  readonly rpcUrls: readonly string[]
  /** EIP-55. */
  readonly token: string
  readonly block: number | 'finalized'
  /** First block that can hold a Transfer of the token; null has the snapshot find it. */
  readonly fromBlock: number | null
  /** Balances to compare with `balanceOf`: all, none, or a sample of so many. */
  readonly verify: 'all' | 'none' | number
}

/** Balances from a CSV of `address,balance`. */
export interface FileSource {
  readonly kind: 'file'
  /** As written: relative to the campaign's folder, or absolute. */
  readonly path: string
  readonly decimals: number
  readonly symbol: string
}

/**
 * Balances of an asset of Bytom 1.x, by replaying its blocks. Either `node` or `blocks` is given.
 */
export interface BytomSource {
  readonly kind: 'bytom'
  /** URL of a bytomd. */
  readonly node: string | null
  /** File with one block per line. As written: relative to the campaign's folder, or absolute. */
  readonly blocks: string | null
  /** URL of another bytomd, asked only for the last block. */
  readonly secondNode: string | null
  readonly height: number
  /** Blocks that must follow `height`. */
  readonly confirmations: number
  readonly bytomNetwork: Bytom1Network
  /** 64 lower-case hex digits; of BTM all `f`. */
  readonly asset: string
}

/** The Bytom holders that an earlier build left unbound. */
export interface SupplementSource {
  readonly kind: 'supplement'
  /** Folder of the campaign that left them, relative to this one's or absolute. */
  readonly of: string
}

export type CampaignSource = Erc20Source | BytomSource | FileSource | SupplementSource

export interface Exclusion {
  /** An EVM account, EIP-55, or a Bytom address in lower case or control program in hex. */
  readonly address: string
  readonly reason: string
  /** Ids of the Bytom transactions that retired what the holder burned. */
  readonly retired?: readonly string[] | undefined
  /** Minimum that they retired of the holder's, base units; without it anything above 0. */
  readonly retiredBaseUnits?: bigint | undefined
}

export interface Redirection {
  /** As `address` of an exclusion. */
  readonly from: string
  /** EIP-55; never itself excluded or redirected. */
  readonly to: string
  readonly reason: string
}

/** Rules that turn balances into allocations. No address is named twice. */
export interface CampaignRules {
  /** Decimals of the snapshot and of the allocation; null leaves them equal. */
  readonly decimals: { readonly from: number; readonly to: number } | null
  /** Minimum allocation, in base units after conversion. */
  readonly minimumBaseUnits: bigint
  readonly exclude: readonly Exclusion[]
  readonly redirect: readonly Redirection[]
  readonly unbound: 'hold' | 'remainder'
}

export type ContractMode = 'push' | 'claim' | 'push-then-claim'

interface TargetBasics {
  readonly network: string
  /** `native`, or the token's EIP-55 address. */
  readonly asset: string
  /** Leaves paid by one transaction: a power of two from 1 to 1024. */
  readonly batchSize: number
  /** EIP-55; receives what is left after the deadline. Null is the owner. */
  readonly remainderTo: string | null
  /** EIP-55; null is the signing key. */
  readonly owner: string | null
}

/** Paid by the distributor contract. */
export interface ContractTarget extends TargetBasics {
  readonly mode: ContractMode
  /** Unix time in seconds after which nothing can be claimed. */
  readonly claimUntilSeconds: number
}

/** Paid by plain transfers of a one-time account: the payout book. */
export interface TransfersTarget extends TargetBasics {
  readonly mode: 'transfers'
  readonly claimUntilSeconds: number | null
}

export type CampaignTarget = ContractTarget | TransfersTarget

/** One of the two chains of a swap. */
export interface CampaignSwapPlace {
  readonly network: string
  /** Endpoints instead of the network's own. All of them are asked and must agree. */
  readonly rpcUrls: readonly string[]
  /** Blocks until a block counts as settled, itself included; null is the network's own number. */
  readonly confirmations: number | 'finalized' | null
  /** First block that can hold an event of the contract. */
  readonly fromBlock: number
}

/** The swap for late holders. Addresses are EIP-55. */
export interface CampaignSwap {
  readonly source: CampaignSwapPlace & { readonly lock: string }
  readonly target: CampaignSwapPlace & { readonly release: string }
  /** Shared folder of the relayers; null is `out/swap/attestations`. */
  readonly attestations: string | null
}

/** A campaign as `migration.yaml` describes it, checked and normalised. */
export interface Campaign {
  /** Absolute folder; the steps write to its `out/`. */
  readonly directory: string
  /** Absolute path of the campaign file. */
  readonly path: string
  readonly name: string
  readonly source: CampaignSource
  readonly rules: CampaignRules
  readonly target: CampaignTarget
  /** Added later for late holders, so not part of the publication or the digest. */
  readonly swap: CampaignSwap | null
  /** SHA-256 of the terms; comments, order and spelling of addresses do not change it. */
  readonly digest: string
}

/** What a campaign says, without its place and swap. */
export type CampaignTerms = Pick<Campaign, 'name' | 'source' | 'rules' | 'target'>

/** Identifies the terms of a campaign: 64 lower-case hex characters. */
export function campaignDigest({ name, source, rules, target }: CampaignTerms): string {
  return sha256Hex(canonicalJson({ format: CAMPAIGN_FORMAT, name, source, rules, target }))
}

/** Identifies the rules a tree was built with: 64 lower-case hex characters. */
export function rulesDigest(rules: CampaignRules): string {
  return sha256Hex(canonicalJson(rules))
}
