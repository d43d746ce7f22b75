// Readers of JSON-RPC results: each function returns the value of a result, or undefined if the result
// is of another form. A broken gateway answers anything.

import { isQuantity, quantityToNumber } from './quantity.ts'

const BYTES = /^0x[0-9a-f]*$/i
const HASH = /^0x[0-9a-f]{64}$/i
const ADDRESS = /^0x[0-9a-f]{40}$/i

/** An amount of any size. */
export function readAmount(result: unknown): bigint | undefined {
  return isQuantity(result) ? BigInt(result) : undefined
}

/** A count, a height or a time. */
export function readCount(result: unknown): number | undefined {
  return isQuantity(result) ? quantityToNumber(result) : undefined
}

/** Bytes as `0x` hex, as the node writes them. */
export function readBytes(result: unknown): string | undefined {
  return typeof result === 'string' && result.length % 2 === 0 && BYTES.test(result)
    ? result
    : undefined
}

/** 32 bytes, 0x-lower. */
export function readHash(result: unknown): string | undefined {
  return typeof result === 'string' && HASH.test(result) ? result.toLowerCase() : undefined
}

/** 20 bytes, 0x-lower. */
export function readAddress(result: unknown): string | undefined {
  return typeof result === 'string' && ADDRESS.test(result) ? result.toLowerCase() : undefined
}

export function readFlag(result: unknown): boolean | undefined {
  return typeof result === 'boolean' ? result : undefined
}

/** The members of an object; none for anything else. */
export function membersOf(result: unknown): Readonly<Record<string, unknown>> {
  return typeof result === 'object' && result !== null ? (result as Record<string, unknown>) : {}
}

/** A list, if all its items can be read. */
export function listOf<T>(read: (item: unknown) => T | undefined) {
  return (result: unknown): T[] | undefined => {
    if (!Array.isArray(result)) return undefined
    const items = result.map(read)
    return items.every((item) => item !== undefined) ? items : undefined
  }
}

/** The same, where `null` means none. */
export function orNull<T>(read: (result: unknown) => T | undefined) {
  return (result: unknown): T | null | undefined => (result === null ? null : read(result))
}

/** An object, if all its members could be read. */
export function whole<T extends object>(
  members: { readonly [Name in keyof T]: T[Name] | undefined },
) {
  return Object.values(members).includes(undefined) ? undefined : (members as T)
}
