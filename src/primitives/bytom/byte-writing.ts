// How Bytom's transactions write numbers and byte strings: a number is an unsigned LEB128 varint in
// the raw form and 8 bytes, little-endian, where it is hashed; a string follows its length as varint.

/** Unsigned LEB128, in the shortest form. */
export function varint(value: bigint | number): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt(value)
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  return Uint8Array.of(...bytes, Number(rest))
}

/** A byte string after its length. */
export function byteString(bytes: Uint8Array): Uint8Array {
  return concatBytes(varint(bytes.length), bytes)
}

/** 8 bytes, little-endian. */
export function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
