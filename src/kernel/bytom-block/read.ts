// Reads the text of a block into its records. Each reader returns the place behind what it read, or 0
// if it is unexpected. Members whose value no hash covers are skipped.

import { skipSpace, stringEnd } from '../log-scan/json'
import { isLong, isShort, packed } from './keys'
import {
  allocate,
  AMOUNT_AT,
  ARBITRARY_AT,
  ASSET_AT,
  BITS_AT,
  COINBASE_INPUT,
  DEFINITION_AT,
  FAILED_AT,
  hasSeen,
  HEIGHT_AT,
  ID_AT,
  INPUT_BYTES,
  INPUTS_AT,
  ISSUANCE_AT,
  ISSUE_INPUT,
  MUX_AT,
  NEXT_AT,
  NONCE_AT,
  OUTPUT_BYTES,
  OUTPUTS_AT,
  PREVIOUS_AT,
  PROGRAM_AT,
  ROOT_AT,
  setSeen,
  SPEND_INPUT,
  SPENT_AT,
  STATUS_AT,
  TIME_RANGE_AT,
  TIMESTAMP_AT,
  TRANSACTION_BYTES,
  TRANSACTIONS_AT,
  TX_VERSION_AT,
  TYPE_AT,
  VERSION_AT,
} from './records'
import { hexEnd, hexOf, number, skipValue, wholeNumber } from './values'

const HASH_BYTES: usize = 32
/** Amounts on the chain are below 2^63, heights below 2^53. */
const AMOUNT_LIMIT: u64 = 1 << 63
const HEIGHT_LIMIT: u64 = 1 << 53

const HASH = packed('hash')
const VERSION = packed('version')
const HEIGHT = packed('height')
const PREVIOUS_0 = packed('previous')
const PREVIOUS_1 = packed('_block_h')
const PREVIOUS_2 = packed('ock_hash')
const TIMESTAMP_0 = packed('timestam')
const TIMESTAMP_1 = packed('imestamp')
const NONCE = packed('nonce')
const BITS = packed('bits')
const TRANSACTION = packed('transact')
const ROOT_1 = packed('ion_merk')
const ROOT_2 = packed('kle_root')
const STATUS_1 = packed('ion_stat')
const STATUS_2 = packed('tus_hash')
const TRANSACTIONS_1 = packed('sactions')
const ID = packed('id')
const TIME_RANGE_0 = packed('time_ran')
const TIME_RANGE_1 = packed('me_range')
const INPUTS = packed('inputs')
const OUTPUTS = packed('outputs')
const FAIL_0 = packed('status_f')
const FAIL_1 = packed('tus_fail')
const MUX = packed('mux_id')
const TYPE = packed('type')
const ASSET = packed('asset_id')
const DEFINITION_0 = packed('asset_de')
const DEFINITION_1 = packed('finition')
const AMOUNT = packed('amount')
const PROGRAM_0 = packed('control_')
const PROGRAM_1 = packed('_program')
const SPENT_0 = packed('spent_ou')
const SPENT_1 = packed('utput_id')
const INPUT_ID = packed('input_id')
const ARBITRARY_0 = packed('arbitrar')
const ARBITRARY_1 = packed('rbitrary')
const ISSUANCE_0 = packed('issuance')
const SPEND = packed('spend')
const COINBASE = packed('coinbase')
const ISSUE = packed('issue')

const BLOCK_MEMBERS: u32 = 0x3ff
const TRANSACTION_MEMBERS: u32 = 0x7f
const VALUE_MEMBERS: u32 = 7
const PROGRAM_SEEN: u32 = 8
const SPENT_SEEN: u32 = 16
const ARBITRARY_SEEN: u32 = 32
const ISSUANCE_SEEN: u32 = 64
const DEFINITION_SEEN: u32 = 128

/** Reads a block into the record, which is empty. */
export function readBlock(at: usize, block: usize): usize {
  const end = readObject(at, block, readBlockMember)
  return hasSeen(block, BLOCK_MEMBERS) ? end : 0
}

