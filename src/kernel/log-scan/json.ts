// The whitespace and scalars of JSON (RFC 8259) that the scanner accepts.

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
 * The closing quote of the string whose first character is at `start`, or 0 if the string has an
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

/** The place behind the string, number, boolean or null at `at`, or 0 if there is none. */
export function skipScalar(at: usize): usize {
  switch (load<u8>(at)) {
    case 0x22: {
      const end = stringEnd(at + 1)
      return end == 0 ? 0 : end + 1
    }
    case 0x66:
      return skipFalse(at)
    case 0x6e:
      return load<u32>(at) == 0x6c6c756e ? at + 4 : 0
    case 0x74:
      return load<u32>(at) == 0x65757274 ? at + 4 : 0
    default:
      return skipNumber(at)
  }
}

/** The place behind `false` at `at`, or 0. */
export function skipFalse(at: usize): usize {
  return load<u32>(at) == 0x736c6166 && load<u8>(at + 4) == 0x65 ? at + 5 : 0
}

function skipNumber(start: usize): usize {
  let at = load<u8>(start) == 0x2d ? start + 1 : start
  at = load<u8>(at) == 0x30 ? at + 1 : skipDigits(at)
  if (at != 0 && load<u8>(at) == 0x2e) at = skipDigits(at + 1)
  if (at == 0 || (load<u8>(at) | 0x20) != 0x65) return at
  const sign = load<u8>(at + 1)
  return skipDigits(sign == 0x2b || sign == 0x2d ? at + 2 : at + 1)
}

/** The place behind one digit or more, or 0. */
function skipDigits(start: usize): usize {
  let at = start
  while ((load<u8>(at) as u32) - 0x30 < 10) at++
  return at == start ? 0 : at
}
