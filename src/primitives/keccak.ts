import { keccakKernel } from '../artifacts/keccak-kernel.ts'
import { bytesToHex } from './hex.ts'
import { instantiateWasm } from './wasm.ts'

const BLOCK_BYTES = 136
const DIGEST_BYTES = 32
/** Whole blocks the kernel's input holds (src/kernel/keccak.ts). */
const BLOCKS_A_CALL = 963

/** What src/kernel/keccak.ts exports; it says what each call does. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly BATCH: { readonly value: number }
  readonly input: { readonly value: number }
  readonly output: { readonly value: number }
  begin(): void
  absorb(blocks: number): void
  finish(length: number): void
  hashPairs(count: number): void
  hashLeaves(firstIndex: number, count: number): void
}

/** The kernel in memory: copy bytes into `input`, call, copy digests out of `output`. */
export interface KeccakKernel
  extends Pick<KernelExports, 'begin' | 'absorb' | 'finish' | 'hashPairs' | 'hashLeaves'> {
  readonly input: Uint8Array
  readonly output: Uint8Array
  /** Most items of one batched call. */
  readonly batch: number
}

let loaded: KeccakKernel | undefined

/** The one instance of this process; made at first use, in well under a millisecond. */
export function loadKeccakKernel(): KeccakKernel {
  loaded ??= instantiate()
  return loaded
}

function instantiate(): KeccakKernel {
  const kernel = instantiateWasm<KernelExports>(keccakKernel)
  const batch = kernel.BATCH.value
  return {
    input: new Uint8Array(kernel.memory.buffer, kernel.input.value, batch * 2 * DIGEST_BYTES),
    output: new Uint8Array(kernel.memory.buffer, kernel.output.value, batch * DIGEST_BYTES),
    batch,
    begin: kernel.begin,
    absorb: kernel.absorb,
    finish: kernel.finish,
    hashPairs: kernel.hashPairs,
    hashLeaves: kernel.hashLeaves,
  }
}

/** keccak256 as Ethereum uses it (32 bytes): Keccak with its original padding, not SHA3-256. */
export function keccak256(message: Uint8Array): Uint8Array {
  const kernel = loadKeccakKernel()
  kernel.begin()
  let offset = 0
  while (message.length - offset >= BLOCK_BYTES) {
    const blocks = Math.min(Math.floor((message.length - offset) / BLOCK_BYTES), BLOCKS_A_CALL)
    kernel.input.set(message.subarray(offset, offset + blocks * BLOCK_BYTES))
    kernel.absorb(blocks)
    offset += blocks * BLOCK_BYTES
  }
  kernel.input.set(message.subarray(offset))
  kernel.finish(message.length - offset)
  return kernel.output.slice(0, DIGEST_BYTES)
}

/** keccak256 as `0x` and 64 lower-case hex characters. */
export function keccak256Hex(message: Uint8Array): string {
  return bytesToHex(keccak256(message))
}
