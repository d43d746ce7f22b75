import { holderCensusKernel } from '../../artifacts/holder-census-kernel.ts'
import { ROW_BYTES, readSum, SUM_BYTES } from '../../primitives/account-rows.ts'
import { instantiateWasm } from '../../primitives/wasm.ts'

const CLASSES = 79

/** What src/kernel/holder-census.ts exports; it says what each call does. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly BATCH: { readonly value: number }
  readonly rows: { readonly value: number }
  readonly doubles: { readonly value: number }
  readonly counts: { readonly value: number }
  readonly sums: { readonly value: number }
  census(length: number): void
}

export interface CountedHolders {
  /** The balance of each as the double nearest to it; valid until the next call. */
  readonly doubles: Float64Array
  /** Those there are, by the number of digits of the balance in base units. */
  readonly byDigits: readonly {
    readonly digits: number
    readonly holders: number
    readonly baseUnits: bigint
  }[]
}

let loaded: KernelExports | undefined

/** Counts holders by the size of what they hold. @param rows packed, of at most 4,096 holders. */
export function countHolders(rows: Uint8Array): CountedHolders {
  loaded ??= instantiateWasm<KernelExports>(holderCensusKernel)
  const { memory, ...kernel } = loaded
  const length = rows.length / ROW_BYTES
  new Uint8Array(memory.buffer, kernel.rows.value, rows.length).set(rows)
  kernel.census(length)
  const counts = new Uint32Array(memory.buffer, kernel.counts.value, CLASSES)
  const byDigits = [...counts.entries()]
    .filter(([, holders]) => holders > 0)
    .map(([digits, holders]) => {
      const sum = new DataView(memory.buffer, kernel.sums.value + digits * SUM_BYTES, SUM_BYTES)
      return { digits, holders, baseUnits: readSum(sum) }
    })
  return { doubles: new Float64Array(memory.buffer, kernel.doubles.value, length), byDigits }
}
