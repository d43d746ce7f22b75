// Recomputes the ids, roots and hash of a block from its contents.

import {
  BLOCK,
  COINBASE,
  entryId,
  hashLeaf,
  merkleRoot,
  MUX,
  OUTPUT,
  RETIREMENT,
  SPEND,
  TRANSACTION,
} from './hashes'
import {
  allocate,
  AMOUNT_AT,
  ARBITRARY_AT,
  ASSET_AT,
  BITS_AT,
  COINBASE_INPUT,
  FAILED_AT,
  HEIGHT_AT,
  ID_AT,
  INPUT_COUNT_AT,
  INPUTS_AT,
  MUX_AT,
  nextOf,
  NONCE_AT,
  OUTPUT_COUNT_AT,
  OUTPUTS_AT,
  PREVIOUS_AT,
  PROGRAM_AT,
  ROOT_AT,
  SPEND_INPUT,
  SPENT_AT,
  STATUS_AT,
  TIME_RANGE_AT,
  TIMESTAMP_AT,
  TRANSACTION_COUNT_AT,
  TRANSACTIONS_AT,
  TX_VERSION_AT,
  TYPE_AT,
  VERSION_AT,
} from './records'
import { decodeLowerHex } from './values'

const HASH_BYTES: usize = 32
const TRUE_PROGRAM: u8 = 0x51
/** Room for the numbers of a body besides its programs, ids and values. */
const NUMBERS_BYTES: usize = 128
const VALUE_BYTES: usize = 80

/** The last computed id. */
const id: usize = memory.data(32, 16)
/** `{}` and `{"status_fail":true}` as leaves. */
const passed: usize = memory.data(32, 16)
const failed: usize = memory.data(32, 16)
const verdict: usize = memory.data(32, 16)
hashVerdict('{}', passed)
hashVerdict('{"status_fail":true}', failed)

function hashVerdict(text: string, target: usize): void {
  for (let i = 0; i < text.length; i++) store<u8>(verdict + (i as usize), text.charCodeAt(i))
  hashLeaf(verdict, text.length as usize, target)
}

/** Do all ids, both roots and the hash of a block match its contents? */
export function isWhole(block: usize): bool {
  const count = load<u32>(block + TRANSACTION_COUNT_AT)
  // A block without a coinbase is invalid; the slow reader says what is wrong.
  if (count == 0) return false
  const ids = allocate((count as usize) * HASH_BYTES)
  const verdicts = allocate((count as usize) * HASH_BYTES)
  const body = allocate(bodyBytes(block))
  let at: usize = 0
  let transaction = load<u32>(block + TRANSACTIONS_AT) as usize
  for (; transaction != 0; transaction = nextOf(transaction)) {
    if (!isTransactionWhole(transaction, body)) return false
    hashLeaf(transaction + ID_AT, HASH_BYTES, ids + at)
    const isFailed = load<u32>(transaction + FAILED_AT) != 0
    memory.copy(verdicts + at, isFailed ? failed : passed, HASH_BYTES)
    at += HASH_BYTES
  }
  if (!isSame(merkleRoot(ids, count), block + ROOT_AT)) return false
  if (!isSame(merkleRoot(verdicts, count), block + STATUS_AT)) return false
  hashHeader(block, body)
  return isSame(id, block + ID_AT)
}

/** As many as the longest body of an entry in the block may take. */
function bodyBytes(block: usize): usize {
  let most: usize = 0
  let transaction = load<u32>(block + TRANSACTIONS_AT) as usize
  for (; transaction != 0; transaction = nextOf(transaction)) {
    let bytes = (load<u32>(transaction + INPUT_COUNT_AT) as usize) * VALUE_BYTES
    bytes += (load<u32>(transaction + OUTPUT_COUNT_AT) as usize) * HASH_BYTES
    let output = load<u32>(transaction + OUTPUTS_AT) as usize
    for (; output != 0; output = nextOf(output)) bytes += load<u32>(output + PROGRAM_AT + 4) as usize
    let input = load<u32>(transaction + INPUTS_AT) as usize
    for (; input != 0; input = nextOf(input)) bytes += load<u32>(input + ARBITRARY_AT + 4) as usize
    if (bytes > most) most = bytes
  }
  return most + 2 * NUMBERS_BYTES
}

function isTransactionWhole(transaction: usize, body: usize): bool {
  let input = load<u32>(transaction + INPUTS_AT) as usize
  for (; input != 0; input = nextOf(input)) if (!isInputWhole(input, body)) return false
  hashMux(transaction, body)
  if (!isSame(id, transaction + MUX_AT)) return false
  let position: u64 = 0
  let output = load<u32>(transaction + OUTPUTS_AT) as usize
  for (; output != 0; output = nextOf(output)) {
    hashOutput(output, transaction + MUX_AT, position++, body)
    if (!isSame(id, output + ID_AT)) return false
  }
  hashTransaction(transaction, body)
  return isSame(id, transaction + ID_AT)
}

