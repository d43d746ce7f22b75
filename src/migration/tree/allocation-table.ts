import { compareAddresses, ROW_BYTES, sumOfAmounts } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { readUint256, writeUint256 } from '../../primitives/uint256.ts'

const MIN_ROOM = 1024
/** What comes above it grows as it comes: whoever says how many there are may be wrong. */
const MAX_ROOM = 2 ** 24

/** What one account may claim. */
export interface Allocation {
  /** `0x` and 40 lower-case hex characters. */
  readonly account: string
  readonly amountBaseUnits: bigint
}

/**
 * Allocations by index, packed into one array of bytes: ten million take half a gigabyte, where
 * objects would take several.
 */
export class AllocationTable implements Iterable<Allocation> {
  #bytes: Uint8Array
  #count = 0

  /** @param room for how many there may be; what is not used costs no memory. */
  constructor(room = 0) {
    this.#bytes = new Uint8Array(Math.min(Math.max(room, MIN_ROOM), MAX_ROOM) * ROW_BYTES)
  }

  static from(allocations: Iterable<Allocation>): AllocationTable {
    const table = new AllocationTable()
    for (const { account, amountBaseUnits } of allocations) table.add(account, amountBaseUnits)
    return table
  }

  get length(): number {
    return this.#count
  }

  /**
   * Appends an allocation; `account` is `0x` and 40 hex characters of any case.
   * @throws RangeError if the account is anything else or the amount is not a uint256.
   */
  add(account: string, amountBaseUnits: bigint): void {
    this.addRow((bytes, at) => {
      writeAddress(account, bytes, at)
      writeUint256(amountBaseUnits, bytes, at + ADDRESS_BYTES)
    })
  }

  /** Appends a row that `write` fills in place, from offset `at` on. */
  addRow(write: (bytes: Uint8Array, at: number) => void): void {
    const at = this.#count * ROW_BYTES
    this.#makeRoom(ROW_BYTES)
    write(this.#bytes, at)
    this.#count++
  }

  /** Appends packed rows as they are. */
  addRows(rows: Uint8Array): void {
    this.#makeRoom(rows.length)
    this.#bytes.set(rows, this.#count * ROW_BYTES)
    this.#count += rows.length / ROW_BYTES
  }

  account(index: number): string {
    const at = this.#offset(index)
    return bytesToHex(this.#bytes.subarray(at, at + ADDRESS_BYTES))
  }

  amountBaseUnits(index: number): bigint {
    return readUint256(this.#bytes, this.#offset(index) + ADDRESS_BYTES)
  }

  /** The packed rows of `count` allocations from `firstIndex`; a view, not a copy. */
  rows(firstIndex: number, count: number): Uint8Array {
    const at = firstIndex * ROW_BYTES
    return this.#bytes.subarray(at, at + count * ROW_BYTES)
  }

  totalBaseUnits(): bigint {
    return sumOfAmounts(this.rows(0, this.#count))
  }

  /** The first index whose account an earlier index has, with that earlier index. */
  findRepeatedAccount(): { index: number; earlier: number } | undefined {
    if (this.#isAscending()) return undefined
    // Sorted rather than hashed: someone who fills a snapshot with dust chooses the addresses, and
    // can choose them so that they collide.
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index)
    order.sort((left, right) => this.#compareAccounts(left, right))
    let repeated: { index: number; earlier: number } | undefined
    for (let i = 1; i < this.#count; i++) {
      const [earlier, index] = [order[i - 1] as number, order[i] as number]
      if (index >= (repeated?.index ?? this.#count)) continue
      if (this.#compareAccounts(earlier, index) === 0) repeated = { index, earlier }
    }
    return repeated
  }

  *[Symbol.iterator](): Iterator<Allocation> {
    for (let index = 0; index < this.#count; index++) {
      yield { account: this.account(index), amountBaseUnits: this.amountBaseUnits(index) }
    }
  }

  #isAscending(): boolean {
    for (let index = 1; index < this.#count; index++) {
      if (this.#compareAccounts(index - 1, index) >= 0) return false
    }
    return true
  }

  #compareAccounts(left: number, right: number): number {
    return compareAddresses(this.#bytes, left * ROW_BYTES, this.#bytes, right * ROW_BYTES)
  }

  #offset(index: number): number {
    if (index < 0 || index >= this.#count) throw new RangeError(`There is no index ${index}.`)
    return index * ROW_BYTES
  }

  #makeRoom(bytes: number): void {
    const needed = this.#count * ROW_BYTES + bytes
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

function writeAddress(address: string, bytes: Uint8Array, at: number): void {
  const target = Buffer.from(bytes.buffer, bytes.byteOffset + at, ADDRESS_BYTES)
  const isComplete = target.write(address.slice(2), 'hex') === ADDRESS_BYTES
  if (!isComplete || address.length !== 2 + 2 * ADDRESS_BYTES || !address.startsWith('0x')) {
    throw new RangeError(`"${address}" is not an address.`)
  }
}
