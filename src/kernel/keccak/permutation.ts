// Keccak-f[1600], the permutation under keccak256 (FIPS 202, section 3.3), for one state or for two
// at once. The state is 25 lanes of 64 bits; lane (x, y) is number x + 5y. With T = u64 the lanes
// are next to each other in memory. With T = v128 every lane is a pair, message 0 in the low half
// and message 1 in the high half, so that one instruction works on two messages.
//
// All 25 lanes are locals: a loop over lanes in memory would be shorter and several times slower.
// `isVector<T>()` is decided by the compiler, which keeps one branch and drops the other.

const ROUNDS = 24

const ROUND_CONSTANTS = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
  0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
  0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
  0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
])

function xor<T>(left: T, right: T): T {
  if (isVector<T>()) return v128.xor(left, right)
  return (left ^ right) as T
}

function rotl<T>(lane: T, bits: i32): T {
  if (isVector<T>()) return v128.or(i64x2.shl(lane, bits), i64x2.shr_u(lane, 64 - bits))
  return ((lane << bits) | (lane >> (64 - bits))) as T
}

function chi<T>(lane: T, next: T, afterNext: T): T {
  if (isVector<T>()) return v128.xor(lane, v128.andnot(afterNext, next))
  return (lane ^ (~next & afterNext)) as T
}

function roundConstant<T>(round: i32): T {
  const constant = ROUND_CONSTANTS + ((round as usize) << 3)
  if (isVector<T>()) return v128.load64_splat(constant)
  return load<u64>(constant) as T
}

