import { accountRowsKernel } from '../artifacts/account-rows-kernel.ts'
import { ADDRESS_BYTES } from './csv-fields.ts'
import { hexToBytes } from './hex.ts'
import { UINT256_BYTES, writeUint256 } from './uint256.ts'
import { instantiateWasm } from './wasm.ts'

/** A row, as snapshots, allocations and kernels hold accounts: address 20, amount 32, big-endian. */
export const ROW_BYTES = ADDRESS_BYTES + UINT256_BYTES

/** A sum of amounts, as kernels leave it. */
export const SUM_BYTES = 40

/** What src/kernel/account-rows.ts exports; it says what each call does. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly BATCH: { readonly value: number }
  readonly TEXT_BYTES: { readonly value: number }
  readonly rows: { readonly value: number }
  readonly text: { readonly value: number }
  readonly next: { readonly value: number }
  readonly total: { readonly value: number }
  readonly converted: { readonly value: number }
  readonly minimum: { readonly value: number }
  readonly rejected: { readonly value: number }
  read(from: number, to: number, index: bigint): number
  write(length: number, index: bigint): number
  keepHolders(length: number): number
  sum(length: number): void
  convert(length: number, more: number, fewer: number): number
}

type KernelCalls = Pick<KernelExports, 'read' | 'write' | 'keepHolders' | 'sum' | 'convert'>

/** The kernel in memory. Its content lasts only until the next call: copy what must stay. */
export interface AccountRowsKernel extends KernelCalls {
  readonly rows: Uint8Array
  readonly text: Uint8Array
  readonly minimum: Uint8Array
  readonly rejected: Uint32Array
  /** Most rows of one call, and most bytes of text for `read`. */
  readonly batch: number
  readonly textBytes: number
  /** Where in `text` `read` stopped. */
  next(): number
  /** Sums that `sum` and `convert` leave, base units. */
  total(): bigint
  converted(): bigint
}

let loaded: AccountRowsKernel | undefined

/** The one instance of this process. */
export function loadAccountRowsKernel(): AccountRowsKernel {
  loaded ??= instantiate()
  return loaded
}

function instantiate(): AccountRowsKernel {
  const kernel = instantiateWasm<KernelExports>(accountRowsKernel)
  const { buffer } = kernel.memory
  const batch = kernel.BATCH.value
  const textAt = kernel.text.value
  const sumAt = ({ value }: { value: number }) => readSum(new DataView(buffer, value, SUM_BYTES))
  return {
    read: kernel.read,
    write: kernel.write,
    keepHolders: kernel.keepHolders,
    sum: kernel.sum,
    convert: kernel.convert,
    rows: new Uint8Array(buffer, kernel.rows.value, batch * ROW_BYTES),
    text: new Uint8Array(buffer, textAt, buffer.byteLength - textAt),
    minimum: new Uint8Array(buffer, kernel.minimum.value, UINT256_BYTES),
    rejected: new Uint32Array(buffer, kernel.rejected.value, batch),
    batch,
    textBytes: kernel.TEXT_BYTES.value,
    next: () => kernel.next.value,
    total: () => sumAt(kernel.total),
    converted: () => sumAt(kernel.converted),
  }
}

/** The value of five words of 64 bits, least first. */
export function readSum(view: DataView): bigint {
  let sum = 0n
  for (let at = SUM_BYTES - 8; at >= 0; at -= 8) sum = (sum << 64n) | view.getBigUint64(at, true)
  return sum
}

/** Rows in pieces of what one call of the kernel takes; views, not copies. */
export function* rowBatches(rows: Uint8Array): Generator<Uint8Array> {
  const bytes = loadAccountRowsKernel().batch * ROW_BYTES
  for (let at = 0; at < rows.length; at += bytes) yield rows.subarray(at, at + bytes)
}

/** The sum of the amounts, base units; it may pass 256 bits. */
export function sumOfAmounts(rows: Uint8Array): bigint {
  const kernel = loadAccountRowsKernel()
  let sum = 0n
  for (const batch of rowBatches(rows)) {
    kernel.rows.set(batch)
    kernel.sum(batch.length / ROW_BYTES)
    sum += kernel.total()
  }
  return sum
}

/** Those rows that have an account and an amount. @param rows of at most one call. */
export function rowsOfHolders(rows: Uint8Array): Uint8Array {
  const kernel = loadAccountRowsKernel()
  kernel.rows.set(rows)
  const bytes = kernel.keepHolders(rows.length / ROW_BYTES) * ROW_BYTES
  return bytes === rows.length ? rows : kernel.rows.slice(0, bytes)
}

/** @param address `0x` and 40 hex characters. */
export function packRow(address: string, amount: bigint): Uint8Array {
  const row = new Uint8Array(ROW_BYTES)
  row.set(hexToBytes(address))
  writeUint256(amount, row, ADDRESS_BYTES)
  return row
}

/** The place of the first row whose address is not below the one given; rows ascend. */
export function placeOfAddress(rows: Uint8Array, address: Uint8Array): number {
  let [low, high] = [0, rows.length / ROW_BYTES]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareAddresses(rows, middle * ROW_BYTES, address, 0) < 0) low = middle + 1
    else high = middle
  }
  return low * ROW_BYTES
}

/** Compares the addresses of the rows at two places: below 0 where the first is the lower one. */
export function compareAddresses(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
): number {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    const difference = (left[leftAt + i] as number) - (right[rightAt + i] as number)
    if (difference !== 0) return difference
  }
  return 0
}
