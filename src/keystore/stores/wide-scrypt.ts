import { pbkdf2Sync } from 'node:crypto'
import type { ScryptParameters } from './scrypt-cost.ts'

/**
 * scrypt (RFC 7914) without the RFC's rule that n be below 2^(16 r). OpenSSL keeps to that rule;
 * older wallets did not, nor does an example in the specification of the key file, with n = 2^18
 * and r = 1. Slower than native code and only for such files.
 */
export function wideScrypt(
  password: Uint8Array,
  { salt, n, r, p }: ScryptParameters,
  length: number,
): Buffer {
  const laneBytes = 128 * r
  const lanes = pbkdf2Sync(password, salt, 1, p * laneBytes, 'sha256')
  const table = new Uint32Array(32 * r * n)
  for (let lane = 0; lane < p; lane++) {
    mixLane(lanes.subarray(lane * laneBytes, (lane + 1) * laneBytes), table, n)
  }
  return pbkdf2Sync(password, lanes, 1, length, 'sha256')
}

/** scryptROMix: fills the table with n states, then reads n of them in an order the data decides. */
function mixLane(lane: Buffer, table: Uint32Array, n: number): void {
  const size = lane.length / 4
  let state = Uint32Array.from({ length: size }, (_, i) => lane.readUInt32LE(4 * i))
  let next = new Uint32Array(size)
  for (let i = 0; i < n; i++) {
    table.set(state, i * size)
    mixBlocks(state, next)
    ;[state, next] = [next, state]
  }
  for (let i = 0; i < n; i++) {
    const chosen = ((state[size - 16] as number) & (n - 1)) * size
    for (let k = 0; k < size; k++) state[k] = (state[k] as number) ^ (table[chosen + k] as number)
    mixBlocks(state, next)
    ;[state, next] = [next, state]
  }
  state.forEach((word, i) => {
    lane.writeUInt32LE(word, 4 * i)
  })
}

/** scryptBlockMix: even blocks go to the first half of `to`, odd ones to the second. */
function mixBlocks(from: Uint32Array, to: Uint32Array): void {
  const blocks = from.length / 16
  const x = from.slice(-16)
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < 16; k++) x[k] = (x[k] as number) ^ (from[block * 16 + k] as number)
    salsa(x)
    to.set(x, ((block >> 1) + (block & 1) * (blocks >> 1)) * 16)
  }
}

/** Quarter rounds of one double round of Salsa20: columns, then rows. */
const QUARTERS = Uint8Array.of(
  ...[0, 4, 8, 12, 5, 9, 13, 1, 10, 14, 2, 6, 15, 3, 7, 11],
  ...[0, 1, 2, 3, 5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14],
)

/** Salsa20/8, in place. */
function salsa(x: Uint32Array): void {
  const before = x.slice()
  for (let round = 0; round < 4; round++) {
    for (let q = 0; q < QUARTERS.length; q += 4) {
      const a = QUARTERS[q] as number
      const b = QUARTERS[q + 1] as number
      const c = QUARTERS[q + 2] as number
      const d = QUARTERS[q + 3] as number
      x[b] = (x[b] as number) ^ rotate((x[a] as number) + (x[d] as number), 7)
      x[c] = (x[c] as number) ^ rotate((x[b] as number) + (x[a] as number), 9)
      x[d] = (x[d] as number) ^ rotate((x[c] as number) + (x[b] as number), 13)
      x[a] = (x[a] as number) ^ rotate((x[d] as number) + (x[c] as number), 18)
    }
  }
  for (let k = 0; k < 16; k++) x[k] = (x[k] as number) + (before[k] as number)
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
