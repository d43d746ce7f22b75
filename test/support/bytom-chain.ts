import type { BlockInput, BlockOutput, BlockTransaction } from '../../src/bytomd/block.ts'
import { subsidyOf } from '../../src/bytomd/consensus.ts'
import {
  blockHash,
  inputId,
  muxId,
  outputIds,
  spendInputId,
  transactionId,
} from '../../src/bytomd/entry-ids.ts'
import { statusRoot, transactionRoot } from '../../src/bytomd/merkle-root.ts'

export const BTM = 'f'.repeat(64)
/** OP_TRUE: anybody can spend it. */
export const ANYBODY = '51'

/** An output of this chain, to be spent. */
export type Coin = BlockOutput

/** What a block pays: its coinbase, and each of its transactions. */
export interface MinedBlock {
  readonly coinbase: Coin
  readonly paid: readonly (readonly Coin[])[]
}

/** A transaction as it is asked for; what has no value of its own is worked out. */
export interface Draft {
  readonly spends?: readonly Coin[]
  /** Coins of `spends` that are named a second time. */
  readonly repeats?: readonly Coin[]
  /** Coins that are spent, and said to be issued. */
  readonly disguised?: readonly Coin[]
  readonly issues?: readonly { readonly assetId: string; readonly amount: bigint }[]
  readonly pays: readonly Omit<BlockOutput, 'id'>[]
  readonly fails?: boolean
}

/** The program of a single key, made from a number. */
export function program(n: number): string {
  return `0014${n.toString(16).padStart(40, '0')}`
}

/**
 * A chain of Bytom 1.x with whatever blocks a test wants: ids, roots and hashes are right, proof of
 * work and signatures are not there.
 */
export class BytomChain {
  /** `get-block` of each height, as JSON text. */
  readonly blocks: string[] = []
  #hash = '0'.repeat(64)
  #issues = 0

  /** A chain with a block 0 of its own, or one that forks off another one's `upTo`. */
  constructor(other?: BytomChain, upTo = 0) {
    if (other === undefined) this.mine([])
    else for (const block of other.blocks.slice(0, upTo + 1)) this.#push(block)
  }

  get height(): number {
    return this.blocks.length - 1
  }

  /** Adds a block, whose coinbase pays `surplus` too much. @returns what it pays, by transaction. */
  mine(drafts: readonly Draft[], { to = program(0), surplus = 0n } = {}): MinedBlock {
    const height = this.height + 1
    const paid = drafts.map((draft) => this.#transaction(draft))
    const fees = drafts.reduce((sum, draft) => sum + feeOf(draft), surplus)
    const timestamp = 1795229000n + BigInt(height) * 150n
    const coinbase = this.#coinbase(height, { to, amount: subsidyOf(height) + fees })
    const transactions = [coinbase, ...paid]
    const header = {
      version: 1n,
      height,
      previousHash: this.#hash,
      timestamp,
      nonce: 2n ** 63n + BigInt(height),
      bits: 2305843009214532812n,
      transactionRoot: transactionRoot(transactions.map(({ id }) => id)),
      statusRoot: statusRoot(transactions.map(({ statusFail }) => statusFail)),
    }
    this.#push(
      json({
        hash: blockHash(header),
        size: 546,
        version: 1,
        height,
        previous_block_hash: header.previousHash,
        timestamp,
        nonce: header.nonce,
        bits: header.bits,
        difficulty: '20',
        transaction_merkle_root: header.transactionRoot,
        transaction_status_hash: header.statusRoot,
        transactions: transactions.map(transactionJson),
      }),
    )
    const [first] = coinbase.outputs
    return { coinbase: first as Coin, paid: paid.map(({ outputs }) => [...outputs]) }
  }

