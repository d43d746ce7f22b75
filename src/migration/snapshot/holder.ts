import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import { ROW_BYTES } from './balance-table.ts'

/** An account and what it holds. */
export interface Holder {
  /** 0x and 40 lower-case hex digits. */
  readonly address: string
  /** Base units. */
  readonly amount: bigint
}

/** The holders of packed rows. */
export function* holdersIn(pieces: Iterable<Uint8Array>): Generator<Holder> {
  for (const piece of pieces) {
    const hex = Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('hex')
    for (let at = 0; at < piece.length; at += ROW_BYTES) {
      yield {
        address: `0x${hex.slice(2 * at, 2 * (at + ADDRESS_BYTES))}`,
        amount: readUint256(piece, at + ADDRESS_BYTES),
      }
    }
  }
}
