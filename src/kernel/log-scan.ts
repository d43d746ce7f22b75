// Reads the raw answer to eth_getLogs and leaves packed Transfer events:
// 72 bytes each, sender 20, recipient 20, value 32, all big-endian.
//
// It takes one narrow dialect: an object whose `result` is a list of flat log objects, keys in any
// order, plain strings without escapes. Every log must be the requested event (address,
// topic, three topics, 32 bytes of data), be in the requested range and in order, and agree with its
// neighbours on the hash of their block. For anything else it returns -1: the caller then reads the
// same bytes the slow way and says what is wrong.
//
// Events are packed over input that was already read: a log is never shorter than 72 bytes.

import { decodeHex, decodeQuantity, quantityEnd } from './log-scan/hex'
import { skipFalse, skipScalar, skipSpace, stringEnd } from './log-scan/json'

const EVENT_BYTES: usize = 72
/** A word of 66 characters may be looked for from the last byte on. */
const SLACK_BYTES: usize = 128
const PAGE_BYTES: usize = 65536

const UNEXPECTED: i32 = -1

/** The 20 bytes of the token and the 32 bytes of the event's topic, written by the caller. */
export const token: usize = memory.data(24, 16)
export const topic: usize = memory.data(32, 16)

/** Number and hash of the block of the last log; meaningful after a scan that found any. */
export let lastBlock: u64 = 0
export const lastHash: usize = memory.data(32, 16)

/** Where the caller writes the answer, and reads the events. */
export const input: usize = (__heap_base + 15) & ~15

const event: usize = memory.data(80, 16)
const word: usize = memory.data(32, 16)
const hash: usize = memory.data(32, 16)

// One bit for every key that a log must have.
const ADDRESS: u32 = 1
const TOPICS: u32 = 2
const DATA: u32 = 4
const BLOCK_NUMBER: u32 = 8
const BLOCK_HASH: u32 = 16
const LOG_INDEX: u32 = 32
const REMOVED: u32 = 64
const REQUIRED: u32 = ADDRESS | TOPICS | DATA | BLOCK_NUMBER | BLOCK_HASH | LOG_INDEX

// A key is known by its length, its first and its last eight bytes (shorter ones with the closing
// quote and what follows masked off).
const KEY_ID = packed('id')
const KEY_RESULT = packed('result')
const KEY_JSONRPC = packed('jsonrpc')
const KEY_ADDRESS = packed('address')
const KEY_TOPICS = packed('topics')
const KEY_DATA = packed('data')
const KEY_BLOCK_NUM = packed('blockNum')
const KEY_CK_NUMBER = packed('ckNumber')
const KEY_BLOCK_HAS = packed('blockHas')
const KEY_LOCK_HASH = packed('lockHash')
const KEY_LOG_INDEX = packed('logIndex')
const KEY_REMOVED = packed('removed')

let blockNumber: u64 = 0
let logIndex: u64 = 0
let lastIndex: u64 = 0
let events: i32 = 0

/** Makes room for an answer of `length` bytes. */
export function reserve(length: u32): void {
  const end = input + (length as usize) + SLACK_BYTES
  const pages = (end + PAGE_BYTES - 1) / PAGE_BYTES
  const missing = (pages as i32) - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) unreachable()
}

/**
 * Scans the `length` bytes at `input`, the answer for blocks `from` to `to`.
 * @returns how many events are now at `input`, or -1 if something is unexpected.
 */
export function scan(length: u32, from: u64, to: u64): i32 {
  const end = input + (length as usize)
  // The bytes that vector loads may read past the end close every string and every number.
  memory.fill(end, 0, SLACK_BYTES)
  lastBlock = 0
  events = UNEXPECTED
  const at = readEnvelope(skipSpace(input), from, to)
  return at == 0 || skipSpace(at) != end ? UNEXPECTED : events
}

// The readers below return the place behind what they read, or 0 if it is unexpected.

function readEnvelope(start: usize, from: u64, to: u64): usize {
  let at = start
  if (load<u8>(at) != 0x7b) return 0
  do {
    at = skipSpace(at + 1)
    if (load<u8>(at) != 0x22) return 0
    const key = at + 1
    const keyEnd = stringEnd(key)
    if (keyEnd == 0) return 0
    at = skipSpace(keyEnd + 1)
    if (load<u8>(at) != 0x3a) return 0
    at = skipSpace(at + 1)
    const length = keyEnd - key
    const first = firstBytes(key, length)
    if (length == 6 && first == KEY_RESULT) {
      if (events != UNEXPECTED) return 0
      events = 0
      at = readLogs(at, from, to)
    } else if ((length == 2 && first == KEY_ID) || (length == 7 && first == KEY_JSONRPC)) {
      at = skipScalar(at)
    } else {
      return 0
    }
    if (at == 0) return 0
    at = skipSpace(at)
  } while (load<u8>(at) == 0x2c)
  return load<u8>(at) == 0x7d ? at + 1 : 0
}

