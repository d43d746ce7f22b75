// Decimal digits of amounts. Nearly all amounts fit 64 bits or a little more: those take a short path.

import { divide, isZero, loadLimbs, multiplyAdd, startLimbs, storeLimbs } from './amount'

/** As many fit 64 bits. */
const SHORT_DIGITS: usize = 19
const STEP_DIGITS: u32 = 9
const STEP: u64 = 1000000000

const parts: usize = memory.data(40, 16)

/**
 * Reads an amount above zero in digits, the first not zero, into 32 bytes.
 * @returns the place behind the last digit, or 0 if it is anything else or does not fit.
 */
export function readDecimal(start: usize, amount: usize): usize {
  if (digitAt(start) - 1 > 8) return 0
  let at = start
  let value: u64 = 0
  for (let digit = digitAt(at); digit < 10 && at - start < SHORT_DIGITS; digit = digitAt(++at)) {
    value = value * 10 + digit
  }
  if (digitAt(at) < 10) return readLong(at, value, amount)
  memory.fill(amount, 0, 24)
  store<u64>(amount + 24, bswap<u64>(value))
  return at
}

/** Goes on at `from` with the digits of an amount whose first ones are `value`. */
function readLong(from: usize, value: u64, amount: usize): usize {
  startLimbs(value)
  let at = from
  let digit = digitAt(at)
  while (digit < 10) {
    let part: u64 = 0
    let scale: u64 = 1
    for (let i: u32 = 0; i < STEP_DIGITS && digit < 10; i++) {
      part = part * 10 + digit
      scale *= 10
      digit = digitAt(++at)
    }
    if (!multiplyAdd(scale, part)) return 0
  }
  storeLimbs(amount)
  return at
}

/** Writes the digits of the 32 bytes at `amount`. @returns the place behind them. */
export function writeDecimal(amount: usize, at: usize): usize {
  const high = load<u64>(amount) | load<u64>(amount + 8) | load<u64>(amount + 16)
  if (high == 0) return writeNumber(bswap<u64>(load<u64>(amount + 24)), at)
  loadLimbs(amount)
  let count: usize = 0
  while (!isZero()) store<u32>(parts + (count++ << 2), divide(STEP) as u32)
  return writeParts(count, at)
}

export function writeNumber(value: u64, at: usize): usize {
  let rest = value
  let count: usize = 0
  do {
    const quotient = rest / STEP
    store<u32>(parts + (count++ << 2), (rest - quotient * STEP) as u32)
    rest = quotient
  } while (rest != 0)
  return writeParts(count, at)
}

/** Writes `count` parts of nine digits, least first in memory, without zeros before the first. */
function writeParts(count: usize, start: usize): usize {
  let part = load<u32>(parts + ((count - 1) << 2))
  let digits: usize = 1
  for (let power: u32 = 10; digits < 9 && part >= power; power *= 10) digits++
  writeDigits(part, digits, start)
  let at = start + digits
  for (let i = count - 1; i > 0; i--, at += 9) {
    part = load<u32>(parts + ((i - 1) << 2))
    writeDigits(part, 9, at)
  }
  return at
}

function writeDigits(value: u32, digits: usize, at: usize): void {
  let rest = value
  for (let place = at + digits; place > at; ) {
    const quotient = rest / 10
    store<u8>(--place, 0x30 + rest - quotient * 10)
    rest = quotient
  }
}

/** The digit at a place; above 9 if there is none. */
function digitAt(at: usize): u32 {
  return (load<u8>(at) as u32) - 0x30
}
