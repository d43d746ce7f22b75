import { fromBareHex } from './bare-hex.ts'
import { BTM_ASSET_ID } from './btm.ts'
import { byteString, concatBytes, uint64, varint } from './byte-writing.ts'
import { sha3 } from './hashes.ts'
import type {
  AssetSource,
  SpentOutput,
  Transaction,
  TransactionInput,
  TransactionLedger,
  TransactionOutput,
} from './transaction.ts'

// A transaction's id is the hash of a header over its outputs, each of which names the mux, which
// names every input. So the id, and with it each signature, covers all but the witnesses.

/** Ids of 32 bytes, by position where there are several. */
export interface TransactionIds {
  readonly txId: Uint8Array
  readonly muxId: Uint8Array
  readonly inputIds: readonly Uint8Array[]
  /** Of spends and vetoes; undefined for other inputs. */
  readonly spentOutputIds: readonly (Uint8Array | undefined)[]
  readonly outputIds: readonly Uint8Array[]
  /** What the signatures of each input are over. */
  readonly signHashes: readonly Uint8Array[]
}

interface Value {
  readonly assetId: Uint8Array
  readonly amount: bigint
}

const VM_VERSION = uint64(1n)
const MUX_PROGRAM = Uint8Array.of(0x51)
const BTM = fromBareHex(BTM_ASSET_ID) as Uint8Array

/** The ids of a decoded transaction, from nothing but its bytes. */
export function transactionIds(transaction: Transaction): TransactionIds {
  const { ledger, version, timeRange, inputs, outputs } = transaction
  const spentOutputIds = inputs.map((input) => spentOutputId(input, ledger))
  const inputIds = inputs.map((input, i) => inputId(input, ledger, spentOutputIds[i]))
  const muxSources = inputs.map((input, i) =>
    source(inputIds[i] as Uint8Array, inputValue(input, transaction), 0n),
  )
  const muxId = entryId('mux1', varint(inputs.length), ...muxSources, programBody(MUX_PROGRAM))
  const outputIds = outputs.map((output, i) => outputId(output, ledger, muxId, BigInt(i)))
  const header = [uint64(version), uint64(timeRange), varint(outputs.length), ...outputIds]
  const txId = entryId('txheader', ...header)
  const signHashes = inputIds.map((id) => sha3(id, txId))
  return { txId, muxId, inputIds, spentOutputIds, outputIds, signHashes }
}

/** The id of an asset: what it was defined as and who may issue it. */
export function assetIdOf({ definition, vmVersion, program }: AssetSource): Uint8Array {
  return sha3(uint64(vmVersion), byteString(program), sha3(definition))
}

function spentOutputId(input: TransactionInput, ledger: TransactionLedger): Uint8Array | undefined {
  if (input.type === 'spend') return controlOutputId(spentBody(input.spent), ledger)
  if (input.type !== 'veto') return undefined
  return entryId('voteoutput1', ...spentBody(input.spent), byteString(input.vote))
}

function inputId(
  input: TransactionInput,
  ledger: TransactionLedger,
  spentId: Uint8Array = new Uint8Array(),
): Uint8Array {
  switch (input.type) {
    case 'spend':
      return entryId('spend1', spentId)
    case 'veto':
      return entryId('vetoInput1', spentId)
    case 'coinbase':
      return entryId('coinbase1', byteString(input.arbitrary))
    case 'issue': {
      const { nonce, assetId, amount } = input.issue
      return entryId('issuance1', sha3(nonce), assetId, uint64(amount))
    }
    case 'cross-in': {
      const { vmVersion, program, definition } = input.asset
      const mainChainId = controlOutputId(spentBody(input.spent), ledger)
      const asset = [uint64(vmVersion), byteString(program), sha3(definition)]
      return entryId('crosschaininput1', mainChainId, ...asset)
    }
  }
}

function inputValue(input: TransactionInput, { ledger, outputs }: Transaction): Value {
  if (input.type === 'issue') return input.issue
  if (input.type !== 'coinbase') return input.spent
  const paid = ledger === 'bytom' ? outputs.slice(0, 1) : outputs
  return { assetId: BTM, amount: paid.reduce((sum, { amount }) => sum + amount, 0n) }
}

function outputId(
  output: TransactionOutput,
  ledger: TransactionLedger,
  muxId: Uint8Array,
  position: bigint,
): Uint8Array {
  const from = source(muxId, output, position)
  const program = programBody(output.program)
  switch (output.type) {
    case 'control':
      return controlOutputId([from, program], ledger)
    case 'retire':
      return entryId('retirement1', from)
    case 'vote':
      return entryId('voteoutput1', from, program, byteString(output.vote ?? new Uint8Array()))
    case 'cross-out':
      return entryId('crosschainoutput1', from, program)
  }
}

function controlOutputId(body: readonly Uint8Array[], ledger: TransactionLedger): Uint8Array {
  return entryId(ledger === 'bytom' ? 'output1' : 'intrachainoutput1', ...body)
}

function spentBody(spent: SpentOutput): Uint8Array[] {
  return [source(spent.sourceId, spent, spent.sourcePosition), programBody(spent.program)]
}

function source(id: Uint8Array, { assetId, amount }: Value, position: bigint): Uint8Array {
  return concatBytes(id, assetId, uint64(amount), uint64(position))
}

function programBody(program: Uint8Array): Uint8Array {
  return concatBytes(VM_VERSION, byteString(program))
}

function entryId(type: string, ...body: readonly Uint8Array[]): Uint8Array {
  return sha3(new TextEncoder().encode(`entryid:${type}:`), sha3(...body))
}
