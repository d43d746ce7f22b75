// The Transfer event of ERC-20 (EIP-20) as eth_getLogs answers it, read slowly and in detail: this
// explains what is wrong when the scanner met a log it does not accept.

import { TRANSFER_TOPIC } from '../../chain/erc20/erc20.ts'
import type { BlockRange } from '../../chain/rpc/logs.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { TRANSFER_BYTES } from './balance-table.ts'
import { logNotAsAsked } from './snapshot-errors.ts'

/** Transfers of a range of blocks, packed (`TRANSFER_BYTES` each). */
export interface Transfers extends BlockRange {
  readonly packed: Uint8Array
  /** The last block that has any, with the hash the logs give it. */
  readonly last: { readonly number: number; readonly hash: string } | undefined
}

const QUANTITY = /^0x[0-9a-fA-F]{1,13}$/
const WORD = /^0x[0-9a-fA-F]{64}$/
const ADDRESS_WORD = /^0x0{24}[0-9a-fA-F]{40}$/

interface PlacedTransfer {
  readonly block: number
  readonly index: number
  readonly hash: string
  readonly packed: Uint8Array
}

/**
 * Checks the logs of an answer and packs them. Logs marked `removed` do not count.
 * @param token 0x and 40 lower-case hex digits.
 * @throws LOG_NOT_AS_ASKED naming block, log and field.
 */
export function packTransfers(
  logs: readonly unknown[],
  token: string,
  range: BlockRange,
): Transfers {
  const transfers = logs
    .map((log, position) => readLog(log, position, token, range))
    .filter((transfer) => transfer !== undefined)
    .sort((a, b) => a.block - b.block || a.index - b.index)
  assertConsistent(transfers)
  const packed = new Uint8Array(transfers.length * TRANSFER_BYTES)
  for (const [i, transfer] of transfers.entries()) packed.set(transfer.packed, i * TRANSFER_BYTES)
  const last = transfers.at(-1)
  return { ...range, packed, last: last && { number: last.block, hash: last.hash } }
}

function readLog(
  log: unknown,
  position: number,
  token: string,
  range: BlockRange,
): PlacedTransfer | undefined {
  const asked = (holds: boolean, problem: string) => {
    if (!holds) throw logNotAsAsked(`log ${position} of blocks ${range.from}-${range.to}`, problem)
  }
  asked(isRecord(log), 'is not an object')
  const { address, topics, data, blockNumber, blockHash, logIndex, removed } = log as Record<
    string,
    unknown
  >
  if (removed === true) return undefined
  asked(typeof address === 'string' && address.toLowerCase() === token, `is not of ${token}`)
  asked(Array.isArray(topics) && topics.length === 3, 'does not have three topics')
  const [topic, from, to] = topics as unknown[]
  asked(typeof topic === 'string' && topic.toLowerCase() === TRANSFER_TOPIC, 'is not a Transfer')
  asked(
    matches(ADDRESS_WORD, from) && matches(ADDRESS_WORD, to),
    'has a topic that is not an address',
  )
  asked(matches(WORD, data), 'has data that is not one 256-bit word')
  asked(matches(WORD, blockHash), 'has no block hash')
  asked(matches(QUANTITY, blockNumber) && matches(QUANTITY, logIndex), 'has no place in a block')
  const block = Number(blockNumber)
  asked(block >= range.from && block <= range.to, `is of block ${block}`)

  const packed = new Uint8Array(TRANSFER_BYTES)
  packed.set(hexToBytes(`0x${String(from).slice(26)}`))
  packed.set(hexToBytes(`0x${String(to).slice(26)}`), ADDRESS_BYTES)
  packed.set(hexToBytes(String(data)), 2 * ADDRESS_BYTES)
  return { block, index: Number(logIndex), hash: String(blockHash).toLowerCase(), packed }
}

/** @param transfers in order of block and index. */
function assertConsistent(transfers: readonly PlacedTransfer[]): void {
  for (const [i, transfer] of transfers.entries()) {
    const before = transfers[i - 1]
    if (before?.block !== transfer.block) continue
    const name = `log ${transfer.index} of block ${transfer.block}`
    if (before.index === transfer.index) throw logNotAsAsked(name, 'is there twice')
    if (before.hash !== transfer.hash) {
      throw logNotAsAsked(name, 'names another block hash than the log before it')
    }
  }
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
