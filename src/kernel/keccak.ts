// keccak256 for everything that capstan hashes, and the two batches that build a Merkle tree.
//
// The caller copies bytes to `input`, calls, and copies digests from `output`. A batch is at most
// BATCH items, on purpose: WebAssembly has no on-stack replacement, so a long call in a
// fresh module stays in the slow baseline code to its end.
//
// Every message of a batch fits one block of 136 bytes, which makes it one permutation. Padding is
// the byte 0x01 after the message and 0x80 in the last byte of the block (keccak256 as Ethereum
// uses it, not SHA3-256, whose first padding byte is 0x06).

import { permute } from './keccak/permutation'

/** Maximum items of one call of `hashLeaves` or `hashPairs`. */
export const BATCH: i32 = 2048
/** Bytes of one packed allocation: 20 of the address, 32 of the amount, big-endian. */
const ROW_BYTES: usize = 52
const ADDRESS_BYTES: usize = 20
const DIGEST_BYTES: usize = 32
const PAIR_BYTES: usize = 64
const BLOCK_BYTES: usize = 136
const LANES_IN_BLOCK: usize = 17

/** Room for BATCH pairs, the longest items. */
export const input: usize = memory.data(131072, 16)
/** Room for BATCH digests. */
export const output: usize = memory.data(65536, 16)

const state: usize = memory.data(400, 16)
const pairState: usize = memory.data(400, 16)

/** Starts one message of any length. */
export function begin(): void {
  memory.fill(state, 0, 400)
}

/** Absorbs `blocks` whole blocks of the message from `input`. */
export function absorb(blocks: u32): void {
  const end = input + (blocks as usize) * BLOCK_BYTES
  for (let block = input; block < end; block += BLOCK_BYTES) {
    for (let lane: usize = 0; lane < LANES_IN_BLOCK; lane++) {
      const at = state + (lane << 3)
      store<u64>(at, load<u64>(at) ^ load<u64>(block + (lane << 3)))
    }
    permute<u64>(state)
  }
}

/** Absorbs the last `length` bytes (fewer than a block) from `input`; the digest is at `output`. */
export function finish(length: u32): void {
  const tail = input + (length as usize)
  memory.fill(tail, 0, BLOCK_BYTES - (length as usize))
  store<u8>(tail, 0x01)
  const last = input + BLOCK_BYTES - 1
  store<u8>(last, load<u8>(last) | 0x80)
  absorb(1)
  storeDigest(state, sizeof<u64>(), output)
}

/**
 * Hashes `count` pairs of sibling nodes, 64 bytes each, into their parents, in order. The smaller
 * node goes first, so that a proof needs no directions.
 */
export function hashPairs(count: u32): void {
  const even = count & ~1
  for (let i: u32 = 0; i < even; i += 2) {
    loadPair(pairState, sizeof<v128>(), i)
    loadPair(pairState + 8, sizeof<v128>(), i + 1)
    permute<v128>(pairState)
    storeDigest(pairState, sizeof<v128>(), digestAt(i))
    storeDigest(pairState + 8, sizeof<v128>(), digestAt(i + 1))
  }
  if (even == count) return
  loadPair(state, sizeof<u64>(), even)
  permute<u64>(state)
  storeDigest(state, sizeof<u64>(), digestAt(even))
}

/**
 * Hashes `count` packed allocations into leaves: keccak256(keccak256(abi.encode(index, account,
 * amount))), the first with index `firstIndex`. Leaves are written last first, in the order
 * of the tree.
 */
export function hashLeaves(firstIndex: u32, count: u32): void {
  const even = count & ~1
  const last = count - 1
  for (let i: u32 = 0; i < even; i += 2) {
    loadAllocation(pairState, sizeof<v128>(), i, firstIndex + i)
    loadAllocation(pairState + 8, sizeof<v128>(), i + 1, firstIndex + i + 1)
    permute<v128>(pairState)
    pad(pairState, sizeof<v128>(), 4)
    pad(pairState + 8, sizeof<v128>(), 4)
    permute<v128>(pairState)
    storeDigest(pairState, sizeof<v128>(), digestAt(last - i))
    storeDigest(pairState + 8, sizeof<v128>(), digestAt(last - i - 1))
  }
  if (even == count) return
  loadAllocation(state, sizeof<u64>(), even, firstIndex + even)
  permute<u64>(state)
  pad(state, sizeof<u64>(), 4)
  permute<u64>(state)
  storeDigest(state, sizeof<u64>(), digestAt(last - even))
}

function digestAt(slot: u32): usize {
  return output + (slot as usize) * DIGEST_BYTES
}

// A message's lanes are `stride` bytes apart: 8 in a state of its own, 16 in a pair of states.

/** Fills lanes from number `lanes` on with the padding of a message that long. */
function pad(lane0: usize, stride: usize, lanes: usize): void {
  const end = lane0 + 25 * stride
  for (let lane = lane0 + lanes * stride; lane < end; lane += stride) store<u64>(lane, 0)
  store<u64>(lane0 + lanes * stride, 0x01)
  store<u64>(lane0 + (LANES_IN_BLOCK - 1) * stride, 0x80 << 56)
}

/** Lays pair `slot` of `input` out as the start of a message. */
function loadPair(lane0: usize, stride: usize, slot: u32): void {
  const left = input + (slot as usize) * PAIR_BYTES
  const right = left + DIGEST_BYTES
  const inOrder = isBefore(left, right)
  copyWord(lane0, stride, inOrder ? left : right)
  copyWord(lane0 + 4 * stride, stride, inOrder ? right : left)
  pad(lane0, stride, 8)
}

/** Lays row `slot` of `input` out as the three ABI words (index, account, amount). */
function loadAllocation(lane0: usize, stride: usize, slot: u32, index: u32): void {
  const row = input + (slot as usize) * ROW_BYTES
  store<u64>(lane0, 0)
  store<u64>(lane0 + stride, 0)
  store<u64>(lane0 + 2 * stride, 0)
  store<u64>(lane0 + 3 * stride, bswap<u64>(index as u64))
  store<u64>(lane0 + 4 * stride, 0)
  store<u64>(lane0 + 5 * stride, (load<u32>(row) as u64) << 32)
  store<u64>(lane0 + 6 * stride, load<u64>(row, 4))
  store<u64>(lane0 + 7 * stride, load<u64>(row, 12))
  copyWord(lane0 + 8 * stride, stride, row + ADDRESS_BYTES)
  pad(lane0, stride, 12)
}

function copyWord(lane0: usize, stride: usize, word: usize): void {
  store<u64>(lane0, load<u64>(word))
  store<u64>(lane0 + stride, load<u64>(word, 8))
  store<u64>(lane0 + 2 * stride, load<u64>(word, 16))
  store<u64>(lane0 + 3 * stride, load<u64>(word, 24))
}

function storeDigest(lane0: usize, stride: usize, digest: usize): void {
  store<u64>(digest, load<u64>(lane0))
  store<u64>(digest, load<u64>(lane0 + stride), 8)
  store<u64>(digest, load<u64>(lane0 + 2 * stride), 16)
  store<u64>(digest, load<u64>(lane0 + 3 * stride), 24)
}

/** Are the 32 bytes at `left` smaller than those at `right`, big-endian? */
function isBefore(left: usize, right: usize): bool {
  for (let offset: usize = 0; offset < DIGEST_BYTES; offset += 8) {
    const a = bswap<u64>(load<u64>(left + offset))
    const b = bswap<u64>(load<u64>(right + offset))
    if (a != b) return a < b
  }
  return false
}
