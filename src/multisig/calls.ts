// Calls from the text of the command line.

import { AbiCoder, concat, FunctionFragment, type ParamType } from 'ethers'
import { decodeCall, decodeCallAs } from '../chain/decode/decode-call.ts'
import { parseAddress } from '../primitives/address.ts'
import { CapstanError } from '../primitives/capstan-error.ts'
import type { Call } from './proposal/proposal.ts'
import { parseTypedValue } from './typed-value.ts'

/**
 * A call of one function with its arguments as text; without a function, a plain transfer.
 * @throws CALL_SIGNATURE_INVALID, CALL_ARGUMENTS_INVALID, ADDRESS_INVALID, ADDRESS_CHECKSUM
 */
export async function typedCall(
  to: string,
  valueWei: bigint,
  signature: string | undefined,
  args: readonly string[],
): Promise<Call> {
  const target = parseAddress(to, 'target')
  if (signature === undefined) {
    if (args.length > 0) throw argumentsWithoutCall()
    return { to: target, valueWei, data: '0x', decoded: null }
  }
  const data = encodeCall(signature, args)
  const decoded = (await decodeCall({ to: target, data })) ?? (await decodeCallAs(signature, data))
  return { to: target, valueWei, data, decoded }
}

/** @throws CALL_SIGNATURE_INVALID, CALL_ARGUMENTS_INVALID, ADDRESS_INVALID, ADDRESS_CHECKSUM */
function encodeCall(signature: string, args: readonly string[]): string {
  const fragment = attempt(() => FunctionFragment.from(`function ${signature}`))
  if (fragment?.format('sighash') !== signature) throw signatureInvalid(signature)
  const { inputs, selector } = fragment
  if (inputs.length !== args.length) {
    throw argumentsInvalid(
      signature,
      `it takes ${inputs.length} arguments, but ${args.length} are given`,
    )
  }
  const values = inputs.map((input, index) => {
    const fault = (reason: string) => argumentsInvalid(signature, `argument ${index + 1} ${reason}`)
    return argumentOf(input, args[index] as string, fault)
  })
  const data = attempt(() => AbiCoder.defaultAbiCoder().encode(inputs, values))
  if (data === undefined) throw argumentsInvalid(signature, 'its arguments do not fit its types')
  return concat([selector, data])
}

function argumentOf(type: ParamType, text: string, fault: (reason: string) => CapstanError) {
  try {
    return parseTypedValue(type, text)
  } catch (error) {
    throw error instanceof SyntaxError ? fault(error.message) : error
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function signatureInvalid(signature: string): CapstanError {
  return new CapstanError({
    code: 'CALL_SIGNATURE_INVALID',
    kind: 'usage',
    message: `${JSON.stringify(signature.slice(0, 120))} is not a function. Use its name and parameter types without spaces, for example "transfer(address,uint256)".`,
    suggestions: ['--call "transfer(address,uint256)"'],
  })
}

function argumentsInvalid(signature: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'CALL_ARGUMENTS_INVALID',
    kind: 'usage',
    message: `The call of ${signature}: ${reason}.`,
    details: { signature, reason },
    suggestions: [
      'Put the arguments after the command, and those that begin with a dash after "--".',
    ],
  })
}

function argumentsWithoutCall(): CapstanError {
  return new CapstanError({
    code: 'CALL_ARGUMENTS_INVALID',
    kind: 'usage',
    message: 'Arguments are given without a function that takes them.',
    suggestions: ['--call "transfer(address,uint256)"'],
  })
}