function readLogs(start: usize, from: u64, to: u64): usize {
  if (load<u8>(start) != 0x5b) return 0
  let at = skipSpace(start + 1)
  if (load<u8>(at) == 0x5d) return at + 1
  while (true) {
    at = readLog(at)
    if (at == 0 || !isInOrder(from, to)) return 0
    memory.copy(input + (events as usize) * EVENT_BYTES, event, EVENT_BYTES)
    events++
    at = skipSpace(at)
    if (load<u8>(at) == 0x5d) return at + 1
    if (load<u8>(at) != 0x2c) return 0
    at = skipSpace(at + 1)
  }
}

/** Is the log just read in the range, after the previous one, and in a block of one hash? */
function isInOrder(from: u64, to: u64): bool {
  if (blockNumber < from || blockNumber > to) return false
  if (events > 0 && blockNumber <= lastBlock) {
    if (blockNumber < lastBlock || logIndex <= lastIndex) return false
    if (memory.compare(hash, lastHash, 32) != 0) return false
  } else {
    memory.copy(lastHash, hash, 32)
  }
  lastBlock = blockNumber
  lastIndex = logIndex
  return true
}

function readLog(start: usize): usize {
  let at = start
  let seen: u32 = 0
  if (load<u8>(at) != 0x7b) return 0
  do {
    at = skipSpace(at + 1)
    if (load<u8>(at) != 0x22) return 0
    const key = at + 1
    const keyEnd = stringEnd(key)
    if (keyEnd == 0) return 0
    at = skipSpace(keyEnd + 1)
    if (load<u8>(at) != 0x3a) return 0
    at = skipSpace(at + 1)
    const field = fieldOf(key, keyEnd - key)
    if ((seen & field) != 0) return 0
    seen |= field
    at = readField(field, at)
    if (at == 0) return 0
    at = skipSpace(at)
  } while (load<u8>(at) == 0x2c)
  if (load<u8>(at) != 0x7d || (seen & REQUIRED) != REQUIRED) return 0
  return at + 1
}

function readField(field: u32, at: usize): usize {
  switch (field) {
    case ADDRESS:
      return readToken(at)
    case TOPICS:
      return readTopics(at)
    case DATA:
      return readWord(at, event + 40)
    case BLOCK_HASH:
      return readWord(at, hash)
    case BLOCK_NUMBER:
      blockNumber = decodeQuantity(at)
      return quantityEnd(at)
    case LOG_INDEX:
      logIndex = decodeQuantity(at)
      return quantityEnd(at)
    case REMOVED:
      // `false`: the only value of a log that counts.
      return skipFalse(at)
    default:
      return skipScalar(at)
  }
}

function readToken(at: usize): usize {
  if (load<u16>(at + 1) != 0x7830 || load<u8>(at) != 0x22 || load<u8>(at + 43) != 0x22) return 0
  if (!decodeHex(at + 3, word, 20)) return 0
  return memory.compare(word, token, 20) == 0 ? at + 44 : 0
}

function readTopics(start: usize): usize {
  if (load<u8>(start) != 0x5b) return 0
  let at = readWord(skipSpace(start + 1), word)
  if (at == 0 || memory.compare(word, topic, 32) != 0) return 0
  at = readTopicAddress(at, event)
  if (at == 0) return 0
  at = readTopicAddress(at, event + 20)
  if (at == 0) return 0
  at = skipSpace(at)
  return load<u8>(at) == 0x5d ? at + 1 : 0
}

function readTopicAddress(start: usize, to: usize): usize {
  let at = skipSpace(start)
  if (load<u8>(at) != 0x2c) return 0
  at = readWord(skipSpace(at + 1), word)
  if (at == 0) return 0
  if (load<u64>(word) != 0 || load<u32>(word, 8) != 0) return 0
  memory.copy(to, word + 12, 20)
  return at
}

/** `"0x` and 64 hex digits `"` */
function readWord(at: usize, to: usize): usize {
  if (load<u16>(at + 1) != 0x7830 || load<u8>(at) != 0x22 || load<u8>(at + 67) != 0x22) return 0
  return decodeHex(at + 3, to, 32) ? at + 68 : 0
}

function fieldOf(key: usize, length: usize): u32 {
  const first = firstBytes(key, length)
  switch (length as u32) {
    case 4:
      return first == KEY_DATA ? DATA : 0
    case 6:
      return first == KEY_TOPICS ? TOPICS : 0
    case 7:
      if (first == KEY_ADDRESS) return ADDRESS
      return first == KEY_REMOVED ? REMOVED : 0
    case 8:
      return first == KEY_LOG_INDEX ? LOG_INDEX : 0
    case 9:
      return first == KEY_BLOCK_HAS && load<u64>(key + 1) == KEY_LOCK_HASH ? BLOCK_HASH : 0
    case 11:
      return first == KEY_BLOCK_NUM && load<u64>(key + 3) == KEY_CK_NUMBER ? BLOCK_NUMBER : 0
    default:
      return 0
  }
}

/** The first eight bytes of a key, zero behind its end. */
function firstBytes(key: usize, length: usize): u64 {
  const bytes = load<u64>(key)
  return length >= 8 ? bytes : bytes & ((1 << (length << 3)) - 1)
}

/** At most eight characters of ASCII as they lie in memory. */
function packed(text: string): u64 {
  let bytes: u64 = 0
  for (let i = text.length - 1; i >= 0; i--) {
    bytes = (bytes << 8) | (text.charCodeAt(i) as u64)
  }
  return bytes
}