  #push(block: string): void {
    this.blocks.push(block)
    this.#hash = /"hash":"([0-9a-f]{64})"/.exec(block)?.[1] as string
  }

  #coinbase(height: number, { to, amount }: { to: string; amount: bigint }): BlockTransaction {
    const arbitrary = Buffer.from(`\0${height}`).toString('hex')
    const input = { type: 'coinbase', inputId: '', assetId: '0'.repeat(64), amount: 0n } as const
    const outputs = [{ assetId: BTM, amount, program: to }]
    return completed([{ ...input, arbitrary }], outputs, false)
  }

  #transaction({ spends = [], repeats = [], disguised = [], issues = [], pays, fails }: Draft) {
    const inputs: BlockInput[] = [
      ...repeats.map(({ assetId, amount }) => ({
        ...{ type: 'repeated' as const, inputId: '', assetId, amount },
      })),
      ...spends.map(({ id, assetId, amount, program }) => ({
        ...{ type: 'spend' as const, inputId: '', assetId, amount, spentOutputId: id, program },
      })),
      ...disguised.map(({ id, assetId, amount }) => ({
        ...{ type: 'issue' as const, assetId, amount, issuanceProgram: 'ae', definition: '{}' },
        inputId: spendInputId(id),
      })),
      ...issues.map(({ assetId, amount }) => ({
        ...{ type: 'issue' as const, assetId, amount, issuanceProgram: 'ae', definition: '{}' },
        inputId: (++this.#issues).toString(16).padStart(64, 'a'),
      })),
    ]
    return completed(inputs, pays, fails ?? false, repeats)
  }
}

function feeOf({ spends = [], repeats = [], pays }: Draft): bigint {
  const btm = (values: readonly { assetId: string; amount: bigint }[]) =>
    values.reduce((sum, { assetId, amount }) => (assetId === BTM ? sum + amount : sum), 0n)
  return btm(spends) + btm(repeats) - btm(pays)
}

function completed(
  drafts: readonly BlockInput[],
  pays: readonly Omit<BlockOutput, 'id'>[],
  statusFail: boolean,
  repeats: readonly Coin[] = [],
): BlockTransaction {
  const inputs = drafts.map((input) => ({ ...input, inputId: inputId(input) }))
  const draft: BlockTransaction = {
    ...{ id: '', muxId: '', version: 1n, timeRange: 0n, statusFail },
    ...{ inputs, outputs: pays.map((output) => ({ ...output, id: '' })) },
  }
  const mux = muxId(
    draft,
    inputs.map(({ inputId: id }, i) => (repeats[i] ? spendInputId(repeats[i].id) : id)),
  )
  const ids = outputIds(draft, mux)
  const outputs = draft.outputs.map((output, i) => ({ ...output, id: ids[i] as string }))
  return { ...draft, outputs, muxId: mux, id: transactionId(draft, ids) }
}

function transactionJson(transaction: BlockTransaction): object {
  const { id, version, timeRange, statusFail, muxId: mux } = transaction
  return {
    ...{ id, version, size: 56, time_range: timeRange },
    inputs: transaction.inputs.map(inputJson),
    outputs: transaction.outputs.map((output, position) => ({
      type: output.program.startsWith('6a') ? 'retire' : 'control',
      ...{ id: output.id, position, asset_id: output.assetId, asset_definition: {} },
      ...{ amount: output.amount, control_program: output.program },
    })),
    ...{ status_fail: statusFail, mux_id: mux },
  }
}

function inputJson(input: BlockInput): object {
  const { type, assetId, amount } = input
  return {
    type: type === 'repeated' ? '' : type,
    ...{ asset_id: assetId, asset_definition: {}, amount },
    ...(type === 'spend' && { control_program: input.program }),
    ...(type === 'spend' && { spent_output_id: input.spentOutputId }),
    ...(type === 'coinbase' && { arbitrary: input.arbitrary }),
    ...(type === 'issue' && { issuance_program: input.issuanceProgram }),
    ...{
      input_id: input.inputId,
      witness_arguments: type === 'coinbase' ? null : ['01ab', '02cd'],
    },
    sign_data: '0'.repeat(64),
  }
}

/** JSON with bare digits for a bigint, as Go writes it. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    typeof member === 'bigint' ? `#${member}#` : member,
  ).replace(/"#(\d+)#"/g, '$1')
}