/** Permutes the state of 25 lanes of type T at `state`, in place. */
export function permute<T>(state: usize): void {
  let a0 = load<T>(state, 0 * sizeof<T>())
  let a1 = load<T>(state, 1 * sizeof<T>())
  let a2 = load<T>(state, 2 * sizeof<T>())
  let a3 = load<T>(state, 3 * sizeof<T>())
  let a4 = load<T>(state, 4 * sizeof<T>())
  let a5 = load<T>(state, 5 * sizeof<T>())
  let a6 = load<T>(state, 6 * sizeof<T>())
  let a7 = load<T>(state, 7 * sizeof<T>())
  let a8 = load<T>(state, 8 * sizeof<T>())
  let a9 = load<T>(state, 9 * sizeof<T>())
  let a10 = load<T>(state, 10 * sizeof<T>())
  let a11 = load<T>(state, 11 * sizeof<T>())
  let a12 = load<T>(state, 12 * sizeof<T>())
  let a13 = load<T>(state, 13 * sizeof<T>())
  let a14 = load<T>(state, 14 * sizeof<T>())
  let a15 = load<T>(state, 15 * sizeof<T>())
  let a16 = load<T>(state, 16 * sizeof<T>())
  let a17 = load<T>(state, 17 * sizeof<T>())
  let a18 = load<T>(state, 18 * sizeof<T>())
  let a19 = load<T>(state, 19 * sizeof<T>())
  let a20 = load<T>(state, 20 * sizeof<T>())
  let a21 = load<T>(state, 21 * sizeof<T>())
  let a22 = load<T>(state, 22 * sizeof<T>())
  let a23 = load<T>(state, 23 * sizeof<T>())
  let a24 = load<T>(state, 24 * sizeof<T>())

  for (let round = 0; round < ROUNDS; round++) {
    // theta: every lane takes the parity of two neighbouring columns
    const c0 = xor(xor(xor(a0, a5), xor(a10, a15)), a20)
    const c1 = xor(xor(xor(a1, a6), xor(a11, a16)), a21)
    const c2 = xor(xor(xor(a2, a7), xor(a12, a17)), a22)
    const c3 = xor(xor(xor(a3, a8), xor(a13, a18)), a23)
    const c4 = xor(xor(xor(a4, a9), xor(a14, a19)), a24)
    const d0 = xor(c4, rotl(c1, 1))
    const d1 = xor(c0, rotl(c2, 1))
    const d2 = xor(c1, rotl(c3, 1))
    const d3 = xor(c2, rotl(c4, 1))
    const d4 = xor(c3, rotl(c0, 1))

    // rho and pi: lane (x, y) turns left and moves to (y, 2x + 3y)
    const b0 = xor(a0, d0)
    const b1 = rotl(xor(a6, d1), 44)
    const b2 = rotl(xor(a12, d2), 43)
    const b3 = rotl(xor(a18, d3), 21)
    const b4 = rotl(xor(a24, d4), 14)
    const b5 = rotl(xor(a3, d3), 28)
    const b6 = rotl(xor(a9, d4), 20)
    const b7 = rotl(xor(a10, d0), 3)
    const b8 = rotl(xor(a16, d1), 45)
    const b9 = rotl(xor(a22, d2), 61)
    const b10 = rotl(xor(a1, d1), 1)
    const b11 = rotl(xor(a7, d2), 6)
    const b12 = rotl(xor(a13, d3), 25)
    const b13 = rotl(xor(a19, d4), 8)
    const b14 = rotl(xor(a20, d0), 18)
    const b15 = rotl(xor(a4, d4), 27)
    const b16 = rotl(xor(a5, d0), 36)
    const b17 = rotl(xor(a11, d1), 10)
    const b18 = rotl(xor(a17, d2), 15)
    const b19 = rotl(xor(a23, d3), 56)
    const b20 = rotl(xor(a2, d2), 62)
    const b21 = rotl(xor(a8, d3), 55)
    const b22 = rotl(xor(a14, d4), 39)
    const b23 = rotl(xor(a15, d0), 41)
    const b24 = rotl(xor(a21, d1), 2)

    // chi: the only step that is not linear; iota: the round constant breaks the symmetry
    a0 = xor(chi(b0, b1, b2), roundConstant<T>(round))
    a1 = chi(b1, b2, b3)
    a2 = chi(b2, b3, b4)
    a3 = chi(b3, b4, b0)
    a4 = chi(b4, b0, b1)
    a5 = chi(b5, b6, b7)
    a6 = chi(b6, b7, b8)
    a7 = chi(b7, b8, b9)
    a8 = chi(b8, b9, b5)
    a9 = chi(b9, b5, b6)
    a10 = chi(b10, b11, b12)
    a11 = chi(b11, b12, b13)
    a12 = chi(b12, b13, b14)
    a13 = chi(b13, b14, b10)
    a14 = chi(b14, b10, b11)
    a15 = chi(b15, b16, b17)
    a16 = chi(b16, b17, b18)
    a17 = chi(b17, b18, b19)
    a18 = chi(b18, b19, b15)
    a19 = chi(b19, b15, b16)
    a20 = chi(b20, b21, b22)
    a21 = chi(b21, b22, b23)
    a22 = chi(b22, b23, b24)
    a23 = chi(b23, b24, b20)
    a24 = chi(b24, b20, b21)
  }

  store<T>(state, a0, 0 * sizeof<T>())
  store<T>(state, a1, 1 * sizeof<T>())
  store<T>(state, a2, 2 * sizeof<T>())
  store<T>(state, a3, 3 * sizeof<T>())
  store<T>(state, a4, 4 * sizeof<T>())
  store<T>(state, a5, 5 * sizeof<T>())
  store<T>(state, a6, 6 * sizeof<T>())
  store<T>(state, a7, 7 * sizeof<T>())
  store<T>(state, a8, 8 * sizeof<T>())
  store<T>(state, a9, 9 * sizeof<T>())
  store<T>(state, a10, 10 * sizeof<T>())
  store<T>(state, a11, 11 * sizeof<T>())
  store<T>(state, a12, 12 * sizeof<T>())
  store<T>(state, a13, 13 * sizeof<T>())
  store<T>(state, a14, 14 * sizeof<T>())
  store<T>(state, a15, 15 * sizeof<T>())
  store<T>(state, a16, 16 * sizeof<T>())
  store<T>(state, a17, 17 * sizeof<T>())
  store<T>(state, a18, 18 * sizeof<T>())
  store<T>(state, a19, 19 * sizeof<T>())
  store<T>(state, a20, 20 * sizeof<T>())
  store<T>(state, a21, 21 * sizeof<T>())
  store<T>(state, a22, 22 * sizeof<T>())
  store<T>(state, a23, 23 * sizeof<T>())
  store<T>(state, a24, 24 * sizeof<T>())
}
