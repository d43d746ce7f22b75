import { ByteReader } from './byte-reader.ts'
import { byteString, concatBytes, varint } from './byte-writing.ts'
import { isRetired } from './control-program.ts'
import { HASH_BYTES } from './hashes.ts'
import type {
  AssetSource,
  InputType,
  SpentOutput,
  Transaction,
  TransactionInput,
  TransactionLedger,
  TransactionOutput,
  Witness,
} from './transaction.ts'

/** First byte of a transaction with its witnesses. */
export const SERIALIZATION = 0x07
export const ASSET_VERSION = 1n
const VM_VERSION = 1n
const NOTHING = new Uint8Array()

const INPUT_TYPES: Readonly<Record<TransactionLedger, readonly InputType[]>> = {
  bytom: ['issue', 'spend', 'coinbase'],
  vapor: ['cross-in', 'spend', 'coinbase', 'veto'],
}
const VAPOR_OUTPUT_TYPES = ['control', 'cross-out', 'vote'] as const

/**
 * Reads a raw transaction of Bytom 1.x or Vapor to its last byte; the bytes do not say of which.
 * Unknown bytes at the end of a commitment or a witness are kept, as nodes keep them.
 * @throws BYTOM_TRANSACTION_INVALID
 */
export function decodeTransaction(raw: Uint8Array, ledger: TransactionLedger): Transaction {
  const reader = new ByteReader(raw)
  if (reader.byte() !== SERIALIZATION) throw reader.invalid('it does not begin with 07')
  const version = reader.varint()
  const timeRange = reader.varint()
  const inputs = Array.from({ length: reader.length() }, () => readInput(reader, ledger))
  const outputs = Array.from({ length: reader.length() }, () => readOutput(reader, ledger))
  if (!reader.isAtEnd) throw reader.invalid('bytes follow its end')
  return { ledger, version, timeRange, inputs, outputs }
}

function readInput(reader: ByteReader, ledger: TransactionLedger): TransactionInput {
  requireAssetVersion(reader)
  const commitment = reader.nested()
  const witness = reader.nested()
  const type = INPUT_TYPES[ledger][commitment.byte()]
  const bytes = commitment.all
  switch (type) {
    case 'spend': {
      const spent = readSpent(commitment)
      return { type, spent, commitment: bytes, witness: readWitness(witness) }
    }
    case 'veto': {
      const spent = readSpent(commitment)
      const vote = commitment.string()
      return { type, spent, vote, commitment: bytes, witness: readWitness(witness) }
    }
    case 'coinbase': {
      const arbitrary = commitment.string()
      const empty = { before: witness.rest(), arguments: null, behind: NOTHING }
      return { type, arbitrary, commitment: bytes, witness: empty }
    }
    case 'cross-in': {
      const spent = readSpent(commitment)
      const vmVersion = commitment.varint()
      const asset = { vmVersion, definition: commitment.string(), program: commitment.string() }
      return { type, spent, asset, commitment: bytes, witness: readWitness(witness) }
    }
    case 'issue': {
      const nonce = commitment.string()
      const assetId = commitment.take(HASH_BYTES)
      const amount = commitment.varint()
      const asset = readAssetSource(witness)
      const read = readWitness(witness, assetSourceBytes(asset))
      return { type, issue: { nonce, assetId, amount, asset }, commitment: bytes, witness: read }
    }
    default:
      throw commitment.invalid('an input is of an unknown type')
  }
}

function readSpent(commitment: ByteReader): SpentOutput {
  const spent = commitment.nested()
  const sourceId = spent.take(HASH_BYTES)
  const assetId = spent.take(HASH_BYTES)
  const amount = spent.varint()
  const sourcePosition = spent.varint()
  requireVmVersion(spent)
  return { sourceId, assetId, amount, sourcePosition, program: spent.string() }
}

function readAssetSource(witness: ByteReader): AssetSource {
  const definition = witness.string()
  const vmVersion = witness.varint()
  return { definition, vmVersion, program: witness.string() }
}

function assetSourceBytes({ definition, vmVersion, program }: AssetSource): Uint8Array {
  return concatBytes(byteString(definition), varint(vmVersion), byteString(program))
}

function readWitness(witness: ByteReader, before: Uint8Array = NOTHING): Witness {
  const list = Array.from({ length: witness.length() }, () => witness.string())
  return { before, arguments: list, behind: witness.rest() }
}

function readOutput(reader: ByteReader, ledger: TransactionLedger): TransactionOutput {
  requireAssetVersion(reader)
  const commitment = reader.nested()
  if (reader.length() !== 0) throw reader.invalid('an output has a witness')
  if (ledger === 'bytom') return { ...readPayment(commitment), commitment: commitment.all }
  const type = VAPOR_OUTPUT_TYPES[commitment.byte()]
  if (type === undefined) throw commitment.invalid('an output is of an unknown type')
  const vote = type === 'vote' ? { vote: commitment.string() } : {}
  const payment = readPayment(commitment.nested(), type)
  return { ...payment, ...vote, commitment: commitment.all }
}

/** An output to an unspendable program is retired, whatever its type. */
function readPayment(
  reader: ByteReader,
  type: TransactionOutput['type'] = 'control',
): Omit<TransactionOutput, 'commitment'> {
  const assetId = reader.take(HASH_BYTES)
  const amount = reader.varint()
  requireVmVersion(reader)
  const program = reader.string()
  return { type: isRetired(program) ? 'retire' : type, assetId, amount, program }
}

function requireAssetVersion(reader: ByteReader): void {
  if (reader.varint() !== ASSET_VERSION) throw reader.invalid('an asset version is not 1')
}

function requireVmVersion(reader: ByteReader): void {
  if (reader.varint() !== VM_VERSION) throw reader.invalid('a VM version is not 1')
}
