// Rows of accounts, many at a time: from the lines of a CSV file and back, added up, converted.
//
// A row is 52 bytes: address 20, amount 32, big-endian. A line is `0x` and 40 lower-case hex digits,
// a comma, and the amount in decimal digits; numbered files have the line number before it. Only plain lines are read. At anything else (another spelling, an account or an amount
// of zero, an amount above 256 bits) reading stops, and the caller reads that line.

import { decodeHex } from './log-scan/hex'
import { readDecimal, writeDecimal, writeNumber } from './account-rows/decimal'
import { writeHex } from './account-rows/hex'
import {
  addAmount,
  divideByTen,
  isBelow,
  loadLimbs,
  multiplyByTen,
  storeLimbs,
} from './account-rows/amount'

const ROW_BYTES: usize = 52
const ADDRESS_BYTES: usize = 20
const AMOUNT_BYTES: usize = 32
const LOWER_CASE: u64 = 0x2020202020202020
const COMMA: u32 = 0x2c
const LF: u32 = 0x0a

/** Maximum rows of one call. */
export const BATCH: u32 = 4096
/** Maximum bytes of text read at once. Written text may be more than twice as long. */
export const TEXT_BYTES: u32 = 262144

export const rows: usize = memory.data(212992, 16)
/** Room for the longest lines of a batch, 133 bytes each. */
export const text: usize = memory.data(557056, 16)
/** Offset in `text` of the first line that was not read. */
export let next: u32 = 0

/** Sums of 40 bytes, least byte first: of amounts as they are, and as they were before `convert`. */
export const total: usize = memory.data(40, 16)
export const converted: usize = memory.data(40, 16)
/** The minimum amount that `convert` accepts, 32 bytes. */
export const minimum: usize = memory.data(32, 16)
/** The rows that `convert` rejected, ascending, four bytes each. */
export const rejected: usize = memory.data(16384, 16)

const amount: usize = memory.data(32, 16)

/**
 * Reads the lines of `text` from offset `from` on, as long as they are plain, end before `to` and
 * there is room for their rows.
 * @param index the number of the first line, or -1 in a file without numbers.
 * @returns how many lines were read.
 */
export function read(from: u32, to: u32, index: i64): u32 {
  const end = text + (to as usize)
  let line = text + (from as usize)
  let count: u32 = 0
  for (let row = rows; count < BATCH; row += ROW_BYTES, count++) {
    let at = line
    if (index >= 0) at = numberEnd(at, (index as u64) + count)
    if (at == 0 || load<u16>(at) != 0x7830) break
    if (!readAddress(at + 2, row) || load<u8>(at + 42) != COMMA) break
    at = readDecimal(at + 43, row + ADDRESS_BYTES)
    if (at == 0 || at >= end || load<u8>(at) != LF) break
    line = at + 1
  }
  next = (line - text) as u32
  return count
}

/** Writes the lines of the first `length` rows to `text`; `index` as in `read`. @returns their bytes. */
export function write(length: u32, index: i64): u32 {
  let at = text
  let row = rows
  for (let i: u32 = 0; i < length; i++, row += ROW_BYTES) {
    if (index >= 0) {
      at = writeNumber((index as u64) + i, at)
      store<u8>(at++, COMMA)
    }
    store<u16>(at, 0x7830)
    writeHex(row, at + 2)
    store<u8>(at + 42, COMMA)
    at = writeDecimal(row + ADDRESS_BYTES, at + 43)
    store<u8>(at++, LF)
  }
  return (at - text) as u32
}

/** Compacts the first `length` rows to those with an account and an amount. @returns how many. */
export function keepHolders(length: u32): u32 {
  let kept = rows
  const end = rows + (length as usize) * ROW_BYTES
  for (let row = rows; row < end; row += ROW_BYTES) {
    if (isNobody(row) || isNothing(row + ADDRESS_BYTES)) continue
    if (kept != row) memory.copy(kept, row, ROW_BYTES)
    kept += ROW_BYTES
  }
  return ((kept - rows) / ROW_BYTES) as u32
}

/** Adds up the amounts of the first `length` rows in `total`. */
export function sum(length: u32): void {
  memory.fill(total, 0, 40)
  const end = rows + (length as usize) * ROW_BYTES
  for (let row = rows; row < end; row += ROW_BYTES) addAmount(row + ADDRESS_BYTES, total)
}

/**
 * Gives the amounts of the first `length` rows `more` or `fewer` decimals, fractions cut off, and
 * moves those rows together whose amount is then at least the minimum and fits 256 bits. `converted`
 * becomes the sum of what these were, `total` of what they are; the places of the others are in
 * `rejected`.
 * @returns how many rows are left.
 */
export function convert(length: u32, more: u32, fewer: u32): u32 {
  memory.fill(converted, 0, 40)
  memory.fill(total, 0, 40)
  let count: u32 = 0
  let kept = rows
  for (let i: u32 = 0; i < length; i++) {
    const row = rows + (i as usize) * ROW_BYTES
    const place = row + ADDRESS_BYTES
    memory.copy(amount, place, AMOUNT_BYTES)
    if (!changeDecimals(amount, more, fewer) || isBelow(amount, minimum)) {
      store<u32>(rejected + ((i - count) << 2), i)
      continue
    }
    addAmount(place, converted)
    addAmount(amount, total)
    memory.copy(kept, row, ADDRESS_BYTES)
    memory.copy(kept + ADDRESS_BYTES, amount, AMOUNT_BYTES)
    kept += ROW_BYTES
    count++
  }
  return count
}

/** @returns false if it does not fit 256 bits. */
function changeDecimals(amount: usize, more: u32, fewer: u32): bool {
  if ((more | fewer) == 0) return true
  loadLimbs(amount)
  if (!multiplyByTen(more)) return false
  divideByTen(fewer)
  storeLimbs(amount)
  return true
}

/** Forty hex digits in lower case that are not all zero. */
function readAddress(from: usize, row: usize): bool {
  const every =
    load<u64>(from) &
    load<u64>(from + 8) &
    load<u64>(from + 16) &
    load<u64>(from + 24) &
    load<u64>(from + 32)
  // Of all hex digits only the letters in upper case are without this bit.
  if ((every & LOWER_CASE) != LOWER_CASE) return false
  return decodeHex(from, row, ADDRESS_BYTES) && !isNobody(row)
}

/** The place behind `number` and a comma at `start`, or 0 if something else is there. */
function numberEnd(start: usize, number: u64): usize {
  let at = start
  let value: u64 = 0
  let digit = (load<u8>(at) as u32) - 0x30
  while (digit < 10 && at - start < 10) {
    value = value * 10 + digit
    digit = (load<u8>(++at) as u32) - 0x30
  }
  if (value != number || at == start || load<u8>(at) != COMMA) return 0
  return load<u8>(start) == 0x30 && at - start > 1 ? 0 : at + 1
}

function isNobody(address: usize): bool {
  return (load<u64>(address) | load<u64>(address + 8) | (load<u32>(address + 16) as u64)) == 0
}

function isNothing(amount: usize): bool {
  const high = load<u64>(amount) | load<u64>(amount + 8)
  return (high | load<u64>(amount + 16) | load<u64>(amount + 24)) == 0
}
