// Recursive Length Prefix (Ethereum yellow paper, appendix B), as far as transactions need it:
// one list of byte strings, in which an empty list may stand.

/** An item that is an empty list, as an EIP-1559 transaction without access list has one. */
export const RLP_EMPTY_LIST: unique symbol = Symbol('empty list')

export type RlpItem = Uint8Array | typeof RLP_EMPTY_LIST

const STRING = 0x80
const LIST = 0xc0
/** Longest payload whose length fits into the prefix byte. */
const SHORT = 55

/** Encodes a list, after an optional first byte (EIP-2718's transaction type). */
export function encodeRlpList(items: readonly RlpItem[], type?: number): Uint8Array {
  let length = 0
  for (const item of items) length += itemLength(item)
  const start = type === undefined ? 0 : 1
  const bytes = new Uint8Array(start + prefixLength(length) + length)
  if (type !== undefined) bytes[0] = type
  let at = writePrefix(bytes, start, LIST, length)
  for (const item of items) at = writeItem(bytes, at, item)
  return bytes
}

/** A number as RLP writes it: big-endian, no leading zeros, zero is empty. */
export function rlpNumber(value: bigint | number): Uint8Array {
  const hex = value.toString(16)
  if (hex === '0') return new Uint8Array()
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

/** Big-endian bytes without their leading zeros. */
export function trimZeros(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length && bytes[start] === 0) start++
  return bytes.subarray(start)
}

/**
 * The items of a list that is all of `bytes`, or undefined if it is no such list. Only lengths are
 * looked at: whoever must know that the encoding is canonical encodes the items again.
 */
export function decodeRlpList(bytes: Uint8Array): RlpItem[] | undefined {
  const list = readPrefix(bytes, 0)
  if (!list || list.kind !== LIST || list.end !== bytes.length) return undefined
  const items: RlpItem[] = []
  for (let at = list.start; at < bytes.length; ) {
    const item = readPrefix(bytes, at)
    if (!item || item.end > bytes.length) return undefined
    if (item.kind === LIST && item.end !== item.start) return undefined
    items.push(item.kind === LIST ? RLP_EMPTY_LIST : bytes.subarray(item.start, item.end))
    at = item.end
  }
  return items
}

function itemLength(item: RlpItem): number {
  if (item === RLP_EMPTY_LIST || isOwnPrefix(item)) return 1
  return prefixLength(item.length) + item.length
}

/** A single byte below 0x80 is its own encoding. */
function isOwnPrefix(item: Uint8Array): boolean {
  return item.length === 1 && (item[0] as number) < STRING
}

function prefixLength(length: number): number {
  return length <= SHORT ? 1 : 1 + rlpNumber(length).length
}

function writeItem(bytes: Uint8Array, at: number, item: RlpItem): number {
  if (item === RLP_EMPTY_LIST) return writePrefix(bytes, at, LIST, 0)
  const start = isOwnPrefix(item) ? at : writePrefix(bytes, at, STRING, item.length)
  bytes.set(item, start)
  return start + item.length
}

function writePrefix(bytes: Uint8Array, at: number, kind: number, length: number): number {
  if (length <= SHORT) {
    bytes[at] = kind + length
    return at + 1
  }
  const digits = rlpNumber(length)
  bytes[at] = kind + SHORT + digits.length
  bytes.set(digits, at + 1)
  return at + 1 + digits.length
}

interface Prefix {
  readonly kind: typeof STRING | typeof LIST
  readonly start: number
  readonly end: number
}

function readPrefix(bytes: Uint8Array, at: number): Prefix | undefined {
  const first = bytes[at]
  if (first === undefined) return undefined
  if (first < STRING) return { kind: STRING, start: at, end: at + 1 }
  const kind = first < LIST ? STRING : LIST
  const short = first - kind
  if (short <= SHORT) return { kind, start: at + 1, end: at + 1 + short }
  const start = at + 1 + short - SHORT
  const digits = bytes.subarray(at + 1, start)
  // Six bytes of length are all a JavaScript number can index.
  if (digits.length > 6) return undefined
  return { kind, start, end: start + digits.reduce((length, digit) => length * 256 + digit, 0) }
}
