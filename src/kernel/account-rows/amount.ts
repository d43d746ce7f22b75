// Amounts: 32 bytes in memory, most significant first; for arithmetic eight limbs of 32 bits, least
// first. Powers of ten are taken nine digits at a time, which keeps every product within 64 bits.

const STEP_DIGITS: u32 = 9
const STEP: u64 = 1000000000

const limbs: usize = memory.data(32, 16)
/** Limbs in use: the others are zero. */
let used: usize = 0

/** Adds the amount at `amount` to the sum at `sum`: 40 bytes, least first. */
export function addAmount(amount: usize, sum: usize): void {
  let carry: u64 = 0
  for (let limb: usize = 0; limb < 32; limb += 8) {
    const left = load<u64>(sum + limb)
    const partial = left + bswap<u64>(load<u64>(amount + 24 - limb))
    const all = partial + carry
    carry = u64(partial < left) | u64(all < partial)
    store<u64>(sum + limb, all)
  }
  store<u64>(sum + 32, load<u64>(sum + 32) + carry)
}

export function isBelow(amount: usize, least: usize): bool {
  for (let word: usize = 0; word < 32; word += 8) {
    const left = bswap<u64>(load<u64>(amount + word))
    const right = bswap<u64>(load<u64>(least + word))
    if (left != right) return left < right
  }
  return false
}

export function loadLimbs(amount: usize): void {
  used = 0
  for (let i: usize = 0; i < 8; i++) {
    const limb = bswap<u32>(load<u32>(amount + 28 - (i << 2)))
    store<u32>(limbs + (i << 2), limb)
    if (limb != 0) used = i + 1
  }
}

export function storeLimbs(amount: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const limb = i < used ? load<u32>(limbs + (i << 2)) : 0
    store<u32>(amount + 28 - (i << 2), bswap<u32>(limb))
  }
}

/** Starts with a number of 64 bits. */
export function startLimbs(value: u64): void {
  store<u64>(limbs, value)
  used = value == 0 ? 0 : value >> 32 == 0 ? 1 : 2
}

export function isZero(): bool {
  return used == 0
}

/** @returns false if it does not fit 256 bits. */
export function multiplyByTen(exponent: u32): bool {
  let rest = exponent
  for (; rest >= STEP_DIGITS; rest -= STEP_DIGITS) if (!multiplyAdd(STEP, 0)) return false
  return rest == 0 || multiplyAdd(powerOfTen(rest), 0)
}

/** The remainder is dropped. */
export function divideByTen(exponent: u32): void {
  let rest = exponent
  for (; rest >= STEP_DIGITS; rest -= STEP_DIGITS) divide(STEP)
  if (rest > 0) divide(powerOfTen(rest))
}

/** @param factor, more below 2^32 and `factor`. @returns false if it does not fit 256 bits. */
export function multiplyAdd(factor: u64, more: u64): bool {
  let carry = more
  for (let i: usize = 0; i < used; i++) {
    const place = limbs + (i << 2)
    const sum = (load<u32>(place) as u64) * factor + carry
    store<u32>(place, sum as u32)
    carry = sum >> 32
  }
  if (carry == 0) return true
  if (used == 8) return false
  store<u32>(limbs + (used << 2), carry as u32)
  used++
  return true
}

/** Divides by at most 2^32 - 1. @returns the remainder. */
export function divide(divisor: u64): u64 {
  let rest: u64 = 0
  for (let i = used; i > 0; i--) {
    const place = limbs + ((i - 1) << 2)
    const part = (rest << 32) | (load<u32>(place) as u64)
    const quotient = part / divisor
    rest = part - quotient * divisor
    store<u32>(place, quotient as u32)
  }
  while (used > 0 && load<u32>(limbs + ((used - 1) << 2)) == 0) used--
  return rest
}

function powerOfTen(exponent: u32): u64 {
  let power: u64 = 1
  for (let i: u32 = 0; i < exponent; i++) power *= 10
  return power
}