function readBlockMember(key: usize, length: usize, at: usize, block: usize): usize {
  if (isShort(key, length, HASH, 4)) return hashMember(at, block, ID_AT, 1)
  if (isShort(key, length, VERSION, 7)) return numberMember(at, block, VERSION_AT, 2)
  if (isShort(key, length, NONCE, 5)) return numberMember(at, block, NONCE_AT, 4)
  if (isShort(key, length, BITS, 4)) return numberMember(at, block, BITS_AT, 8)
  if (isShort(key, length, HEIGHT, 6)) {
    const end = numberMember(at, block, HEIGHT_AT, 16)
    return number < HEIGHT_LIMIT ? end : 0
  }
  if (length == 9 && isLong(key, length, TIMESTAMP_0, TIMESTAMP_1)) {
    return numberMember(at, block, TIMESTAMP_AT, 32)
  }
  if (length == 12 && isLong(key, length, TRANSACTION, TRANSACTIONS_1)) {
    setSeen(block, 64)
    return readList(at, block + TRANSACTIONS_AT, TRANSACTION_BYTES, readTransaction)
  }
  if (length == 19 && isLong(key, length, PREVIOUS_0, PREVIOUS_2)) {
    if (load<u64>(key + 8) == PREVIOUS_1) return hashMember(at, block, PREVIOUS_AT, 128)
  }
  if (length == 23 && isLong(key, length, TRANSACTION, ROOT_2)) {
    if (load<u64>(key + 8) == ROOT_1) return hashMember(at, block, ROOT_AT, 256)
  }
  if (length == 23 && isLong(key, length, TRANSACTION, STATUS_2)) {
    if (load<u64>(key + 8) == STATUS_1) return hashMember(at, block, STATUS_AT, 512)
  }
  return skipValue(at)
}

function readTransaction(at: usize, transaction: usize): usize {
  const end = readObject(at, transaction, readTransactionMember)
  return hasSeen(transaction, TRANSACTION_MEMBERS) ? end : 0
}

function readTransactionMember(key: usize, length: usize, at: usize, record: usize): usize {
  if (isShort(key, length, ID, 2)) return hashMember(at, record, ID_AT, 1)
  if (isShort(key, length, MUX, 6)) return hashMember(at, record, MUX_AT, 2)
  if (isShort(key, length, VERSION, 7)) return numberMember(at, record, TX_VERSION_AT, 4)
  if (isShort(key, length, INPUTS, 6)) {
    setSeen(record, 8)
    return readList(at, record + INPUTS_AT, INPUT_BYTES, readInput)
  }
  if (isShort(key, length, OUTPUTS, 7)) {
    setSeen(record, 16)
    return readList(at, record + OUTPUTS_AT, OUTPUT_BYTES, readOutput)
  }
  if (length == 10 && isLong(key, length, TIME_RANGE_0, TIME_RANGE_1)) {
    return numberMember(at, record, TIME_RANGE_AT, 32)
  }
  if (length == 11 && isLong(key, length, FAIL_0, FAIL_1)) return failMember(at, record)
  return skipValue(at)
}

function failMember(at: usize, record: usize): usize {
  setSeen(record, 64)
  const isTrue = load<u32>(at) == 0x65757274
  store<u32>(record + FAILED_AT, isTrue ? 1 : 0)
  if (isTrue) return at + 4
  return load<u32>(at) == 0x736c6166 && load<u8>(at + 4) == 0x65 ? at + 5 : 0
}

function readOutput(at: usize, output: usize): usize {
  const end = readObject(at, output, readOutputMember)
  return hasSeen(output, VALUE_MEMBERS | PROGRAM_SEEN) ? end : 0
}

function readOutputMember(key: usize, length: usize, at: usize, output: usize): usize {
  if (isShort(key, length, ID, 2)) return hashMember(at, output, ID_AT, 1)
  return readValueMember(key, length, at, output)
}

/** The members that inputs and outputs share. */
function readValueMember(key: usize, length: usize, at: usize, record: usize): usize {
  if (isShort(key, length, ASSET, 8)) return hashMember(at, record, ASSET_AT, 2)
  if (isShort(key, length, AMOUNT, 6)) {
    const end = numberMember(at, record, AMOUNT_AT, 4)
    return number < AMOUNT_LIMIT ? end : 0
  }
  if (length == 15 && isLong(key, length, PROGRAM_0, PROGRAM_1)) {
    return bytesMember(at, record, PROGRAM_AT, PROGRAM_SEEN)
  }
  return skipValue(at)
}

