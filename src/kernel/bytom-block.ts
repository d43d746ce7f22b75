// Reads a block of Bytom 1.x as get-block writes it and recomputes every id, root and hash in it
// (reference: Bytom, 2.6). The caller reads the resulting records from memory.
//
// It takes one narrow dialect: keys in any order and without escapes, and the types of input that an
// ordinary transaction has. For anything else, and for a block that does not match its hashes,
// it returns false: the caller then reads the same bytes the slow way and says what is wrong.

import { readBlock } from './bytom-block/read'
import { allocate, BLOCK_BYTES, ensure, releaseFrom } from './bytom-block/records'
import { isWhole } from './bytom-block/verify'
import { skipSpace } from './log-scan/json'

/** Vector loads may read past the end of the text; zeros there end every value. */
const SLACK_BYTES: usize = 128

/** Where the caller writes the text. */
export const input: usize = (__heap_base + 15) & ~15
/** Place of the block's record (src/kernel/bytom-block/records.ts). */
export let block: usize = 0

/** Makes room for a text of `length` bytes. */
export function reserve(length: u32): void {
  ensure(input + (length as usize) + SLACK_BYTES)
}

/** Reads and verifies the `length` bytes at `input`. */
export function verify(length: u32): bool {
  const end = input + (length as usize)
  memory.fill(end, 0, SLACK_BYTES)
  releaseFrom(end + SLACK_BYTES)
  block = allocate(BLOCK_BYTES)
  const at = readBlock(skipSpace(input), block)
  return at != 0 && skipSpace(at) == end && isWhole(block)
}
