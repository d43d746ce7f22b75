// Hex digits, sixteen at a time, either case.

/**
 * Decodes `2 * count` hex digits at `from` into `count` bytes at `to`; `count` is 20 or 32.
 * @returns false if one of them is not a hex digit.
 */
export function decodeHex(from: usize, to: usize, count: usize): bool {
  // 20 bytes are 16 + 16 + 8 digits: the last step overlaps the one before by half.
  const last = (count << 1) - 16
  let valid = decodeStep(from, to) & decodeStep(from + 16, to + 8)
  if (count == 32) valid &= decodeStep(from + 32, to + 16)
  return (valid & decodeStep(from + last, to + (last >> 1))) != 0
}

/** Decodes sixteen digits into eight bytes; 1 if all of them are hex digits. */
function decodeStep(from: usize, to: usize): i32 {
  const characters = v128.load(from)
  const digits = i8x16.sub(characters, i8x16.splat(0x30))
  const isDigit = i8x16.lt_u(digits, i8x16.splat(10))
  const letters = i8x16.sub(v128.or(characters, i8x16.splat(0x20)), i8x16.splat(0x61))
  const isLetter = i8x16.lt_u(letters, i8x16.splat(6))
  const nibbles = v128.bitselect(digits, i8x16.add(letters, i8x16.splat(10)), isDigit)
  // In every 16-bit lane the low byte is the first digit, which is the high nibble.
  const bytes = v128.or(
    i16x8.shl(v128.and(nibbles, i16x8.splat(0x0f)), 4),
    i16x8.shr_u(nibbles, 8),
  )
  v128.store64_lane(to, i8x16.narrow_i16x8_u(bytes, bytes), 0)
  return i8x16.all_true(v128.or(isDigit, isLetter)) as i32
}

/** The value of `"0x…"` at `at`; meaningful only where `quantityEnd` is not 0. */
export function decodeQuantity(at: usize): u64 {
  let value: u64 = 0
  let digit = at + 3
  let nibble = nibbleOf(load<u8>(digit))
  while (nibble <= 15) {
    value = (value << 4) | (nibble as u64)
    nibble = nibbleOf(load<u8>(++digit))
  }
  return value
}

/** The place behind the quantity `"0x…"` at `at`, of 1 to 13 hex digits (it fits a double), or 0 if it is not one. */
export function quantityEnd(at: usize): usize {
  if (load<u8>(at) != 0x22 || load<u16>(at + 1) != 0x7830) return 0
  let digit = at + 3
  while (nibbleOf(load<u8>(digit)) <= 15) digit++
  const digits = digit - at - 3
  return digits >= 1 && digits <= 13 && load<u8>(digit) == 0x22 ? digit + 1 : 0
}

function nibbleOf(character: u32): u32 {
  if (character - 0x30 < 10) return character - 0x30
  const letter = (character | 0x20) - 0x61
  return letter < 6 ? letter + 10 : 16
}
