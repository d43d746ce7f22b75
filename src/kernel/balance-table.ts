// Exact balances of many accounts: a dense list of entries in the order of first mention, and a
// hash index over it (open addressing, linear probing, at most half full).
//
// An entry is 56 bytes: address 20, upper half of its hash 4, amount 32. Amounts are 256-bit
// numbers modulo 2^256, four limbs, least first, so that an account may be debited before it is
// credited. Entries are in segments that never move; only the index is rebuilt when it grows.
//
// The caller writes rows to `buffer` (or reads them there) and calls. Numbers there are big-endian.

/** A transfer: sender 20, recipient 20, value 32. */
const TRANSFER_BYTES: usize = 72
/** A row: address 20, amount 32. */
const ROW_BYTES: usize = 52
const ADDRESS_BYTES: usize = 20

const ENTRY_BYTES: usize = 56
const HASH_AT: usize = 20
const AMOUNT_AT: usize = 24

const SEGMENT_BITS: u32 = 16
const SEGMENT_ENTRIES: u32 = 1 << SEGMENT_BITS
const SEGMENT_BYTES: usize = (SEGMENT_ENTRIES as usize) * ENTRY_BYTES
/** More than fit into a memory of 4 GiB. */
const MAX_SEGMENTS: u32 = 1200
const PAGE_BYTES: usize = 65536

/** Maximum transfers or rows of one call. */
export const BATCH: u32 = 4096
export const buffer: usize = memory.data(294912, 16)

const segments: usize = memory.data(4800, 16)
/** Sorting takes three digits of eleven bits for four bytes. */
const DIGIT_BITS: u32 = 11
const COUNTERS: u32 = 1 << DIGIT_BITS
const COUNTERS_BYTES: usize = (COUNTERS as usize) << 2
const counters: usize = memory.data(24576, 16)
/** Maximum accounts that share four bytes before comparing them takes too long. */
const MAX_TIES: usize = 32

/** Number of accounts. */
export let count: u32 = 0

let heap: usize = (__heap_base + 15) & ~15
let index: usize = 0
let mask: u32 = 0
/** Positions in the order of addresses, each with four bytes of its address above it; and room for as many. */
let order: usize = 0
let spare: usize = 0
/** Number of accounts in `order`. */
let sorted: u32 = 0

let key0: u64 = 0
let key1: u64 = 0

/** Starts an empty table. The keys are random, so that nobody can choose addresses that collide. */
export function start(randomKey0: u64, randomKey1: u64): void {
  key0 = randomKey0
  key1 = randomKey1 | 1
  grow(1 << 12)
}

/** Moves the value of each of the `length` transfers in `buffer`. */
export function transfer(length: u32): void {
  const end = buffer + (length as usize) * TRANSFER_BYTES
  for (let at = buffer; at < end; at += TRANSFER_BYTES) {
    const value = at + 2 * ADDRESS_BYTES
    subtract(entryOf(at), value)
    add(entryOf(at + ADDRESS_BYTES), value)
  }
}

/** Adds the amount of each of the `length` rows in `buffer` to its account. */
export function credit(length: u32): void {
  const end = buffer + (length as usize) * ROW_BYTES
  for (let at = buffer; at < end; at += ROW_BYTES) add(entryOf(at), at + ADDRESS_BYTES)
}

/** As `credit`, up to the first account that already exists. @returns how many rows were added. */
export function insert(length: u32): u32 {
  for (let i: u32 = 0; i < length; i++) {
    const row = buffer + (i as usize) * ROW_BYTES
    const known = count
    const entry = entryOf(row)
    if (count == known) return i
    add(entry, row + ADDRESS_BYTES)
  }
  return length
}

/** The position of the account whose address is at `buffer`, or -1. */
export function find(): i32 {
  const slot = slotOf(buffer, hashOf(buffer))
  return (load<u32>(slot) as i32) - 1
}

