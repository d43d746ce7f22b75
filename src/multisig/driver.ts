import type { Intent } from '../chain/transactions/transactions.ts'
import type { Signer, TypedDataDomain, TypedDataTypes } from '../keystore/signer.ts'
import type { View } from '../primitives/view.ts'
import type { Call, DriverName, Grade, ProposalTerms } from './proposal/proposal.ts'
import type { ProposalSignature, SignatureForm } from './proposal/signature.ts'

/** What an owner signs: EIP-712, the domain's type following from its members. */
export interface ProposalTypedData {
  readonly domain: TypedDataDomain
  readonly types: TypedDataTypes
  readonly value: Record<string, unknown>
}

/**
 * What a proposal is to its kind of contract. Pure: a signer without a node has all of it.
 */
export interface ProposalScheme {
  readonly name: DriverName
  /** Ways an owner's key may sign; the first is the default. */
  readonly forms: readonly SignatureForm[]
  /** @throws PROPOSAL_INVALID if the terms are none of this driver's. */
  typedData(terms: ProposalTerms): ProposalTypedData
  /** What the signatures are over, 32 bytes as `0x…`; rebuilt from the terms alone. */
  digest(terms: ProposalTerms): string
  /** @throws POLICY_REFUSED and what the keystore says. */
  sign(terms: ProposalTerms, signer: Signer, form: SignatureForm): Promise<ProposalSignature>
  /**
   * Whose signature this is by its bytes alone, EIP-55; undefined if it is nobody's (also one with
   * a high s), and of a contract's, which only the chain can judge.
   */
  signerOf(digest: string, signature: ProposalSignature): string | undefined
  /**
   * Why these terms may not be signed where no chain can be asked, in words; undefined if they may.
   */
  chainNeeded(terms: ProposalTerms): string | undefined
}

/** A multisig contract on a chain: all that the commands do with it. */
export interface MultisigDriver extends ProposalScheme {
  readonly chainId: bigint
  /** The contract, EIP-55. */
  readonly multisig: string
  /** The contract as it stands, for `multisig show`. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  show(): Promise<View>
  /**
   * Gives calls a nonce and whatever else the contract wants hashed. Several drafts, asked for at
   * once, can be executed in their order.
   * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
   */
  draft(batches: readonly Draft[]): Promise<ProposalTerms[]>
  /** Whether no proposal with this nonce can be executed any more. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  isNonceUsed(nonce: bigint): Promise<boolean>
  /** What the contract makes of a proposal now. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  judge(terms: ProposalTerms): Promise<Judgement>
  /** Asks a contract that is an owner whether a signature is its (EIP-1271, or what the driver has). */
  isContractSignature(terms: ProposalTerms, signature: ProposalSignature): Promise<boolean>
  /**
   * The next transaction towards execution. What is no owner's is passed over, and what was confirmed
   * on chain counts too.
   */
  execution(
    terms: ProposalTerms,
    judgement: Judgement,
    signatures: readonly ProposalSignature[],
  ): Promise<Execution>
  /** A proposal that somebody put up on chain, by its digest. */
  published(digest: string): Promise<ProposalTerms | undefined>
  /**
   * The transaction by which an owner confirms on chain; the first one may publish it.
   * @param owner who confirms, EIP-55.
   */
  confirmation(terms: ProposalTerms, owner: string): Promise<Intent>
  /** How an owner calls a proposal off. @param owner who asks, EIP-55; a Safe lets anybody. */
  cancellation(terms: ProposalTerms, owner: () => Promise<string>): Promise<Cancellation>
  /** What happened, oldest first, from events. */
  history(): Promise<HistoryEntry[]>
}

/** What is to be proposed, before the contract's own fields are known. */
export interface Draft {
  readonly calls: readonly Call[]
  /** Unix seconds; null never. A driver whose contract has no expiry refuses one (MULTISIG_NO_EXPIRY). */
  readonly expiresAtSeconds: number | null
  /** Instead of the next free one. */
  readonly nonce?: bigint | undefined
}

export interface Owner {
  /** EIP-55. */
  readonly address: string
  readonly weight: number
}

/**
 * - `open`: it can be executed once it has its threshold.
 * - `waiting`: it has its threshold on chain and waits for its time-lock (`executableAtSeconds`).
 * - `executed`, `cancelled`: this very proposal was.
 * - `superseded`: another proposal used its nonce.
 * - `expired`: its time is over.
 */
export type ProposalState = 'open' | 'waiting' | 'executed' | 'cancelled' | 'superseded' | 'expired'

/** What a contract makes of a proposal, all at one block. */
export interface Judgement {
  readonly blockNumber: number
  /** As the contract itself computes it, `0x…`. */
  readonly digest: string
  readonly state: ProposalState
  /** Hash of the transaction that executed or cancelled it, where that is known. */
  readonly transactionHash: string | null
  readonly owners: readonly Owner[]
  readonly grade: Grade
  /** Who has confirmed on chain, EIP-55, sorted. */
  readonly confirmedBy: readonly string[]
  /** When its time-lock ends, Unix seconds; null if it has none or has not begun. */
  readonly executableAtSeconds: number | null
  /** Why it cannot be executed however many sign, in words; empty when it can. */
  readonly obstacles: readonly string[]
}

/** `schedule` begins a time-lock; `execute` is what it is all for. */
export interface Execution {
  readonly step: 'schedule' | 'execute'
  readonly intent: Intent
}

/**
 * - `transactions`: the owner's yes to calling it off, and, where that makes the weight full, the end
 *   of it (`isLast`).
 * - `proposal`: another proposal in its place, to be signed and executed like any.
 */
export type Cancellation =
  | {
      readonly kind: 'transactions'
      readonly intents: readonly Intent[]
      readonly isLast: boolean
      /** Weight for calling it off after these transactions, and what it takes. */
      readonly weight: number
      readonly threshold: number
    }
  | { readonly kind: 'proposal'; readonly terms: ProposalTerms }

export interface HistoryEntry {
  readonly blockNumber: number
  readonly transactionHash: string
  /** Past tense, as the contract's event: `ProposalExecuted`. */
  readonly event: string
  /** Of the proposal it is about; null of other events. */
  readonly digest: string | null
  /** The event's other arguments by name. */
  readonly details: Readonly<Record<string, string>>
}
