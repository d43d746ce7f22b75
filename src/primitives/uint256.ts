/** Bytes of a uint256 as files, hashes and contracts hold it: big-endian. */
export const UINT256_BYTES = 32

/** The value of the 32 bytes at `offset`. */
export function readUint256(bytes: Uint8Array, offset: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, UINT256_BYTES)
  const high = (view.getBigUint64(0) << 64n) | view.getBigUint64(8)
  const low = (view.getBigUint64(16) << 64n) | view.getBigUint64(24)
  return high === 0n ? low : (high << 128n) | low
}

/**
 * Writes `value` (0 to 2^256 - 1) as the 32 bytes at `offset`.
 * @throws RangeError if it does not fit.
 */
export function writeUint256(value: bigint, bytes: Uint8Array, offset: number): void {
  if (value < 0n || value >> 256n !== 0n) throw new RangeError('The value is not a uint256.')
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, UINT256_BYTES)
  for (let word = 0; word < 4; word++) {
    view.setBigUint64(word * 8, BigInt.asUintN(64, value >> BigInt(192 - 64 * word)))
  }
}

const MAX_DIGITS = 78
const LIMBS = 16
const LIMB = 2 ** 16
/** Nine digits a step keep limb * 10^9 + carry well inside 2^53. */
const STEP_DIGITS = 9
const limbs = new Float64Array(LIMBS)

/**
 * Reads the ASCII digits `text[start, end)` into the 32 bytes at `offset`. Strings and bigints
 * are left out of it, so that files of ten million rows are read at the speed of the disk.
 * @returns why it is not a canonical uint256, or undefined when it is and was written.
 */
export function parseUint256(
  text: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  offset: number,
): string | undefined {
  const length = end - start
  if (length === 0) return 'is empty'
  for (let i = start; i < end; i++) {
    if (!isDigit(text[i] as number)) return 'is not a whole number in decimal digits'
  }
  if (length > 1 && text[start] === 0x30) return 'has a leading zero'
  if (length > MAX_DIGITS) return 'does not fit 256 bits'

  let used = 0
  let at = start
  while (at < end) {
    const stop = Math.min(at + STEP_DIGITS, end)
    let carry = 0
    let scale = 1
    for (; at < stop; at++) {
      carry = carry * 10 + (text[at] as number) - 0x30
      scale *= 10
    }
    for (let i = 0; i < used; i++) {
      const sum = (limbs[i] as number) * scale + carry
      carry = Math.floor(sum / LIMB)
      limbs[i] = sum - carry * LIMB
    }
    while (carry > 0) {
      if (used === LIMBS) return 'does not fit 256 bits'
      const rest = Math.floor(carry / LIMB)
      limbs[used++] = carry - rest * LIMB
      carry = rest
    }
  }
  for (let i = 0; i < LIMBS; i++) {
    const limb = i < used ? (limbs[i] as number) : 0
    bytes[offset + UINT256_BYTES - 1 - 2 * i] = limb & 0xff
    bytes[offset + UINT256_BYTES - 2 - 2 * i] = limb >> 8
  }
  return undefined
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
