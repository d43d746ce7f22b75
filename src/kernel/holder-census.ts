// Counts of many holders at once, for a report: rows of accounts (src/kernel/account-rows.ts) by the
// number of digits of their amount, and the amounts as doubles.

import { addAmount, isBelow, multiplyByTen, startLimbs, storeLimbs } from './account-rows/amount'

const ROW_BYTES: usize = 52
const ADDRESS_BYTES: usize = 20
const AMOUNT_BYTES: usize = 32
const SUM_BYTES: usize = 40
/** Amounts have 1 to 78 digits; 0 has none here. */
const CLASSES: u32 = 79

/** Maximum rows of one call. */
export const BATCH: u32 = 4096
export const rows: usize = memory.data(212992, 16)
/** The amount of each row as the nearest double. */
export const doubles: usize = memory.data(32768, 16)
/** By the number of digits: how many rows, four bytes each, and their sum, 40 bytes least first. */
export const counts: usize = memory.data(316, 16)
export const sums: usize = memory.data(3160, 16)

/** 1, 10 … 10^77 as amounts. */
const powers: usize = memory.data(2496, 16)

makePowers()

function makePowers(): void {
  startLimbs(1)
  for (let exponent: u32 = 0; exponent < CLASSES - 1; exponent++) {
    storeLimbs(power(exponent))
    multiplyByTen(1)
  }
}

/** Counts the first `length` rows, and discards earlier counts. */
export function census(length: u32): void {
  memory.fill(counts, 0, (CLASSES as usize) << 2)
  memory.fill(sums, 0, (CLASSES as usize) * SUM_BYTES)
  for (let i: u32 = 0; i < length; i++) {
    const amount = rows + (i as usize) * ROW_BYTES + ADDRESS_BYTES
    const digits = digitsOf(amount)
    const counter = counts + ((digits as usize) << 2)
    store<u32>(counter, load<u32>(counter) + 1)
    addAmount(amount, sums + (digits as usize) * SUM_BYTES)
    store<f64>(doubles + ((i as usize) << 3), doubleOf(amount))
  }
}

function digitsOf(amount: usize): u32 {
  // 1233 / 4096 is the logarithm of 2 to within a digit.
  let digits = (bitsOf(amount) * 1233) >> 12
  while (digits > 0 && isBelow(amount, power(digits - 1))) digits--
  while (digits < CLASSES - 1 && !isBelow(amount, power(digits))) digits++
  return digits
}

function power(exponent: u32): usize {
  return powers + (exponent as usize) * AMOUNT_BYTES
}

function bitsOf(amount: usize): u32 {
  for (let word: u32 = 0; word < 4; word++) {
    const bits = wordOf(amount, word)
    if (bits != 0) return 256 - (word << 6) - (clz(bits) as u32)
  }
  return 0
}

/** Rounds once, to the nearest and to even: its 64 highest bits, the last standing for all below. */
function doubleOf(amount: usize): f64 {
  const length = bitsOf(amount)
  if (length <= 64) return wordOf(amount, 3) as f64
  const word = (256 - length) >> 6
  const shift = (256 - length) & 63
  let high = wordOf(amount, word) << shift
  let below = wordOf(amount, word + 1)
  if (shift > 0) {
    high |= below >> (64 - shift)
    below <<= shift
  }
  for (let next = word + 2; next < 4; next++) below |= wordOf(amount, next)
  if (below != 0) high |= 1
  return (high as f64) * reinterpret<f64>(((1023 + length - 64) as u64) << 52)
}

/** Bits 256 - 64 * word and 63 below. */
function wordOf(amount: usize, word: u32): u64 {
  return bswap<u64>(load<u64>(amount + ((word as usize) << 3)))
}
