// Values of JSON (RFC 8259) in a block of Bytom: lower-case hex, whole numbers, and values that are
// skipped. Each reader returns the place behind its value, or 0 if it is unexpected. Bytes behind the
// input are zeros, which end everything.

import { skipSpace } from '../log-scan/json'

const QUOTE: u32 = 0x22
const BACKSLASH: u32 = 0x5c

/** The number that `wholeNumber` read last. */
export let number: u64 = 0

/** A whole number below 2^64, in its shortest form. */
export function wholeNumber(start: usize): usize {
  let at = start
  let value: u64 = 0
  let digit = (load<u8>(at) as u32) - 0x30
  if (digit == 0) {
    number = 0
    return at + 1
  }
  while (digit < 10) {
    const next = value * 10 + (digit as u64)
    if (value > 1844674407370955161 || next < value) return 0
    value = next
    digit = (load<u8>(++at) as u32) - 0x30
  }
  number = value
  return at == start ? 0 : at
}

/** Decodes `"…"` of exactly `count` bytes to `target`. */
export function hexOf(start: usize, target: usize, count: usize): usize {
  const end = start + 1 + (count << 1)
  if (load<u8>(start) != QUOTE || load<u8>(end) != QUOTE) return 0
  return decodeLowerHex(start + 1, target, count) ? end + 1 : 0
}

/** The closing quote of the hex string whose first digit is at `start`, or 0. */
export function hexEnd(start: usize): usize {
  let at = start
  while (nibbleOf(load<u8>(at)) <= 15) at++
  return load<u8>(at) == QUOTE && ((at - start) & 1) == 0 ? at : 0
}

/** Decodes `2 * count` digits; false if one of them is not a lower-case hex digit. */
export function decodeLowerHex(from: usize, target: usize, count: usize): bool {
  let valid: i32 = 1
  let done: usize = 0
  for (; done + 8 <= count; done += 8) valid &= decodeStep(from + (done << 1), target + done)
  for (; done < count; done++) {
    const high = nibbleOf(load<u8>(from + (done << 1)))
    const low = nibbleOf(load<u8>(from + (done << 1) + 1))
    if ((high | low) > 15) return false
    store<u8>(target + done, (high << 4) | low)
  }
  return valid != 0
}

/** Decodes sixteen digits into eight bytes; 1 if all of them are lower-case hex digits. */
function decodeStep(from: usize, target: usize): i32 {
  const characters = v128.load(from)
  const digits = i8x16.sub(characters, i8x16.splat(0x30))
  const isDigit = i8x16.lt_u(digits, i8x16.splat(10))
  const letters = i8x16.sub(characters, i8x16.splat(0x61))
  const isLetter = i8x16.lt_u(letters, i8x16.splat(6))
  const nibbles = v128.bitselect(digits, i8x16.add(letters, i8x16.splat(10)), isDigit)
  // In every 16-bit lane the low byte is the first digit, which is the high nibble.
  const bytes = v128.or(
    i16x8.shl(v128.and(nibbles, i16x8.splat(0x0f)), 4),
    i16x8.shr_u(nibbles, 8),
  )
  v128.store64_lane(target, i8x16.narrow_i16x8_u(bytes, bytes), 0)
  return i8x16.all_true(v128.or(isDigit, isLetter)) as i32
}

function nibbleOf(character: u32): u32 {
  if (character - 0x30 < 10) return character - 0x30
  const letter = character - 0x61
  return letter < 6 ? letter + 10 : 16
}

/** Skips a value of any kind. Of numbers and words, only the alphabet is checked. */
export function skipValue(start: usize): usize {
  let at = start
  let depth: i32 = 0
  do {
    at = skipSpace(at)
    const character = load<u8>(at++) as u32
    if (character == QUOTE) {
      at = skipString(at)
      if (at == 0) return 0
    } else if (character == 0x7b || character == 0x5b) {
      depth++
    } else if (character == 0x7d || character == 0x5d) {
      depth--
    } else if (!(depth > 0 && (character == 0x2c || character == 0x3a))) {
      if (!isWordCharacter(character)) return 0
      while (isWordCharacter(load<u8>(at))) at++
    }
  } while (depth > 0)
  return depth < 0 ? 0 : at
}

/** The place behind the closing quote of the string whose first character is at `start`. */
function skipString(start: usize): usize {
  const quote = i8x16.splat(0x22)
  const backslash = i8x16.splat(0x5c)
  const space = i8x16.splat(0x20)
  let at = start
  while (true) {
    const bytes = v128.load(at)
    const special = v128.or(
      i8x16.lt_u(bytes, space),
      v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)),
    )
    const mask = i8x16.bitmask(special)
    if (mask == 0) {
      at += 16
      continue
    }
    at += ctz(mask)
    const character = load<u8>(at) as u32
    if (character == QUOTE) return at + 1
    if (character != BACKSLASH) return 0
    at += 2
  }
}

function isWordCharacter(character: u32): bool {
  return (
    character - 0x30 < 10 ||
    (character | 0x20) - 0x61 < 26 ||
    character == 0x2b ||
    character == 0x2d ||
    character == 0x2e
  )
}
