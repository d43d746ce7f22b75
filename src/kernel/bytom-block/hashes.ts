// SHA3-256 (FIPS 202) and its uses in Bytom (reference: Bytom, 2.6): ids of entries, which hash twice,
// and Merkle roots.

import { permute } from '../keccak/permutation'

const DIGEST_BYTES: usize = 32
const BLOCK_BYTES: usize = 136
const TAG_BYTES: usize = 64

const state: usize = memory.data(208, 16)
const tail: usize = memory.data(144, 16)
/** Seven tags, `entryid:…:`, each with room for a digest behind it. */
const tags: usize = memory.data(448, 16)
const tagLengths: usize = memory.data(64, 16)
/** The prefix of a node or leaf and what it hashes. */
const pair: usize = memory.data(80, 16)

export const COINBASE = tag(0, 'coinbase1')
export const MUX = tag(1, 'mux1')
export const OUTPUT = tag(2, 'output1')
export const RETIREMENT = tag(3, 'retirement1')
export const SPEND = tag(4, 'spend1')
export const TRANSACTION = tag(5, 'txheader')
export const BLOCK = tag(6, 'blockheader')

function tag(number: usize, name: string): usize {
  const text = 'entryid:' + name + ':'
  for (let i = 0; i < text.length; i++) {
    store<u8>(tags + number * TAG_BYTES + (i as usize), text.charCodeAt(i))
  }
  store<u32>(tagLengths + (number << 2), text.length)
  return number
}

/** Writes the id of an entry whose body is `length` bytes at `body`. */
export function entryId(kind: usize, body: usize, length: usize, target: usize): void {
  const text = tags + kind * TAG_BYTES
  const textLength = load<u32>(tagLengths + (kind << 2)) as usize
  digest(body, length, text + textLength)
  digest(text, textLength + DIGEST_BYTES, target)
}

/** Hashes `length` bytes at `item` into a leaf. `length` is at most 64. */
export function hashLeaf(item: usize, length: usize, target: usize): void {
  store<u8>(pair, 0)
  memory.copy(pair + 1, item, length)
  digest(pair, length + 1, target)
}

/** The root over `count` leaves, at least one, of 32 bytes each. They are overwritten. */
export function merkleRoot(leaves: usize, count: u32): usize {
  if (count == 1) return leaves
  const half: u32 = 1 << (31 - clz(count - 1))
  const left = merkleRoot(leaves, half)
  const right = merkleRoot(leaves + (half as usize) * DIGEST_BYTES, count - half)
  store<u8>(pair, 1)
  memory.copy(pair + 1, left, DIGEST_BYTES)
  memory.copy(pair + 1 + DIGEST_BYTES, right, DIGEST_BYTES)
  digest(pair, 1 + 2 * DIGEST_BYTES, leaves)
  return leaves
}

export function digest(message: usize, length: usize, target: usize): void {
  memory.fill(state, 0, 200)
  let at = message
  let rest = length
  for (; rest >= BLOCK_BYTES; rest -= BLOCK_BYTES) {
    absorb(at)
    at += BLOCK_BYTES
  }
  memory.fill(tail, 0, BLOCK_BYTES)
  memory.copy(tail, at, rest)
  store<u8>(tail + rest, 0x06)
  const last = tail + BLOCK_BYTES - 1
  store<u8>(last, load<u8>(last) | 0x80)
  absorb(tail)
  memory.copy(target, state, DIGEST_BYTES)
}

function absorb(block: usize): void {
  for (let lane: usize = 0; lane < BLOCK_BYTES; lane += 8) {
    store<u64>(state + lane, load<u64>(state + lane) ^ load<u64>(block + lane))
  }
  permute<u64>(state)
}
