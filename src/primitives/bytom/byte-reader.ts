import { transactionInvalid } from './bytom-errors.ts'

/** Amounts and positions of a transaction stay below this. */
const NUMBER_LIMIT = 1n << 63n

/**
 * Reads a raw transaction from the front.
 * @throws BYTOM_TRANSACTION_INVALID from every method, at the byte that cannot be.
 */
export class ByteReader {
  #at = 0
  readonly #bytes: Uint8Array
  /** Place of the first byte in the whole transaction. */
  readonly #start: number

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes
    this.#start = start
  }

  /** Place of the next byte in the whole transaction. */
  get offset(): number {
    return this.#start + this.#at
  }

  byte(): number {
    return this.take(1)[0] as number
  }

  /** A copy of the next bytes. */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw this.invalid('it ends too early')
    this.#at += length
    return this.#bytes.slice(this.#at - length, this.#at)
  }

  /** Unsigned LEB128 below 2^63, in its shortest form: one number has one spelling. */
  varint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte()
      value |= BigInt(byte & 0x7f) << shift
      if (value >= NUMBER_LIMIT || shift > 63n) throw this.invalid('a number is above 2^63 - 1')
      if (byte >= 0x80) continue
      if (byte === 0 && shift > 0n) throw this.invalid('a number has a redundant byte')
      return value
    }
  }

  /** A varint that counts something in memory. */
  length(): number {
    const value = this.varint()
    if (value > BigInt(this.#bytes.length)) throw this.invalid('it ends too early')
    return Number(value)
  }

  /** Bytes that a varint before them counts. */
  string(): Uint8Array {
    return this.take(this.length())
  }

  /** A reader of the byte string that comes next. */
  nested(): ByteReader {
    const length = this.length()
    const start = this.offset
    return new ByteReader(this.take(length), start)
  }

  /** All bytes of this reader, read or not. */
  get all(): Uint8Array {
    return this.#bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** What has not been read. */
  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }

  /** The error at the next byte, for the caller to throw. */
  invalid(reason: string): Error {
    return transactionInvalid(reason, this.offset)
  }
}
