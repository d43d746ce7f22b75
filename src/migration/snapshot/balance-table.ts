import { randomBytes } from 'node:crypto'
import { balanceTableKernel } from '../../artifacts/balance-table-kernel.ts'
import { ROW_BYTES, rowBatches } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { UINT256_BYTES, writeUint256 } from '../../primitives/uint256.ts'
import { instantiateWasm } from '../../primitives/wasm.ts'

/** A transfer: sender 20, recipient 20, value 32, big-endian. */
export const TRANSFER_BYTES = 2 * ADDRESS_BYTES + UINT256_BYTES

/** What src/kernel/balance-table.ts exports; it says what each call does. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly BATCH: { readonly value: number }
  readonly buffer: { readonly value: number }
  readonly count: { readonly value: number }
  start(key0: bigint, key1: bigint): void
  transfer(length: number): void
  credit(length: number): void
  insert(length: number): number
  find(): number
  read(from: number, length: number): void
  readSorted(from: number, length: number): void
  sort(): void
}

/**
 * Amounts of many accounts, exact modulo 2^256, in flat memory: about 64 bytes an account, ten
 * million accounts in less than 1 GiB. An account stays listed when its amount is zero.
 */
export class BalanceTable {
  readonly #kernel = instantiateWasm<KernelExports>(balanceTableKernel)
  readonly #batch = this.#kernel.BATCH.value

  constructor() {
    const keys = randomBytes(16)
    this.#kernel.start(keys.readBigUInt64LE(0), keys.readBigUInt64LE(8))
  }

  /** Accounts ever mentioned. */
  get size(): number {
    return this.#kernel.count.value
  }

  /** Moves the values of packed transfers. An account may go below zero: it wraps at 2^256. */
  transfer(transfers: Uint8Array): void {
    this.#feed(transfers, TRANSFER_BYTES, (length) => this.#kernel.transfer(length))
  }

  /** Adds the amounts of packed rows to their accounts. */
  credit(rows: Uint8Array): void {
    this.#feed(rows, ROW_BYTES, (length) => this.#kernel.credit(length))
  }

  /**
   * As `credit`, of accounts that are not in the table yet.
   * @returns how many rows were added: all, or those before the first whose account is there.
   */
  insert(rows: Uint8Array): number {
    let inserted = 0
    for (const batch of rowBatches(rows)) {
      this.#buffer(batch.length).set(batch)
      const done = this.#kernel.insert(batch.length / ROW_BYTES)
      inserted += done
      if (done * ROW_BYTES < batch.length) break
    }
    return inserted
  }

  /** Adds `amount` (modulo 2^256) to the account of the 20 bytes of `address`. */
  creditOne(address: Uint8Array, amount: bigint): void {
    const row = new Uint8Array(ROW_BYTES)
    row.set(address)
    writeUint256(BigInt.asUintN(256, amount), row, ADDRESS_BYTES)
    this.credit(row)
  }

  /** The amount as 32 bytes, valid until the next call, or undefined for an unknown account. */
  amountOf(address: Uint8Array): Uint8Array | undefined {
    this.#buffer(ADDRESS_BYTES).set(address)
    const position = this.#kernel.find()
    if (position < 0) return undefined
    this.#kernel.read(position, 1)
    return this.#buffer(ROW_BYTES).subarray(ADDRESS_BYTES)
  }

  /** All rows in order of first mention, in pieces of a few thousand that may be kept. */
  rows(): Generator<Uint8Array> {
    return this.#pieces((from, length) => this.#kernel.read(from, length))
  }

  /** All rows in ascending order of address, in pieces of a few thousand that may be kept. */
  *sortedRows(): Generator<Uint8Array> {
    this.#kernel.sort()
    yield* this.#pieces((from, length) => this.#kernel.readSorted(from, length))
  }

  *#pieces(read: (from: number, length: number) => void): Generator<Uint8Array> {
    const { size } = this
    for (let from = 0; from < size; from += this.#batch) {
      const length = Math.min(this.#batch, size - from)
      read(from, length)
      yield this.#buffer(length * ROW_BYTES).slice()
    }
  }

  #feed(items: Uint8Array, itemBytes: number, take: (length: number) => void): void {
    const stepBytes = this.#batch * itemBytes
    for (let at = 0; at < items.length; at += stepBytes) {
      const piece = items.subarray(at, at + stepBytes)
      this.#buffer(piece.length).set(piece)
      take(piece.length / itemBytes)
    }
  }

  /** A fresh view each time: the memory moves when it grows. */
  #buffer(length: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, this.#kernel.buffer.value, length)
  }
}
