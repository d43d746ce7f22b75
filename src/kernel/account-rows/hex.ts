// Hex digits of addresses, sixteen bytes at a time, lower case.

/** Writes the 40 digits of the 20 bytes at `from`. */
export function writeHex(from: usize, to: usize): void {
  const first = v128.load(from)
  v128.store(to, digitsOf(first))
  v128.store(to + 16, digitsOf(v128.shuffle<u64>(first, first, 1, 0)))
  v128.store64_lane(to + 32, digitsOf(v128.load32_zero(from + 16)), 0)
}

/** The sixteen digits of the first eight bytes. */
function digitsOf(bytes: v128): v128 {
  const high = i8x16.shr_u(bytes, 4)
  const low = v128.and(bytes, i8x16.splat(0x0f))
  const nibbles = v128.shuffle<u8>(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
  return i8x16.swizzle(
    i8x16(0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66),
    nibbles,
  )
}
