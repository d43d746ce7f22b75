// An answer of HTTP/1.1 (RFC 9112) as servers of JSON commonly write it: with its length, or in
// chunks without trailers.

import type { HttpAnswer } from './http-post.ts'

/** An answer that is right perhaps, but not that plain. */
export class UnusualAnswer extends Error {}

interface Head {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly isLast: boolean
  /** Undefined where the body comes in chunks. */
  readonly length: number | undefined
  /** Where the body begins. */
  readonly end: number
}

export interface PlainAnswer extends HttpAnswer {
  /** Nothing more may be asked on the same connection. */
  readonly isLast: boolean
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const MOST_HEAD_BYTES = 1 << 16
const CRLF_BYTES = 2

/** Puts one answer together from what a connection gives, however it is cut. */
export class PlainAnswerReader {
  #parts: Buffer[] = []
  #bytes = 0
  #head: Head | undefined

  /** Of the answer that is being read. */
  get bytes(): number {
    return this.#bytes
  }

  /** The answer, when it is whole. @throws UnusualAnswer */
  take(part: Buffer): PlainAnswer | undefined {
    this.#parts.push(part)
    this.#bytes += part.length
    this.#head ??= headOf(this.#joined())
    if (this.#head === undefined) return undefined
    const body = this.#body(this.#head)
    if (body === undefined) return undefined
    const { status, retryAfter, isLast } = this.#head
    this.#parts = []
    this.#bytes = 0
    this.#head = undefined
    return { status, retryAfter, isLast, body }
  }

  #body({ length, end }: Head): Buffer | undefined {
    if (length !== undefined) {
      const missing = end + length - this.#bytes
      if (missing < 0) throw new UnusualAnswer('more than its length says')
      return missing > 0 ? undefined : this.#joined().subarray(end)
    }
    const last = this.#parts.at(-1) as Buffer
    // A cut within the last five bytes is rare, and then all is looked at.
    if (last.length >= LAST_CHUNK.length && !endsWith(last, LAST_CHUNK)) return undefined
    return joinedChunks(this.#joined(), end)
  }

  #joined(): Buffer {
    if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0] as Buffer
  }
}

/** Undefined as long as it is not whole. @throws UnusualAnswer */
function headOf(bytes: Buffer): Head | undefined {
  const at = bytes.indexOf(HEAD_END)
  if (at === -1) {
    if (bytes.length > MOST_HEAD_BYTES) throw new UnusualAnswer('a head without end')
    return undefined
  }
  const text = bytes.toString('latin1', 0, at + CRLF_BYTES)
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d)[ \r]/.exec(text)?.[1] ?? Number.NaN)
  const length = field(text, 'content-length')
  const coding = field(text, 'transfer-encoding')
  const isSized = length !== undefined && /^\d{1,10}$/.test(length) && coding === undefined
  const isChunked = length === undefined && coding?.toLowerCase() === 'chunked'
  const isStrange = ['trailer', 'upgrade', 'content-encoding'].some((name) => field(text, name))
  if (Number.isNaN(status) || isStrange || !(isSized || isChunked)) {
    throw new UnusualAnswer('a head that is not plain')
  }
  return {
    status,
    retryAfter: field(text, 'retry-after'),
    isLast: field(text, 'connection')?.toLowerCase() === 'close',
    length: isSized ? Number(length) : undefined,
    end: at + HEAD_END.length,
  }
}

/** @throws UnusualAnswer if it is there twice. */
function field(head: string, name: string): string | undefined {
  const found = [...head.matchAll(FIELDS[name] as RegExp)]
  if (found.length > 1) throw new UnusualAnswer(`${name} twice`)
  return found[0]?.[1]
}

const FIELDS: Readonly<Record<string, RegExp>> = Object.fromEntries(
  [
    ...['content-length', 'transfer-encoding', 'retry-after', 'connection'],
    ...['trailer', 'upgrade', 'content-encoding'],
  ].map((name) => [name, new RegExp(`\\n${name}:[ \\t]*([^\\r\\n]*?)[ \\t]*\\r`, 'gi')]),
)

function endsWith(bytes: Buffer, end: Buffer): boolean {
  return bytes.compare(end, 0, end.length, bytes.length - end.length) === 0
}

/** What chunks carry together; undefined as long as the last is missing. @throws UnusualAnswer */
function joinedChunks(bytes: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at, 'latin1')
    if (lineEnd === -1) return undefined
    const size = bytes.toString('latin1', at, lineEnd)
    if (!/^[0-9a-f]{1,8}$/i.test(size)) throw new UnusualAnswer('a chunk without a size')
    const from = lineEnd + CRLF_BYTES
    const to = from + Number.parseInt(size, 16)
    if (to + CRLF_BYTES > bytes.length) return undefined
    if (bytes.readUInt16BE(to) !== 0x0d0a) throw new UnusualAnswer('a chunk of another size')
    if (to === from) {
      if (to + CRLF_BYTES < bytes.length) throw new UnusualAnswer('more than the last chunk')
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    }
    chunks.push(bytes.subarray(from, to))
    at = to + CRLF_BYTES
  }
}
