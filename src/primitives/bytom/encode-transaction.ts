import { byteString, concatBytes, varint } from './byte-writing.ts'
import { ASSET_VERSION, SERIALIZATION } from './decode-transaction.ts'
import type { Transaction, TransactionInput, Witness } from './transaction.ts'

/** The raw transaction: of one that was decoded, the same bytes again. */
export function encodeTransaction({
  version,
  timeRange,
  inputs,
  outputs,
}: Transaction): Uint8Array {
  return concatBytes(
    Uint8Array.of(SERIALIZATION),
    varint(version),
    varint(timeRange),
    varint(inputs.length),
    ...inputs.map(inputBytes),
    varint(outputs.length),
    ...outputs.map(({ commitment }) =>
      concatBytes(varint(ASSET_VERSION), byteString(commitment), varint(0)),
    ),
  )
}

/** The transaction with other witness arguments by input; everything else stays. */
export function withArguments(
  transaction: Transaction,
  argumentsByInput: ReadonlyMap<number, readonly Uint8Array[]>,
): Transaction {
  const inputs = transaction.inputs.map((input, position): TransactionInput => {
    const given = argumentsByInput.get(position)
    return given ? { ...input, witness: { ...input.witness, arguments: given } } : input
  })
  return { ...transaction, inputs }
}

function inputBytes({ commitment, witness }: TransactionInput): Uint8Array {
  return concatBytes(
    varint(ASSET_VERSION),
    byteString(commitment),
    byteString(witnessBytes(witness)),
  )
}

function witnessBytes({ before, arguments: list, behind }: Witness): Uint8Array {
  if (list === null) return before
  return concatBytes(before, varint(list.length), ...list.map(byteString), behind)
}
