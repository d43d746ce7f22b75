// The records of a block in memory. A record begins with the place of the next one of its list (u32, 0
// at the end) and one bit for every member that was read (u32). Hashes are bytes; a program or a text
// is the place of its first character and the number of characters (u32 each).

export const NEXT_AT: usize = 0
export const SEEN_AT: usize = 4
/** The hash of a block, the id of anything else. */
export const ID_AT: usize = 8

// A transaction.
export const MUX_AT: usize = 40
export const TX_VERSION_AT: usize = 72
export const TIME_RANGE_AT: usize = 80
export const INPUTS_AT: usize = 88
export const INPUT_COUNT_AT: usize = 92
export const OUTPUTS_AT: usize = 96
export const OUTPUT_COUNT_AT: usize = 100
export const FAILED_AT: usize = 104
export const TRANSACTION_BYTES: usize = 112

// An input or output.
export const ASSET_AT: usize = 40
export const AMOUNT_AT: usize = 72
export const PROGRAM_AT: usize = 80
export const OUTPUT_BYTES: usize = 88

// The rest of an input.
export const SPENT_AT: usize = 88
export const ARBITRARY_AT: usize = 120
export const ISSUANCE_AT: usize = 128
export const DEFINITION_AT: usize = 136
export const TYPE_AT: usize = 144
export const INPUT_BYTES: usize = 152

// A block.
export const PREVIOUS_AT: usize = 40
export const ROOT_AT: usize = 72
export const STATUS_AT: usize = 104
export const VERSION_AT: usize = 136
export const HEIGHT_AT: usize = 144
export const TIMESTAMP_AT: usize = 152
export const NONCE_AT: usize = 160
export const BITS_AT: usize = 168
export const TRANSACTIONS_AT: usize = 176
export const TRANSACTION_COUNT_AT: usize = 180
export const BLOCK_BYTES: usize = 184

// Types of inputs.
export const SPEND_INPUT: u32 = 1
export const COINBASE_INPUT: u32 = 2
export const ISSUE_INPUT: u32 = 3

const PAGE_BYTES: usize = 65536

/** End of the memory in use. */
let top: usize = 0

/** Frees everything from `place` on. */
export function releaseFrom(place: usize): void {
  top = (place + 15) & ~15
}

/** Room for `bytes`, set to zero. */
export function allocate(bytes: usize): usize {
  const place = top
  top = (place + bytes + 15) & ~15
  ensure(top)
  memory.fill(place, 0, bytes)
  return place
}

/** Grows the memory to `end`. */
export function ensure(end: usize): void {
  const missing = (((end + PAGE_BYTES - 1) / PAGE_BYTES) as i32) - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) unreachable()
}

export function setSeen(record: usize, member: u32): void {
  store<u32>(record + SEEN_AT, load<u32>(record + SEEN_AT) | member)
}

export function hasSeen(record: usize, members: u32): bool {
  return (load<u32>(record + SEEN_AT) & members) == members
}

export function nextOf(record: usize): usize {
  return load<u32>(record + NEXT_AT) as usize
}