/** Writes the rows of `length` accounts to `buffer`, from position `from`, in order of mention. */
export function read(from: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) writeRow(from + i, i)
}

/** As `read`, in ascending order of address; `sort` comes first. */
export function readSorted(from: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    writeRow(load<u32>(order + (((from + i) as usize) << 3)), i)
  }
}

/**
 * Sorts by address. The first four bytes nearly always tell accounts apart, and the few that share them
 * are compared whole. If many share them, as an attacker may arrange, all bytes are sorted. Either way
 * the growth of the time does not depend on the addresses.
 */
export function sort(): void {
  if (sorted == count) return
  const bytes = (count as usize) << 3
  order = allocate(bytes)
  spare = allocate(bytes)
  for (let i: u32 = 0; i < count; i++) store<u64>(order + ((i as usize) << 3), i)
  sortByWord(0)
  if (!sortTies()) {
    for (let word: i32 = (ADDRESS_BYTES as i32) - 4; word >= 0; word -= 4) sortByWord(word as usize)
  }
  sorted = count
}

/** Sorts by the four bytes at `word`, those that have them in common as they lie. */
function sortByWord(word: usize): void {
  memory.fill(counters, 0, 3 * COUNTERS_BYTES)
  const end = order + ((count as usize) << 3)
  for (let at = order; at < end; at += 8) {
    const position = load<u32>(at)
    const key = bswap<u32>(load<u32>(entryAt(position) + word))
    store<u32>(at, key, 4)
    for (let digit: u32 = 0; digit < 3; digit++) {
      const counter = counterOf(key, digit)
      store<u32>(counter, load<u32>(counter) + 1)
    }
  }
  for (let digit: u32 = 0; digit < 3; digit++) countingPass(digit)
}

/** Sorts by eleven bits of the keys; the counters of that digit are counts, and become places. */
function countingPass(digit: u32): void {
  const first = counters + (digit as usize) * COUNTERS_BYTES
  let place: u32 = 0
  for (let counter = first; counter < first + COUNTERS_BYTES; counter += 4) {
    const those = load<u32>(counter)
    store<u32>(counter, place)
    place += those
  }
  const end = order + ((count as usize) << 3)
  for (let at = order; at < end; at += 8) {
    const counter = counterOf(load<u32>(at, 4), digit)
    const place = load<u32>(counter)
    store<u32>(counter, place + 1)
    store<u64>(spare + ((place as usize) << 3), load<u64>(at))
  }
  const before = order
  order = spare
  spare = before
}

function counterOf(key: u32, digit: u32): usize {
  const bits = (key >> (digit * DIGIT_BITS)) & (COUNTERS - 1)
  return counters + (digit as usize) * COUNTERS_BYTES + ((bits as usize) << 2)
}

/** Sorts those that share a key by their addresses. @returns false if too many share one. */
function sortTies(): bool {
  const end = order + ((count as usize) << 3)
  let first = order
  for (let at = order + 8; at < end; at += 8) {
    if (load<u32>(at, 4) != load<u32>(first, 4)) {
      first = at
      continue
    }
    if (at - first >= MAX_TIES << 3) return false
    const element = load<u64>(at)
    const address = entryAt(element as u32)
    let to = at
    while (to > first && memory.compare(entryAt(load<u32>(to - 8)), address, ADDRESS_BYTES) > 0) {
      store<u64>(to, load<u64>(to - 8))
      to -= 8
    }
    store<u64>(to, element)
  }
  return true
}

function writeRow(position: u32, slot: u32): void {
  const entry = entryAt(position)
  const row = buffer + (slot as usize) * ROW_BYTES
  memory.copy(row, entry, ADDRESS_BYTES)
  for (let limb: usize = 0; limb < 32; limb += 8) {
    store<u64>(row + ADDRESS_BYTES + 24 - limb, bswap<u64>(load<u64>(entry + AMOUNT_AT + limb)))
  }
}