function isInputWhole(input: usize, body: usize): bool {
  switch (load<u32>(input + TYPE_AT)) {
    case SPEND_INPUT:
      entryId(SPEND, input + SPENT_AT, HASH_BYTES, id)
      break
    case COINBASE_INPUT:
      entryId(COINBASE, body, writeText(body, input + ARBITRARY_AT) - body, id)
      break
    default:
      // An issuance: the JSON lacks the contents of its id.
      return true
  }
  return isSame(id, input + ID_AT)
}

function hashMux(transaction: usize, body: usize): void {
  let at = writeVarint(body, load<u32>(transaction + INPUT_COUNT_AT))
  let input = load<u32>(transaction + INPUTS_AT) as usize
  for (; input != 0; input = nextOf(input)) {
    if (load<u32>(input + TYPE_AT) == COINBASE_INPUT) {
      // A coinbase has no source: its mux has the value of the first output, as BTM.
      const output = load<u32>(transaction + OUTPUTS_AT) as usize
      memory.copy(at, input + ID_AT, HASH_BYTES)
      memory.fill(at + 32, 0xff, HASH_BYTES)
      store<u64>(at + 64, output == 0 ? 0 : load<u64>(output + AMOUNT_AT))
      store<u64>(at + 72, 0)
      at += VALUE_BYTES
    } else {
      at = writeSource(at, input + ID_AT, input, 0)
    }
  }
  store<u64>(at, 1)
  store<u8>(at + 8, 1)
  store<u8>(at + 9, TRUE_PROGRAM)
  entryId(MUX, body, at + 10 - body, id)
}

function hashOutput(output: usize, mux: usize, position: u64, body: usize): void {
  const at = writeSource(body, mux, output, position)
  store<u64>(at, 1)
  const end = writeText(at + 8, output + PROGRAM_AT)
  const isRetired =
    load<u32>(output + PROGRAM_AT + 4) > 0 && load<u16>(load<u32>(output + PROGRAM_AT)) == 0x6136
  if (isRetired) entryId(RETIREMENT, body, VALUE_BYTES, id)
  else entryId(OUTPUT, body, end - body, id)
}

function hashTransaction(transaction: usize, body: usize): void {
  store<u64>(body, load<u64>(transaction + TX_VERSION_AT))
  store<u64>(body + 8, load<u64>(transaction + TIME_RANGE_AT))
  let at = writeVarint(body + 16, load<u32>(transaction + OUTPUT_COUNT_AT))
  let output = load<u32>(transaction + OUTPUTS_AT) as usize
  for (; output != 0; output = nextOf(output)) {
    memory.copy(at, output + ID_AT, HASH_BYTES)
    at += HASH_BYTES
  }
  entryId(TRANSACTION, body, at - body, id)
}

function hashHeader(block: usize, body: usize): void {
  store<u64>(body, load<u64>(block + VERSION_AT))
  store<u64>(body + 8, load<u64>(block + HEIGHT_AT))
  memory.copy(body + 16, block + PREVIOUS_AT, HASH_BYTES)
  store<u64>(body + 48, load<u64>(block + TIMESTAMP_AT))
  memory.copy(body + 56, block + ROOT_AT, HASH_BYTES)
  memory.copy(body + 88, block + STATUS_AT, HASH_BYTES)
  store<u64>(body + 120, load<u64>(block + BITS_AT))
  store<u64>(body + 128, load<u64>(block + NONCE_AT))
  entryId(BLOCK, body, 136, id)
}

/** A value and the entry that it comes from. @returns the place behind it. */
function writeSource(at: usize, source: usize, value: usize, position: u64): usize {
  memory.copy(at, source, HASH_BYTES)
  memory.copy(at + 32, value + ASSET_AT, HASH_BYTES)
  store<u64>(at + 64, load<u64>(value + AMOUNT_AT))
  store<u64>(at + 72, position)
  return at + VALUE_BYTES
}

/** The bytes of a text of hex, after their number. @param text place and length of its digits. */
function writeText(at: usize, text: usize): usize {
  const bytes = load<u32>(text + 4) >> 1
  const start = writeVarint(at, bytes)
  decodeLowerHex(load<u32>(text) as usize, start, bytes as usize)
  return start + (bytes as usize)
}

/** Unsigned LEB128. */
function writeVarint(start: usize, value: u32): usize {
  let at = start
  let rest = value
  while (rest >= 0x80) {
    store<u8>(at++, (rest & 0x7f) | 0x80)
    rest >>= 7
  }
  store<u8>(at, rest)
  return at + 1
}

function isSame(left: usize, right: usize): bool {
  return (
    load<u64>(left) == load<u64>(right) &&
    load<u64>(left, 8) == load<u64>(right, 8) &&
    load<u64>(left, 16) == load<u64>(right, 16) &&
    load<u64>(left, 24) == load<u64>(right, 24)
  )
}
