import { TextTable } from './text-table.ts'

/** An output that nobody has spent yet. */
export interface Unspent {
  readonly assetId: string
  /** Base units. */
  readonly amount: bigint
  /** Lower-case hex. */
  readonly program: string
  /** Height of the coinbase that made it; null for any other transaction. */
  readonly coinbaseHeight: number | null
}

const KEY_BYTES = 32
const FIRST_ROOM = 1 << 10
/** No row; also of a coinbase height: none. */
const NONE = -1

/**
 * Unspent outputs by a key of 32 bytes, in flat memory: about 60 bytes each and what their programs
 * take, so that some million fit where as many objects would not. Rows lie in columns; those whose
 * keys begin alike form a chain, and so do the free ones.
 */
export class UnspentTable {
  #keys = Buffer.alloc(FIRST_ROOM * KEY_BYTES)
  #amounts = new BigUint64Array(FIRST_ROOM)
  #assets = new Uint32Array(FIRST_ROOM)
  #programs = new Uint32Array(FIRST_ROOM)
  #coinbases = new Int32Array(FIRST_ROOM)
  #next = new Int32Array(FIRST_ROOM)
  /** The first row of each chain. */
  #heads = new Int32Array(FIRST_ROOM).fill(NONE)
  /** Rows that were ever used; behind them all are free. */
  #used = 0
  #freed = NONE
  readonly #texts = new TextTable()
  readonly #sought = Buffer.alloc(KEY_BYTES)

  /** @param key 64 lower-case hex digits, as for every method. */
  has(key: string): boolean {
    return this.#find(key) !== NONE
  }

  get(key: string): Unspent | undefined {
    const row = this.#find(key)
    return row === NONE ? undefined : this.#row(row)
  }

  /** Adds an output whose key is not in the table. */
  add(key: string, { assetId, amount, program, coinbaseHeight }: Unspent): void {
    const row = this.#freeRow()
    this.#keys.write(key, row * KEY_BYTES, 'hex')
    this.#amounts[row] = amount
    this.#assets[row] = this.#texts.numberOf(assetId)
    this.#programs[row] = this.#texts.numberOf(program)
    this.#coinbases[row] = coinbaseHeight ?? NONE
    this.#link(row)
  }

  /** Removes an output that is in the table. */
  delete(key: string): void {
    const row = this.#find(key)
    const chain = this.#chainOf(row)
    const first = this.#heads[chain] as number
    if (first === row) this.#heads[chain] = this.#next[row] as number
    else this.#next[this.#before(row, first)] = this.#next[row] as number
    this.#assets[row] = FREE
    this.#next[row] = this.#freed
    this.#freed = row
  }

  *values(): Generator<Unspent> {
    for (let row = 0; row < this.#used; row++) {
      if (this.#assets[row] !== FREE) yield this.#row(row)
    }
  }

  #row(row: number): Unspent {
    const coinbase = this.#coinbases[row] as number
    return {
      assetId: this.#texts.textAt(this.#assets[row] as number),
      amount: this.#amounts[row] as bigint,
      program: this.#texts.textAt(this.#programs[row] as number),
      coinbaseHeight: coinbase === NONE ? null : coinbase,
    }
  }

  #find(key: string): number {
    this.#sought.write(key, 'hex')
    let row = this.#heads[this.#sought.readUInt32LE() & (this.#heads.length - 1)] as number
    while (row !== NONE && !this.#isSought(row)) row = this.#next[row] as number
    return row
  }

  #isSought(row: number): boolean {
    const start = row * KEY_BYTES
    return this.#sought.compare(this.#keys, start, start + KEY_BYTES) === 0
  }

  /** The row that `row` follows in the chain that begins with `first`. */
  #before(row: number, first: number): number {
    let before = first
    while (this.#next[before] !== row) before = this.#next[before] as number
    return before
  }

  /** Ids are hashes: any of their bits will do. */
  #chainOf(row: number): number {
    return this.#keys.readUInt32LE(row * KEY_BYTES) & (this.#heads.length - 1)
  }

  #link(row: number): void {
    const chain = this.#chainOf(row)
    this.#next[row] = this.#heads[chain] as number
    this.#heads[chain] = row
  }

  #freeRow(): number {
    const row = this.#freed
    if (row !== NONE) {
      this.#freed = this.#next[row] as number
      return row
    }
    if (this.#used === this.#next.length) this.#grow(2 * this.#used)
    return this.#used++
  }

  #grow(rows: number): void {
    const keys = Buffer.alloc(rows * KEY_BYTES)
    this.#keys.copy(keys)
    this.#keys = keys
    this.#amounts = copied(this.#amounts, new BigUint64Array(rows))
    this.#assets = copied(this.#assets, new Uint32Array(rows))
    this.#programs = copied(this.#programs, new Uint32Array(rows))
    this.#coinbases = copied(this.#coinbases, new Int32Array(rows))
    // It grows only when no row is free.
    this.#next = new Int32Array(rows)
    this.#heads = new Int32Array(rows).fill(NONE)
    for (let row = 0; row < this.#used; row++) this.#link(row)
  }
}

/** Number of the asset of a free row. */
const FREE = 2 ** 32 - 1

function copied<Column extends { set(column: Column): void }>(from: Column, to: Column): Column {
  to.set(from)
  return to
}
