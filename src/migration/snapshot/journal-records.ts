// The bytes of a snapshot in progress.
//
//   file    magic 8 · digest of the question 32 · records
//   record  kind 4 · payload bytes 4 · first block 8 · last block 8 · transfers so far 8 ·
//           payload · SHA-256 of all before it 32                  (integers little-endian)

import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

const MAGIC = Buffer.from('capsnap1', 'ascii')
const DIGEST_BYTES = 32
const RECORD_HEADER_BYTES = 32
/** A larger length is damage. */
const MAX_PAYLOAD_BYTES = 1 << 28
const KINDS = ['transfers', 'balances'] as const

export const FILE_HEADER_BYTES = MAGIC.length + DIGEST_BYTES

export interface JournalRecord {
  readonly kind: (typeof KINDS)[number]
  readonly first: number
  /** Before `first` in all but the last record of a list of balances. */
  readonly last: number
  /** Transfers from the first block on to `last`. */
  readonly transfers: number
  readonly payload: Uint8Array
}

/** @param question SHA-256 in hex */
export function fileHeader(question: string): Buffer {
  return Buffer.concat([MAGIC, Buffer.from(question, 'hex')])
}

export async function isFileHeader(file: FileHandle, question: string): Promise<boolean> {
  return (await readExactly(file, 0, FILE_HEADER_BYTES))?.equals(fileHeader(question)) ?? false
}

export function encodeRecord({ kind, first, last, transfers, payload }: JournalRecord): Buffer {
  const header = Buffer.alloc(RECORD_HEADER_BYTES)
  header.writeUInt32LE(KINDS.indexOf(kind), 0)
  header.writeUInt32LE(payload.length, 4)
  header.writeBigInt64LE(BigInt(first), 8)
  header.writeBigInt64LE(BigInt(last), 16)
  header.writeBigInt64LE(BigInt(transfers), 24)
  const digest = createHash('sha256').update(header).update(payload).digest()
  return Buffer.concat([header, payload, digest])
}

/** The records from byte `start` on, up to the first incomplete one, each with its end. */
export async function* readRecords(
  file: FileHandle,
  start: number,
): AsyncGenerator<{ record: JournalRecord; end: number }> {
  let at = start
  while (true) {
    const header = await readExactly(file, at, RECORD_HEADER_BYTES)
    if (!header) return
    const kind = KINDS[header.readUInt32LE(0)]
    const length = header.readUInt32LE(4)
    if (!kind || length > MAX_PAYLOAD_BYTES) return
    const rest = await readExactly(file, at + RECORD_HEADER_BYTES, length + DIGEST_BYTES)
    if (!rest) return
    const payload = rest.subarray(0, length)
    const digest = createHash('sha256').update(header).update(payload).digest()
    if (!digest.equals(rest.subarray(length))) return
    at += RECORD_HEADER_BYTES + rest.length
    const [first, last, transfers] = [8, 16, 24].map((offset) =>
      Number(header.readBigInt64LE(offset)),
    ) as [number, number, number]
    yield { record: { kind, first, last, transfers, payload }, end: at }
  }
}

/** Undefined when the file ends before. */
async function readExactly(
  file: FileHandle,
  position: number,
  length: number,
): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) return undefined
    done += bytesRead
  }
  return bytes
}
