import type {
  BlockInput,
  BlockOutput,
  VerifiedBlock,
  VerifiedTransaction,
} from '../../../bytomd/block.ts'
import { REPEATED_SPENDS_END, subsidyOf } from '../../../bytomd/consensus.ts'
import { isRetired, spendInputId } from '../../../bytomd/entry-ids.ts'
import { BTM_ASSET_ID } from '../../../primitives/bytom/btm.ts'
import type { AssetDefinition } from './asset-terms.ts'
import { outputUnknown, type TransactionPlace, transactionImpossible } from './bytom-errors.ts'
import type { RepeatedSpend } from './facts.ts'
import { type Unspent, UnspentTable } from './unspent-table.ts'

/**
 * The unspent outputs of Bytom 1.x, block by block from 0 (reference: Bytom, 2), and the history of
 * the supply of one asset. Blocks are verified before. Pure, except for its own state.
 */
export class Replay {
  issued = 0n
  retired = 0n
  readonly repeatedSpends: RepeatedSpend[] = []
  /** What the first issuance says the asset is. */
  definition: AssetDefinition | undefined
  /**
   * By the id of the output, if it is BTM. Of other assets by the id of the input that would spend
   * it: a node can pass a spend off as an issuance, which gives an input id and does not say what
   * it is made of, and here such an id is met again.
   */
  readonly #unspent = new UnspentTable()
  readonly #assetId: string

  constructor(assetId: string) {
    this.#assetId = assetId
  }

  unspent(): Iterable<Unspent> {
    return this.#unspent.values()
  }

  /** @throws BYTOM_OUTPUT_UNKNOWN, BYTOM_TRANSACTION_IMPOSSIBLE naming height and transaction. */
  take({ height, transactions }: VerifiedBlock): void {
    if (this.#assetId === BTM_ASSET_ID) this.issued += subsidyOf(height)
    for (const transaction of transactions) {
      const place = { height, transaction: transaction.id }
      if (this.#assetId !== BTM_ASSET_ID) this.#assertBalanced(transaction, place)
      this.#takeInputs(transaction, place)
      this.#takeOutputs(transaction, place)
    }
  }

  /** Of BTM the fees and the coinbase show it. */
  #assertBalanced(
    { inputs, outputs, statusFail }: VerifiedTransaction,
    place: TransactionPlace,
  ): void {
    if (statusFail) return
    const [comes, goes] = [inputs, outputs].map((values) => sumOf(values, this.#assetId))
    if (comes === goes) return
    throw transactionImpossible(place, `pays ${goes} units of the asset out of ${comes}`)
  }

  #takeInputs({ inputs, statusFail }: VerifiedTransaction, place: TransactionPlace): void {
    const spent = new Set<string>()
    for (const input of inputs) {
      if (input.type === 'issue') this.#assertIssue(input, place)
      if (statusFail && input.assetId !== BTM_ASSET_ID) continue
      if (input.type === 'issue') this.#issue(input)
      if (input.type === 'repeated') this.#repeat(input, inputs, place)
      if (input.type !== 'spend') continue
      if (spent.has(input.spentOutputId)) this.#repeat(input, inputs, place)
      else this.#spend(input, place)
      spent.add(input.spentOutputId)
    }
  }

  #spend(input: BlockInput & { type: 'spend' }, place: TransactionPlace): void {
    const isBtm = input.assetId === BTM_ASSET_ID
    const key = isBtm ? input.spentOutputId : input.inputId
    const output = this.#unspent.get(key)
    if (output === undefined) throw outputUnknown(place, input.spentOutputId)
    const { assetId, amount, program } = output
    if (input.assetId !== assetId || input.amount !== amount || input.program !== program) {
      throw transactionImpossible(place, `spends ${input.spentOutputId} as something it is not`)
    }
    this.#unspent.delete(key)
  }

  #assertIssue(input: BlockInput & { type: 'issue' }, place: TransactionPlace): void {
    if (input.assetId === BTM_ASSET_ID) throw transactionImpossible(place, 'issues BTM')
    if (!this.#unspent.has(input.inputId)) return
    throw transactionImpossible(place, `issues ${input.amount} units that it spends in truth`)
  }

  #issue({ assetId, amount, definition, issuanceProgram }: BlockInput & { type: 'issue' }): void {
    if (assetId !== this.#assetId) return
    this.issued += amount
    this.definition ??= { definition, issuanceProgram }
  }

  #repeat(input: BlockInput, inputs: readonly BlockInput[], place: TransactionPlace): void {
    const { assetId, amount } = input
    const isNamed = inputs.some(
      (other) => other.type === 'spend' && other.assetId === assetId && other.amount === amount,
    )
    if (!isNamed || place.height >= REPEATED_SPENDS_END) {
      throw transactionImpossible(place, `counts ${amount} units that no output has`)
    }
    if (assetId !== this.#assetId) return
    this.repeatedSpends.push({ ...place, excessBaseUnits: amount })
  }

  #takeOutputs(
    { inputs, outputs, statusFail }: VerifiedTransaction,
    place: TransactionPlace,
  ): void {
    const coinbaseHeight = inputs[0]?.type === 'coinbase' ? place.height : null
    for (const output of outputs) {
      if (statusFail && output.assetId !== BTM_ASSET_ID) continue
      if (isRetired(output.program)) this.#retire(output)
      else this.#add(output, coinbaseHeight, place)
    }
  }

  #retire({ assetId, amount }: BlockOutput): void {
    if (assetId === this.#assetId) this.retired += amount
  }

  #add(output: BlockOutput, coinbaseHeight: number | null, place: TransactionPlace): void {
    const { id, assetId, amount, program } = output
    const isBtm = assetId === BTM_ASSET_ID
    const key = isBtm ? id : spendInputId(id)
    if (this.#unspent.has(key)) throw transactionImpossible(place, `makes the output ${id} again`)
    this.#unspent.add(key, { assetId, amount, program, coinbaseHeight })
  }
}

function sumOf(values: readonly { assetId: string; amount: bigint }[], assetId: string): bigint {
  return values.reduce((sum, one) => (one.assetId === assetId ? sum + one.amount : sum), 0n)
}