/** The entry of the address at `address`, created with amount 0 if there is none. */
function entryOf(address: usize): usize {
  const hash = hashOf(address)
  const slot = slotOf(address, hash)
  const known = load<u32>(slot)
  if (known != 0) return entryAt(known - 1)
  const entry = append(address, hash)
  store<u32>(slot, count)
  if (count > mask >> 1) grow((mask + 1) << 1)
  return entry
}

function append(address: usize, hash: u32): usize {
  if ((count & (SEGMENT_ENTRIES - 1)) == 0) {
    const segment = count >> SEGMENT_BITS
    if (segment >= MAX_SEGMENTS) unreachable()
    store<usize>(segments + ((segment as usize) << 2), allocate(SEGMENT_BYTES))
  }
  const entry = entryAt(count++)
  memory.copy(entry, address, ADDRESS_BYTES)
  store<u32>(entry + HASH_AT, hash)
  memory.fill(entry + AMOUNT_AT, 0, 32)
  return entry
}

function entryAt(position: u32): usize {
  const segment = load<usize>(segments + ((position >> SEGMENT_BITS) << 2))
  return segment + ((position & (SEGMENT_ENTRIES - 1)) as usize) * ENTRY_BYTES
}

/** The slot of the index that holds the address, or the empty one where it belongs. */
function slotOf(address: usize, hash: u32): usize {
  let slot = hash & mask
  while (true) {
    const at = index + ((slot as usize) << 2)
    const known = load<u32>(at)
    if (known == 0 || isSame(entryAt(known - 1), address)) return at
    slot = (slot + 1) & mask
  }
}

function isSame(entry: usize, address: usize): bool {
  return (
    load<u64>(entry) == load<u64>(address) &&
    load<u64>(entry + 8) == load<u64>(address + 8) &&
    load<u32>(entry + 16) == load<u32>(address + 16)
  )
}

function hashOf(address: usize): u32 {
  let hash = mix(load<u64>(address) ^ key0)
  hash = mix(hash ^ load<u64>(address + 8))
  hash = mix(hash ^ (load<u32>(address + 16) as u64))
  return (hash >> 32) as u32
}

function mix(bits: u64): u64 {
  const product = bits * key1
  return (product ^ (product >> 32)) * 0x9e3779b97f4a7c15
}

function grow(slots: u32): void {
  const bytes = (slots as usize) << 2
  index = allocate(bytes)
  memory.fill(index, 0, bytes)
  mask = slots - 1
  for (let position: u32 = 0; position < count; position++) {
    let slot = load<u32>(entryAt(position) + HASH_AT) & mask
    while (load<u32>(index + ((slot as usize) << 2)) != 0) slot = (slot + 1) & mask
    store<u32>(index + ((slot as usize) << 2), position + 1)
  }
}

function allocate(bytes: usize): usize {
  const place = heap
  heap = (place + bytes + 15) & ~15
  if (heap < place) unreachable()
  const missing = (((heap + PAGE_BYTES - 1) / PAGE_BYTES) as i32) - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) unreachable()
  return place
}

/** Adds the 32 bytes at `value`, most significant first, to the amount of `entry`. */
function add(entry: usize, value: usize): void {
  let carry: u64 = 0
  for (let limb: usize = 0; limb < 32; limb += 8) {
    const at = entry + AMOUNT_AT + limb
    const left = load<u64>(at)
    const partial = left + bswap<u64>(load<u64>(value + 24 - limb))
    const sum = partial + carry
    carry = u64(partial < left) | u64(sum < partial)
    store<u64>(at, sum)
  }
}

function subtract(entry: usize, value: usize): void {
  let borrow: u64 = 0
  for (let limb: usize = 0; limb < 32; limb += 8) {
    const at = entry + AMOUNT_AT + limb
    const left = load<u64>(at)
    const partial = left - bswap<u64>(load<u64>(value + 24 - limb))
    const difference = partial - borrow
    borrow = u64(partial > left) | u64(difference > partial)
    store<u64>(at, difference)
  }
}
