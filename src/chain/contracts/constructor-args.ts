// Constructor arguments as people type them: `name=value`, by the names and types of the ABI.
// Components of a struct have their own names; commas separate list items. Numbers are whole and
// decimal, in the unit that the contract documents.

import type { ParamType } from 'ethers'
import { parseAddress } from '../../primitives/address.ts'
import {
  argumentInvalid,
  argumentMalformed,
  argumentRepeated,
  argumentsMissing,
  argumentUnknown,
} from './contract-errors.ts'

export type ArgumentValue = string | bigint | boolean | readonly ArgumentValue[]

/** One argument to give. */
export interface Parameter {
  readonly name: string
  /** As in Solidity: `uint256`, `address[]`. */
  readonly type: string
}

/** The arguments to give, in the order of the constructor. */
export function parametersOf(inputs: readonly ParamType[]): Parameter[] {
  return inputs.flatMap((input) =>
    input.components ? parametersOf(input.components) : [{ name: nameOf(input), type: input.type }],
  )
}

/** `name=value` texts by name. @throws CONTRACT_ARG_MALFORMED, CONTRACT_ARG_REPEATED */
export function namedValues(given: readonly string[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const text of given) {
    const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) throw argumentMalformed(text)
    if (values.has(name)) throw argumentRepeated(name)
    values.set(name, value)
  }
  return values
}

/**
 * The values for the ABI encoder, with structs put together again.
 * @throws CONTRACT_ARG_UNKNOWN, CONTRACT_ARG_MISSING, CONTRACT_ARG_INVALID, ADDRESS_INVALID,
 *   ADDRESS_CHECKSUM
 */
export function constructorArguments(
  inputs: readonly ParamType[],
  values: ReadonlyMap<string, string>,
): ArgumentValue[] {
  const parameters = parametersOf(inputs)
  const names = parameters.map(({ name }) => name)
  for (const name of values.keys()) if (!names.includes(name)) throw argumentUnknown(name, names)
  const missing = parameters.filter(({ name }) => !values.has(name))
  if (missing.length > 0) throw argumentsMissing(missing)
  const build = (input: ParamType): ArgumentValue =>
    input.components
      ? input.components.map(build)
      : parseArgument({ name: nameOf(input), type: input.type }, values.get(nameOf(input)) ?? '')
  return inputs.map(build)
}

/** @throws CONTRACT_ARG_INVALID, ADDRESS_INVALID, ADDRESS_CHECKSUM */
export function parseArgument(parameter: Parameter, text: string): ArgumentValue {
  const { name, type } = parameter
  if (type.endsWith('[]')) {
    const element = { name, type: type.slice(0, -2) }
    return text === '' ? [] : text.split(',').map((one) => parseArgument(element, one))
  }
  if (type === 'address') return parseAddress(text, `argument ${name}`)
  if (type === 'string') return text
  if (type === 'bool' && /^(true|false)$/.test(text)) return text === 'true'
  const [, bits] = /^uint(\d+)$/.exec(type) ?? []
  if (bits !== undefined && /^(0|[1-9]\d{0,77})$/.test(text)) {
    const value = BigInt(text)
    if (value < 1n << BigInt(bits)) return value
  }
  const [, bytes] = /^bytes(\d+)$/.exec(type) ?? []
  if (bytes !== undefined && /^0x[0-9a-fA-F]*$/.test(text) && text.length === 2 + 2 * +bytes) {
    return text.toLowerCase()
  }
  throw argumentInvalid(parameter, text)
}

/** A value as it is typed and kept. */
export function argumentText(value: ArgumentValue): string {
  return typeof value === 'object' ? value.map(argumentText).join(',') : String(value)
}

/** Constructors name their arguments after what they set, some with an underscore. */
function nameOf({ name }: ParamType): string {
  return name.replace(/_$/, '')
}
