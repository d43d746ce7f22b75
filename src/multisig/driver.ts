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
 * The rules of one kind of contract for proposals. Pure: needs no node.
 */
export interface ProposalScheme {
  readonly name: DriverName
  /** Forms in which an owner's key may sign; the first is the default. */
  readonly forms: readonly SignatureForm[]
  /** @throws PROPOSAL_INVALID if the terms are not of this driver. */
  typedData(terms: ProposalTerms): ProposalTypedData
  /** What owners sign, 32 bytes as `0x…`; computed from the terms alone. */
  digest(terms: ProposalTerms): string
  /** @throws POLICY_REFUSED; as the keystore does. */
  sign(terms: ProposalTerms, signer: Signer, form: SignatureForm): Promise<ProposalSignature>
  /**
   * The signer, EIP-55, recovered from the bytes; undefined if the signature is invalid (also with a
   * high s) or a contract's, which only the chain can check.
   */
  signerOf(digest: string, signature: ProposalSignature): string | undefined
  /**
   * Why these terms cannot be signed offline, as text; undefined if they can.
   */
  chainNeeded(terms: ProposalTerms): string | undefined
}

/** A multisig contract on a chain, with everything the commands do with it. */
export interface MultisigDriver extends ProposalScheme {
  readonly chainId: bigint
  /** The contract, EIP-55. */
  readonly multisig: string
  /** The state of the contract, for `multisig show`. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  show(): Promise<View>
  /**
   * Gives calls a nonce and the other fields that the contract hashes. Drafts of one call of this
   * function can be executed in their order.
   * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
   */
  draft(batches: readonly Draft[]): Promise<ProposalTerms[]>
  /** Whether no proposal with this nonce can be executed any more. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  isNonceUsed(nonce: bigint): Promise<boolean>
  /** The state and grade of a proposal now. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
  judge(terms: ProposalTerms): Promise<Judgement>
  /** Asks a contract that is an owner whether it accepts a signature (EIP-1271, or the driver's own way). */
  isContractSignature(terms: ProposalTerms, signature: ProposalSignature): Promise<boolean>
  /**
   * The next transaction towards execution. Ignores signatures of others than owners, and counts
   * confirmations on chain.
   */
  execution(
    terms: ProposalTerms,
    judgement: Judgement,
    signatures: readonly ProposalSignature[],
  ): Promise<Execution>
  /** A proposal published on chain, by its digest. */
  published(digest: string): Promise<ProposalTerms | undefined>
  /**
   * The transaction by which an owner confirms on chain; the first one may publish it.
   * @param owner who confirms, EIP-55.
   */
  confirmation(terms: ProposalTerms, owner: string): Promise<Intent>
  /** How an owner cancels a proposal. @param owner who asks, EIP-55; a Safe lets anybody. */
  cancellation(terms: ProposalTerms, owner: () => Promise<string>): Promise<Cancellation>
  /** The events, oldest first. */
  history(): Promise<HistoryEntry[]>
}

/** A proposal before the contract's own fields are known. */
export interface Draft {
  readonly calls: readonly Call[]
  /** Unix seconds; null for never. A driver without expiry refuses one (MULTISIG_NO_EXPIRY). */
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
 * - `executed`, `cancelled`: this proposal was.
 * - `superseded`: another proposal used its nonce.
 * - `expired`: its time is over.
 */
export type ProposalState = 'open' | 'waiting' | 'executed' | 'cancelled' | 'superseded' | 'expired'

/** State and grade of a proposal, all at one block. */
export interface Judgement {
  readonly blockNumber: number
  /** As the contract itself computes it, `0x…`. */
  readonly digest: string
  readonly state: ProposalState
  /** Hash of the transaction that executed or cancelled it, if known. */
  readonly transactionHash: string | null
  readonly owners: readonly Owner[]
  readonly grade: Grade
  /** Who has confirmed on chain, EIP-55, sorted. */
  readonly confirmedBy: readonly string[]
  /** When its time-lock ends, Unix seconds; null if it has none or has not begun. */
  readonly executableAtSeconds: number | null
  /** Why it cannot be executed even if all owners sign; empty if it can. */
  readonly obstacles: readonly string[]
}

/** `schedule` starts the time-lock, `execute` makes the calls. */
export interface Execution {
  readonly step: 'schedule' | 'execute'
  readonly intent: Intent
}

/**
 * - `transactions`: the owner's confirmation, and, if that completes the weight, the cancellation
 *   (`isLast`).
 * - `proposal`: another proposal for the same nonce, to be signed and executed instead.
 */
export type Cancellation =
  | {
      readonly kind: 'transactions'
      readonly intents: readonly Intent[]
      readonly isLast: boolean
      /** Weight for the cancellation after these transactions; `threshold` is the weight needed. */
      readonly weight: number
      readonly threshold: number
    }
  | { readonly kind: 'proposal'; readonly terms: ProposalTerms }

export interface HistoryEntry {
  readonly blockNumber: number
  readonly transactionHash: string
  /** Past tense, as the contract's event: `ProposalExecuted`. */
  readonly event: string
  /** Digest of its proposal; null for other events. */
  readonly digest: string | null
  /** The event's other arguments by name. */
  readonly details: Readonly<Record<string, string>>
}
