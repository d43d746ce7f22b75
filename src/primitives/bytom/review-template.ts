import { findOwnPrograms } from './account-programs.ts'
import { sameBytes, toBareHex } from './bare-hex.ts'
import { BTM_ASSET_ID } from './btm.ts'
import {
  amountsUnbalanced,
  inputTwice,
  templateInvalid,
  templateMismatch,
  templateNotOwn,
} from './bytom-errors.ts'
import { decodeTransaction } from './decode-transaction.ts'
import { formatBytomPath } from './derivation-path.ts'
import { checkOwnInput } from './own-input.ts'
import type { SignatureComponent, Template } from './template.ts'
import type {
  InputType,
  Transaction,
  TransactionInput,
  TransactionLedger,
  TransactionOutput,
} from './transaction.ts'
import { type TransactionIds, transactionIds } from './transaction-ids.ts'

/** Amounts are base units: neu for BTM. */
export interface ReviewedInput {
  readonly type: InputType
  readonly assetId: string
  readonly amount: bigint
  readonly program: Uint8Array
  /** Path of the key that signs it; null: it is not this key's. */
  readonly path: string | null
}

export interface ReviewedOutput {
  readonly type: TransactionOutput['type']
  readonly assetId: string
  readonly amount: bigint
  readonly program: Uint8Array
  /** The candidate's xpub, if it is a vote. */
  readonly vote: string | null
  /** Path of the own address it goes to; null: it leaves. */
  readonly path: string | null
}

/**
 * A template that was read to the last byte and found to ask nothing of this key but its own
 * inputs. Only `review` makes one, so its content can be relied on.
 */
export class ReviewedTemplate {
  readonly template: Template
  readonly ledger: TransactionLedger
  readonly rootXpub: Uint8Array
  readonly timeRange: bigint
  readonly ids: TransactionIds
  readonly inputs: readonly ReviewedInput[]
  readonly outputs: readonly ReviewedOutput[]
  readonly feeNeu: bigint

  private constructor(parts: ReviewParts) {
    this.template = parts.template
    this.ledger = parts.transaction.ledger
    this.rootXpub = parts.rootXpub
    this.timeRange = parts.transaction.timeRange
    this.ids = parts.ids
    this.inputs = parts.inputs
    this.outputs = parts.outputs
    this.feeNeu = parts.feeNeu
  }

  /** What this key's accounts lose, by asset: their inputs less what comes back. */
  get leaving(): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>()
    const add = (assetId: string, amount: bigint) =>
      sums.set(assetId, (sums.get(assetId) ?? 0n) + amount)
    for (const { path, assetId, amount } of this.inputs) if (path !== null) add(assetId, amount)
    for (const { path, assetId, amount } of this.outputs) if (path !== null) add(assetId, -amount)
    return new Map([...sums].filter(([, amount]) => amount > 0n))
  }

  /**
   * Reads what a template asks of the key with this root xpub, from the raw transaction alone: trusts
   * nothing that the node says about it.
   * @throws BYTOM_TRANSACTION_INVALID, BYTOM_TEMPLATE_INVALID, BYTOM_TEMPLATE_FOREIGN,
   * BYTOM_TEMPLATE_MISMATCH, BYTOM_AMOUNTS_UNBALANCED, BYTOM_INPUT_TWICE, and BYTOM_QUORUM_INVALID
   * for more than 255 keys
   */
  static review(
    template: Template,
    ledger: TransactionLedger,
    rootXpub: Uint8Array,
  ): ReviewedTemplate {
    const transaction = decodeTransaction(template.rawTransaction, ledger)
    const ids = transactionIds(transaction)
    assertDistinctInputs(ids)
    const own = ownComponents(template, transaction, ids, rootXpub)
    const feeNeu = balance(transaction)
    if (feeNeu !== BigInt(template.fee)) {
      throw templateMismatch(`its fee is ${feeNeu} neu, not ${template.fee} as it says`)
    }
    const inputs = transaction.inputs.map((input, position): ReviewedInput => {
      const key = own.get(position)?.keys.find((one) => sameBytes(one.rootXpub, rootXpub))
      return { ...amountOf(input), type: input.type, path: key ? formatBytomPath(key.path) : null }
    })
    const outputs = reviewOutputs(transaction, [...own.values()])
    return new ReviewedTemplate({ template, transaction, ids, rootXpub, inputs, outputs, feeNeu })
  }
}

