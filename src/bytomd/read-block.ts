import { JsonCursor } from '../primitives/json-cursor.ts'
import type { Block, BlockInput, BlockOutput, BlockTransaction } from './block.ts'

const HASH_LENGTH = 64
const UINT64_LIMIT = 1n << 64n
/** Amounts on the chain are below this. */
const AMOUNT_LIMIT = 1n << 63n
const HEIGHT_LIMIT = 1n << 53n
/** One spelling per value, or the same program could count as two holders. */
const LOWER_CASE_BYTES = /^(?:[0-9a-f]{2})*$/

type Draft<T> = { -readonly [Key in keyof T]?: T[Key] | undefined }

/** The members of all types of inputs. */
interface InputMembers {
  readonly type: string
  readonly inputId: string
  readonly assetId: string
  readonly amount: bigint
  readonly program: string
  readonly spentOutputId: string
  readonly arbitrary: string
  readonly issuanceProgram: string
  readonly definition: string
}

/** A transaction that is not one of Bytom 1.x. */
export class TransactionUnreadable extends Error {
  constructor(
    readonly transaction: string,
    cause: unknown,
  ) {
    super((cause as Error).message, { cause })
  }
}

/**
 * Reads the `data` of get-block. What the block's hash does not cover (addresses, witnesses, sizes) is
 * skipped: nothing may depend on it.
 * @throws Error whose message says what is wrong, for text that is not JSON or not a block;
 *   TransactionUnreadable if the id was read before
 */
export function readBlock(text: string): Block {
  return new BlockReader(text).block()
}

class BlockReader {
  readonly #json: JsonCursor

  constructor(text: string) {
    this.#json = new JsonCursor(text)
  }

  block(): Block {
    const json = this.#json
    const block: Draft<Block> = {}
    json.object((key) => {
      switch (key) {
        case 'hash':
          block.hash = this.#hash(key)
          break
        case 'previous_block_hash':
          block.previousHash = this.#hash(key)
          break
        case 'transaction_merkle_root':
          block.transactionRoot = this.#hash(key)
          break
        case 'transaction_status_hash':
          block.statusRoot = this.#hash(key)
          break
        case 'height':
          block.height = Number(this.#integer(key, HEIGHT_LIMIT))
          break
        case 'version':
        case 'timestamp':
        case 'nonce':
        case 'bits':
          block[key] = this.#integer(key, UINT64_LIMIT)
          break
        case 'transactions':
          block.transactions = this.#list(() => this.#transaction())
          break
        default:
          json.skip()
      }
    })
    json.end()
    const numbers = ['height', 'version', 'timestamp', 'nonce', 'bits'] as const
    const hashes = ['hash', 'previousHash', 'transactionRoot', 'statusRoot'] as const
    return complete(block, 'block', [...hashes, ...numbers, 'transactions'])
  }

  #transaction(): BlockTransaction {
    const draft: Draft<BlockTransaction> = {}
    try {
      return this.#transactionInto(draft)
    } catch (error) {
      throw draft.id === undefined ? error : new TransactionUnreadable(draft.id, error)
    }
  }

  #transactionInto(transaction: Draft<BlockTransaction>): BlockTransaction {
    const json = this.#json
    json.object((key) => {
      switch (key) {
        case 'id':
          transaction.id = this.#hash(key)
          break
        case 'mux_id':
          transaction.muxId = this.#hash(key)
          break
        case 'version':
          transaction.version = this.#integer(key, UINT64_LIMIT)
          break
        case 'time_range':
          transaction.timeRange = this.#integer(key, UINT64_LIMIT)
          break
        case 'status_fail':
          transaction.statusFail = json.boolean()
          break
        case 'inputs':
          transaction.inputs = this.#list(() => this.#input())
          break
        case 'outputs':
          transaction.outputs = this.#list(() => this.#output())
          break
        default:
          json.skip()
      }
    })
    const facts = ['id', 'muxId', 'version', 'timeRange', 'statusFail'] as const
    return complete(transaction, 'transaction', [...facts, 'inputs', 'outputs'])
  }

  #input(): BlockInput {
    const json = this.#json
    const input: Draft<InputMembers> = {}
    json.object((key) => {
      switch (key) {
        case 'type':
          input.type = json.string()
          break
        case 'input_id':
          input.inputId = this.#hash(key)
          break
        case 'asset_id':
          input.assetId = this.#hash(key)
          break
        case 'amount':
          input.amount = this.#integer(key, AMOUNT_LIMIT)
          break
        case 'control_program':
          input.program = this.#bytes(key)
          break
        case 'spent_output_id':
          input.spentOutputId = this.#hash(key)
          break
        case 'arbitrary':
          input.arbitrary = this.#bytes(key)
          break
        case 'issuance_program':
          input.issuanceProgram = this.#bytes(key)
          break
        case 'asset_definition':
          input.definition = json.raw()
          break
        default:
          json.skip()
      }
    })
    return completeInput(input)
  }

  #output(): BlockOutput {
    const json = this.#json
    const output: Draft<BlockOutput> = {}
    json.object((key) => {
      switch (key) {
        case 'id':
          output.id = this.#hash(key)
          break
        case 'asset_id':
          output.assetId = this.#hash(key)
          break
        case 'amount':
          output.amount = this.#integer(key, AMOUNT_LIMIT)
          break
        case 'control_program':
          output.program = this.#bytes(key)
          break
        default:
          json.skip()
      }
    })
    return complete(output, 'output', ['id', 'assetId', 'amount', 'program'])
  }

  #list<Item>(readItem: () => Item): Item[] {
    const items: Item[] = []
    this.#json.list(() => void items.push(readItem()))
    return items
  }

  #hash(key: string): string {
    const text = this.#bytes(key)
    if (text.length !== HASH_LENGTH) throw new Error(`${key} does not have 32 bytes`)
    return text
  }

  #bytes(key: string): string {
    const text = this.#json.string()
    if (!LOWER_CASE_BYTES.test(text)) throw new Error(`${key} is not lower-case hex`)
    return text
  }

  #integer(key: string, limit: bigint): bigint {
    const value = this.#json.integer()
    if (value >= limit) throw new Error(`${key} is larger than the chain allows: ${value}`)
    return value
  }
}

function completeInput(input: Draft<InputMembers>): BlockInput {
  const value = ['inputId', 'assetId', 'amount'] as const
  const { type } = input
  switch (type) {
    case 'spend':
      return { ...complete(input, 'input', [...value, 'spentOutputId', 'program']), type }
    case 'coinbase':
      return { ...complete(input, 'input', [...value, 'arbitrary']), type }
    case 'issue':
      return { ...complete(input, 'input', [...value, 'issuanceProgram', 'definition']), type }
    case '':
      return { ...complete(input, 'input', value), type: 'repeated' }
    default:
      throw new Error(`an input has the type "${type}"`)
  }
}

/** The draft itself, if it has all of `keys`. */
function complete<T extends object, Key extends keyof T & string>(
  draft: Draft<T>,
  what: string,
  keys: readonly Key[],
): Pick<T, Key> {
  for (const key of keys) {
    if (draft[key] === undefined) throw new Error(`a member of the ${what} is missing: ${key}`)
  }
  return draft as Pick<T, Key>
}