function readInput(at: usize, input: usize): usize {
  const end = readObject(at, input, readInputMember)
  switch (load<u32>(input + TYPE_AT)) {
    case SPEND_INPUT:
      return hasSeen(input, VALUE_MEMBERS | PROGRAM_SEEN | SPENT_SEEN) ? end : 0
    case COINBASE_INPUT:
      return hasSeen(input, VALUE_MEMBERS | ARBITRARY_SEEN) ? end : 0
    case ISSUE_INPUT:
      return hasSeen(input, VALUE_MEMBERS | ISSUANCE_SEEN | DEFINITION_SEEN) ? end : 0
    default:
      return 0
  }
}

function readInputMember(key: usize, length: usize, at: usize, input: usize): usize {
  if (isShort(key, length, TYPE, 4)) return typeMember(at, input)
  if (isShort(key, length, INPUT_ID, 8)) return hashMember(at, input, ID_AT, 1)
  if (length == 15 && isLong(key, length, SPENT_0, SPENT_1)) {
    return hashMember(at, input, SPENT_AT, SPENT_SEEN)
  }
  if (length == 9 && isLong(key, length, ARBITRARY_0, ARBITRARY_1)) {
    return bytesMember(at, input, ARBITRARY_AT, ARBITRARY_SEEN)
  }
  if (length == 16 && isLong(key, length, ISSUANCE_0, PROGRAM_1)) {
    return bytesMember(at, input, ISSUANCE_AT, ISSUANCE_SEEN)
  }
  if (length == 16 && isLong(key, length, DEFINITION_0, DEFINITION_1)) {
    const end = skipValue(at)
    setText(input, DEFINITION_AT, DEFINITION_SEEN, at, end)
    return end
  }
  return readValueMember(key, length, at, input)
}

function typeMember(at: usize, input: usize): usize {
  const text = at + 1
  const end = load<u8>(at) == 0x22 ? stringEnd(text) : 0
  if (end == 0) return 0
  let type: u32 = 0
  if (isShort(text, end - text, SPEND, 5)) type = SPEND_INPUT
  else if (isShort(text, end - text, COINBASE, 8)) type = COINBASE_INPUT
  else if (isShort(text, end - text, ISSUE, 5)) type = ISSUE_INPUT
  store<u32>(input + TYPE_AT, type)
  return end + 1
}

function hashMember(at: usize, record: usize, offset: usize, member: u32): usize {
  setSeen(record, member)
  return hexOf(at, record + offset, HASH_BYTES)
}

function numberMember(at: usize, record: usize, offset: usize, member: u32): usize {
  const end = wholeNumber(at)
  store<u64>(record + offset, number)
  setSeen(record, member)
  return end
}

function bytesMember(at: usize, record: usize, offset: usize, member: u32): usize {
  if (load<u8>(at) != 0x22) return 0
  const end = hexEnd(at + 1)
  if (end == 0) return 0
  setText(record, offset, member, at + 1, end)
  return end + 1
}

function setText(record: usize, offset: usize, member: u32, from: usize, end: usize): void {
  store<u32>(record + offset, from as u32)
  store<u32>(record + offset + 4, (end - from) as u32)
  setSeen(record, member)
}

type MemberReader = (key: usize, length: usize, at: usize, record: usize) => usize

function readObject(start: usize, record: usize, readMember: MemberReader): usize {
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
    at = readMember(key, keyEnd - key, skipSpace(at + 1), record)
    if (at == 0) return 0
    at = skipSpace(at)
  } while (load<u8>(at) == 0x2c)
  return load<u8>(at) == 0x7d ? at + 1 : 0
}

type ItemReader = (at: usize, record: usize) => usize

/** Reads a list into linked records; the first one's place and their number go to `list`. */
function readList(start: usize, list: usize, bytes: usize, readItem: ItemReader): usize {
  if (load<u8>(start) != 0x5b) return 0
  store<u64>(list, 0)
  let link = list
  let items: u32 = 0
  let at = skipSpace(start + 1)
  if (load<u8>(at) == 0x5d) return at + 1
  while (true) {
    const record = allocate(bytes)
    store<u32>(link, record as u32)
    link = record + NEXT_AT
    at = readItem(at, record)
    if (at == 0) return 0
    store<u32>(list + 4, ++items)
    at = skipSpace(at)
    if (load<u8>(at) == 0x5d) return at + 1
    if (load<u8>(at) != 0x2c) return 0
    at = skipSpace(at + 1)
  }
}