interface ReviewParts {
  readonly template: Template
  readonly transaction: Transaction
  readonly ids: TransactionIds
  readonly rootXpub: Uint8Array
  readonly inputs: readonly ReviewedInput[]
  readonly outputs: readonly ReviewedOutput[]
  readonly feeNeu: bigint
}

/** The checked signature components of this key's inputs, by position. */
function ownComponents(
  { instructions }: Template,
  { inputs }: Transaction,
  { signHashes }: TransactionIds,
  rootXpub: Uint8Array,
): ReadonlyMap<number, SignatureComponent> {
  const own = new Map<number, SignatureComponent>()
  for (const { position, components } of instructions) {
    const input = inputs[position]
    if (!input) throw templateInvalid(`there is no input ${position}`)
    const isOwn = components.some(
      (component) =>
        component.type === 'raw_tx_signature' &&
        component.keys.some((key) => sameBytes(key.rootXpub, rootXpub)),
    )
    const signHash = signHashes[position] as Uint8Array
    if (isOwn) own.set(position, checkOwnInput(input, position, components, signHash))
  }
  if (own.size === 0) throw templateNotOwn(toBareHex(rootXpub))
  return own
}

function reviewOutputs(
  { outputs }: Transaction,
  own: readonly SignatureComponent[],
): ReviewedOutput[] {
  const paths = findOwnPrograms(
    own,
    outputs.map(({ program }) => program),
  )
  return outputs.map(({ type, assetId, amount, program, vote }) => {
    const comesBack = type === 'control' || type === 'vote'
    return {
      type,
      assetId: toBareHex(assetId),
      amount,
      program,
      vote: vote ? toBareHex(vote) : null,
      path: comesBack ? (paths.get(toBareHex(program)) ?? null) : null,
    }
  })
}

/** BTM may be left over, as the fee; every other asset goes in and out in one amount. */
function balance({ inputs, outputs }: Transaction): bigint {
  const sums = new Map<string, bigint>([[BTM_ASSET_ID, 0n]])
  const add = (assetId: string, amount: bigint) =>
    sums.set(assetId, (sums.get(assetId) ?? 0n) + amount)
  for (const input of inputs) {
    const { assetId, amount } = amountOf(input)
    add(assetId, amount)
  }
  for (const { assetId, amount } of outputs) add(toBareHex(assetId), -amount)
  for (const [assetId, left] of sums) {
    const isFee = assetId === BTM_ASSET_ID && left >= 0n
    if (left !== 0n && !isFee) throw amountsUnbalanced(assetId, left)
  }
  return sums.get(BTM_ASSET_ID) as bigint
}

function amountOf(input: TransactionInput): Omit<ReviewedInput, 'type' | 'path'> {
  if (input.type === 'coinbase') throw templateInvalid('it has a coinbase')
  if (input.type === 'issue') {
    const { assetId, amount, asset } = input.issue
    return { assetId: toBareHex(assetId), amount, program: asset.program }
  }
  const { assetId, amount, program } = input.spent
  return { assetId: toBareHex(assetId), amount, program }
}

/** Old nodes count an output that is spent twice in one transaction twice. */
function assertDistinctInputs({ inputIds }: TransactionIds): void {
  const seen = new Set<string>()
  for (const id of inputIds.map(toBareHex)) {
    if (seen.has(id)) throw inputTwice(id)
    seen.add(id)
  }
}
