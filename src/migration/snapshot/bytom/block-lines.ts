import type { FileHandle } from 'node:fs/promises'

const CHUNK_BYTES = 1 << 20
/** A block is some kilobytes, the largest a few megabytes. */
const MAX_LINE_BYTES = 1 << 26
const LF = 0x0a

/** A line of a file of blocks. */
export interface BlockLine {
  readonly text: Buffer
  /** Bytes of the file up to the end of this line, its line feed included. */
  readonly end: number
  /** False for a last line without a line feed. */
  readonly isWhole: boolean
}

/** The lines of a file from its beginning, as many at a time as came together. */
export async function* blockLines(file: FileHandle): AsyncGenerator<readonly BlockLine[]> {
  let rest = Buffer.alloc(0)
  let offset = 0
  for (let position = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position)
    if (bytesRead === 0) break
    position += bytesRead
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    const lines = wholeLines(bytes, offset)
    const used = (lines.at(-1)?.end ?? offset) - offset
    rest = bytes.subarray(used)
    offset += used
    if (lines.length > 0) yield lines
    // The reader finds that such a piece is not a block.
    if (rest.length > MAX_LINE_BYTES) break
  }
  if (rest.length > 0) {
    yield [{ text: rest, end: offset + rest.length, isWhole: false }]
  }
}

function wholeLines(bytes: Buffer, offset: number): BlockLine[] {
  const lines: BlockLine[] = []
  for (let start = 0, end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
    lines.push({ text: bytes.subarray(start, end), end: offset + end + 1, isWhole: true })
    start = end + 1
  }
  return lines
}
