import type { ParamType } from 'ethers'
import { parseAddress } from '../primitives/address.ts'

/** A value of a Solidity type, as the ABI coder takes it. */
type TypedValue = string | boolean | readonly TypedValue[]

/** A list as typed: items are texts or lists. */
type Written = string | readonly Written[]

/**
 * Reads a value as people type it, also in the Transaction Builder: a number in decimal or hex, `true`
 * or `false`, hex bytes, a list or struct as `[1, [0xcafe, "a, b"]]`, texts with a comma in quotes.
 * @throws SyntaxError, or a CapstanError, if it is not a value of the type
 */
export function parseTypedValue(type: ParamType, text: string): TypedValue {
  const isList = type.baseType === 'array' || type.baseType === 'tuple'
  return typed(type, isList ? new ListReader(text).whole() : text)
}

function typed(type: ParamType, value: Written): TypedValue {
  if (type.baseType === 'array') {
    const items = listOf(value, type)
    return items.map((item) => typed(type.arrayChildren as ParamType, item))
  }
  if (type.baseType === 'tuple') {
    const components = type.components ?? []
    const items = listOf(value, type)
    if (items.length !== components.length) {
      throw new SyntaxError(
        `has ${items.length} members, but ${type.type} has ${components.length}`,
      )
    }
    return components.map((component, index) => typed(component, items[index] as Written))
  }
  if (typeof value !== 'string') throw new SyntaxError(`is a list, not a ${type.type}`)
  return simple(type.type, value)
}

function simple(type: string, text: string): string | boolean {
  if (type === 'string') return text
  const value = text.trim()
  if (type === 'address') return parseAddress(value)
  if (type === 'bool') {
    if (!/^(true|false)$/i.test(value)) throw new SyntaxError('is neither true nor false')
    return value.toLowerCase() === 'true'
  }
  const pattern = /^u?int/.test(type) ? /^(-?\d+|0x[0-9a-f]+)$/i : /^0x([0-9a-f]{2})*$/i
  if (!pattern.test(value)) throw new SyntaxError(`is not a ${type}`)
  return value
}

function listOf(value: Written, type: ParamType): readonly Written[] {
  if (typeof value === 'string') throw new SyntaxError(`is not a list for ${type.type}`)
  return value
}

/** Reads lists of lists; numbers stay text, so that large ones stay exact. */
class ListReader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\],]|[^[\],"\s]+/g) ?? []
    // Anything between tokens must be white space.
    if (tokens.join('') !== text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => part.trim())) {
      throw new SyntaxError('is not a list')
    }
    this.#tokens = tokens
  }

  whole(): Written {
    const value = this.#value()
    if (this.#at < this.#tokens.length) throw new SyntaxError('goes on behind its list')
    return value
  }

  #value(): Written {
    const token = this.#tokens[this.#at++]
    if (token === undefined || token === ']' || token === ',')
      throw new SyntaxError('is not a list')
    if (token.startsWith('"')) return JSON.parse(token) as string
    return token === '[' ? this.#items() : token
  }

  #items(): Written[] {
    const items: Written[] = []
    if (this.#tokens[this.#at] === ']') {
      this.#at++
      return items
    }
    for (;;) {
      items.push(this.#value())
      const end = this.#tokens[this.#at++]
      if (end === ']') return items
      if (end !== ',') throw new SyntaxError('has a list without an end')
    }
  }
}
