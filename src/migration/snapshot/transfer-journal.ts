import { type FileHandle, open } from 'node:fs/promises'
import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { AtomicFile } from '../../primitives/atomic-file.ts'
import { BalanceTable, TRANSFER_BYTES } from './balance-table.ts'
import {
  encodeRecord,
  FILE_HEADER_BYTES,
  fileHeader,
  isFileHeader,
  type JournalRecord,
  readRecords,
} from './journal-records.ts'
import type { Transfers } from './transfer-log.ts'

/** Below this size the file is not worth rewriting. */
const REWRITE_FROM_BYTES = 64 * 1024 * 1024
/** How many times larger than the balances the file may become. */
const MAX_OVERHEAD = 4

export interface JournalOptions {
  /** SHA-256 (hex) of what is being read; a journal of another question is forgotten. */
  readonly question: string
  readonly firstBlock: number
  /** Size from which the file is rewritten as balances, in bytes. */
  readonly rewriteFromBytes?: number
}

/**
 * A snapshot in progress: the balances so far, and the file from which the next run
 * restores them. The file is only a cache: what is damaged is
 * dropped and read from the chain again.
 */
export class TransferJournal {
  readonly table: BalanceTable
  /** The first block that is not in the table yet. */
  nextBlock: number
  /** Transfers in the table. */
  transfers: number
  #bytes: number
  #file: FileHandle
  readonly #path: string
  readonly #options: JournalOptions

  private constructor(path: string, file: FileHandle, options: JournalOptions, state: Replayed) {
    this.#path = path
    this.#file = file
    this.#options = options
    this.table = state.table
    this.nextBlock = state.nextBlock
    this.transfers = state.transfers
    this.#bytes = state.bytes
  }

  /** Opens the journal and replays it as far as it is intact. */
  static async open(path: string, options: JournalOptions): Promise<TransferJournal> {
    const file = await open(path, 'a+', 0o600)
    try {
      const state = (await replay(file, options)) ?? freshState(options)
      await file.truncate(state.bytes)
      if (state.bytes === 0) {
        await file.appendFile(fileHeader(options.question))
        state.bytes = FILE_HEADER_BYTES
      }
      return new TransferJournal(path, file, options, state)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Takes the next range into the table and the file. */
  async append({ from, to, packed }: Transfers): Promise<void> {
    if (from !== this.nextBlock) throw new RangeError(`block ${from} after ${this.nextBlock - 1}`)
    this.transfers += packed.length / TRANSFER_BYTES
    const record = encodeRecord({
      kind: 'transfers',
      first: from,
      last: to,
      transfers: this.transfers,
      payload: packed,
    })
    await this.#file.appendFile(record)
    this.#bytes += record.length
    this.table.transfer(packed)
    this.nextBlock = to + 1
    const { rewriteFromBytes = REWRITE_FROM_BYTES } = this.#options
    const balances = this.table.size * ROW_BYTES
    if (this.#bytes > Math.max(rewriteFromBytes, MAX_OVERHEAD * balances)) await this.#rewrite()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  /** Replaces the transfers with their balances. */
  async #rewrite(): Promise<void> {
    const next = await AtomicFile.create(this.#path, { mode: 0o600 })
    try {
      await next.write(fileHeader(this.#options.question))
      this.#bytes = FILE_HEADER_BYTES
      for (const record of this.#balanceRecords()) {
        const bytes = encodeRecord(record)
        await next.write(bytes)
        this.#bytes += bytes.length
      }
      await next.commit()
    } catch (error) {
      await next.discard()
      throw error
    }
    await this.#file.close()
    this.#file = await open(this.#path, 'a+', 0o600)
  }

  *#balanceRecords(): Generator<JournalRecord> {
    const { firstBlock: first } = this.#options
    const place = { first, transfers: this.transfers }
    for (const payload of this.table.rows()) {
      yield { kind: 'balances', ...place, last: first - 1, payload }
    }
    // Only with this one are the balances before it complete.
    yield { kind: 'balances', ...place, last: this.nextBlock - 1, payload: new Uint8Array() }
  }
}

interface Replayed {
  readonly table: BalanceTable
  nextBlock: number
  transfers: number
  bytes: number
}

function freshState({ firstBlock }: JournalOptions): Replayed {
  return { table: new BalanceTable(), nextBlock: firstBlock, transfers: 0, bytes: 0 }
}

/** Undefined if nothing of the file can be used. */
async function replay(file: FileHandle, options: JournalOptions): Promise<Replayed | undefined> {
  if (!(await isFileHeader(file, options.question))) return undefined
  const state = { ...freshState(options), bytes: FILE_HEADER_BYTES }
  let isComplete = true
  for await (const { record, end } of readRecords(file, FILE_HEADER_BYTES)) {
    if (record.kind === 'balances') {
      state.table.credit(record.payload)
      isComplete = record.last >= record.first
    } else if (!isComplete || record.first !== state.nextBlock) {
      break
    } else {
      state.table.transfer(record.payload)
    }
    state.nextBlock = record.last + 1
    state.transfers = record.transfers
    state.bytes = end
  }
  return isComplete ? state : undefined
}
