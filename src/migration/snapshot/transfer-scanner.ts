import { logScanKernel } from '../../artifacts/log-scan-kernel.ts'
import { TRANSFER_TOPIC } from '../../chain/erc20/erc20.ts'
import type { BlockRange } from '../../chain/rpc/logs.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { instantiateWasm } from '../../primitives/wasm.ts'
import { TRANSFER_BYTES } from './balance-table.ts'
import { parseLogsAnswer } from './logs-answer.ts'
import { packTransfers, type Transfers } from './transfer-log.ts'

const HASH_BYTES = 32

/** What src/kernel/log-scan.ts exports; it says what each call does. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly token: { readonly value: number }
  readonly topic: { readonly value: number }
  readonly input: { readonly value: number }
  readonly lastBlock: { readonly value: bigint }
  readonly lastHash: { readonly value: number }
  reserve(length: number): void
  scan(length: number, from: bigint, to: bigint): number
}

/** Reads the raw answers to eth_getLogs for the Transfer events of one token. */
export class TransferScanner {
  readonly #kernel = instantiateWasm<KernelExports>(logScanKernel)
  readonly #token: string

  /** @param token 0x and 40 hex digits. */
  constructor(token: string) {
    this.#token = token.toLowerCase()
    this.#view(this.#kernel.token.value, 20).set(hexToBytes(this.#token))
    this.#view(this.#kernel.topic.value, HASH_BYTES).set(hexToBytes(TRANSFER_TOPIC))
  }

  /**
   * @param answer the whole JSON-RPC answer as it was received.
   * @throws LOG_NOT_AS_ASKED if a log is not one that was asked for, LOGS_ANSWER_UNREADABLE if the
   *   answer is not a JSON-RPC answer, LOGS_REFUSED if it is an error.
   */
  scan(answer: Uint8Array, range: BlockRange): Transfers {
    return this.scanFast(answer, range) ?? this.scanSlowly(answer, range)
  }

  /** As `scan`, with JSON.parse: accepts any JSON and says what is wrong. */
  scanSlowly(answer: Uint8Array, range: BlockRange): Transfers {
    return packTransfers(parseLogsAnswer(answer), this.#token, range)
  }

  /** As `scan`, or undefined if the answer is not in the plain form that nodes write. */
  scanFast(answer: Uint8Array, range: BlockRange): Transfers | undefined {
    const { input, lastBlock, lastHash } = this.#kernel
    this.#kernel.reserve(answer.length)
    this.#view(input.value, answer.length).set(answer)
    const events = this.#kernel.scan(answer.length, BigInt(range.from), BigInt(range.to))
    if (events < 0) return undefined
    const hash = this.#view(lastHash.value, HASH_BYTES)
    return {
      ...range,
      packed: this.#view(input.value, events * TRANSFER_BYTES).slice(),
      last: events === 0 ? undefined : { number: Number(lastBlock.value), hash: bytesToHex(hash) },
    }
  }

  /** A fresh view each time: the memory moves when it grows. */
  #view(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, offset, length)
  }
}
