import { AbiCoder, concat, FunctionFragment } from 'ethers'
import { decodeCall, decodeCallAs } from '../../chain/decode/decode-call.ts'
import { parseAddress } from '../../primitives/address.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import type { Call } from '../proposal/proposal.ts'
import { parseTypedValue } from '../typed-value.ts'
import { batchContradiction } from './batch-errors.ts'
import type { BuilderMethod, BuilderTransaction } from './builder-schema.ts'
import type { Place } from './place.ts'

/** Names that are not functions: the value is sent and nothing is called. */
const NO_FUNCTIONS = ['receive', 'fallback']

/**
 * The call of a transaction in a batch file.
 * @throws BATCH_INVALID, BATCH_CONTRADICTION
 */
export async function builderCall(transaction: BuilderTransaction, place: Place): Promise<Call> {
  const to = place.read('to', () => parseAddress(transaction.to))
  const { data, signature } = encoded(transaction, place)
  const known = await decodeCall({ to, data })
  const decoded = known ?? (signature === undefined ? null : await decodeCallAs(signature, data))
  return { to, valueWei: transaction.value, data, decoded }
}

interface Encoded {
  readonly data: string
  /** Signature of the function, if it is named. */
  readonly signature?: string
}

/** The data, or the encoding of a function and its values; if both are given, they must agree. */
function encoded(
  { data, contractMethod, contractInputsValues }: BuilderTransaction,
  place: Place,
): Encoded {
  const given = data ? place.read('data', () => bytesToHex(hexToBytes(data))) : undefined
  if (!contractMethod || NO_FUNCTIONS.includes(contractMethod.name)) return { data: given ?? '0x' }
  const called = place.read('contractMethod', () => functionOf(contractMethod))
  const signature = called.format('sighash')
  const isWhole = contractInputsValues != null || given === undefined
  const expected = isWhole
    ? encodedCall(called, contractInputsValues ?? {}, place)
    : called.selector
  const agrees = isWhole ? given === expected : given.startsWith(expected)
  if (given !== undefined && !agrees) throw batchContradiction(place.file, place.field, signature)
  return { data: given ?? expected, signature }
}

function functionOf({ name, inputs }: BuilderMethod): FunctionFragment {
  return FunctionFragment.from({ type: 'function', name, inputs })
}

function encodedCall(
  { inputs, selector }: FunctionFragment,
  values: Readonly<Record<string, string>>,
  place: Place,
): string {
  for (const key of Object.keys(values)) {
    place.read(`contractInputsValues.${key}`, () => {
      if (!inputs.some(({ name }) => name === key))
        throw new SyntaxError('is not an argument of the function')
    })
  }
  const args = inputs.map((input) =>
    place.read(`contractInputsValues.${input.name}`, () => {
      const value = values[input.name]
      if (value === undefined) throw new SyntaxError('is missing')
      return parseTypedValue(input, value)
    }),
  )
  const encode = () => AbiCoder.defaultAbiCoder().encode(inputs, args)
  return concat([selector, place.read('contractInputsValues', encode)])
}
