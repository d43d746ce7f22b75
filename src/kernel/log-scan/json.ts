// Whitespace and strings of JSON (RFC 8259), as far as the scanner takes them.

/** The first byte from `at` on that is not whitespace. */
export function skipSpace(at: usize): usize {
  return load<u8>(at) > 0x20 ? at : skipMoreSpace(at)
}

function skipMoreSpace(start: usize): usize {
  let at = start
  let byte = load<u8>(at) as u32
  while (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09) byte = load<u8>(++at)
  return at
}

/**
 * The closing quote of the string whose first character is at `start`, or 0 when the string has an
 * escape, a control character (the zeros behind the input are some) or a byte beyond ASCII.
 */
export function stringEnd(start: usize): usize {
  const quote = i8x16.splat(0x22)
  const backslash = i8x16.splat(0x5c)
  const space = i8x16.splat(0x20)
  let at = start
  while (true) {
    const bytes = v128.load(at)
    // A signed comparison: bytes beyond ASCII are negative, and so below the space as well.
    const special = v128.or(
      i8x16.lt_s(bytes, space),
      v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)),
    )
    const mask = i8x16.bitmask(special)
    if (mask != 0) {
      const end = at + ctz(mask)
      return load<u8>(end) == 0x22 ? end : 0
    }
    at += 16
  }
}
