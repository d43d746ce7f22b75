// The payout book: every payment of a campaign as a signed transaction of a one-time account, in
// which leaf i has nonce firstNonce + i. A nonce can be used once, so no leaf can be paid twice,
// whoever sends the book, in whatever order and however often.

import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import {
  type PlainTransfer,
  signatureOfTransfer,
  type TransferSignature,
  type TransferTerms,
} from '../../primitives/plain-transfer.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import { payoutBookOfOtherCampaign } from './payout-book-errors.ts'

/** Exact gas of a native transfer to an account without code; a transfer gets no more. */
export const TRANSFER_GAS = 21_000n

/** The first line of the book. */
export interface PayoutBookHeader {
  /** Digest of the campaign's terms. */
  readonly campaign: string
  /** SHA-256 of `allocation.csv`. */
  readonly allocation: string
  readonly chainId: bigint
  /** The one-time account that pays, EIP-55. */
  readonly account: string
  readonly firstNonce: number
  readonly transfers: number
  readonly totalBaseUnits: bigint
  readonly transactionType: 0 | 2
  /** Prices of a unit of gas. */
  readonly maxFeeWei: bigint
  readonly priorityFeeWei: bigint
}

/** One checked payment of the book. */
export interface PayoutLine {
  readonly index: number
  readonly nonce: number
  /** As `eth_sendRawTransaction` takes it. */
  readonly raw: string
  readonly hash: string
  readonly signature: TransferSignature
}

export function transferTerms(header: PayoutBookHeader): TransferTerms {
  return {
    chainId: header.chainId,
    type: header.transactionType,
    gasLimit: TRANSFER_GAS,
    maxFeeWei: header.maxFeeWei,
    priorityFeeWei: header.priorityFeeWei,
  }
}

/** Cost of the whole book: all amounts and all gas at the maximum price, in wei. */
export function bookCostWei(
  header: Pick<PayoutBookHeader, 'totalBaseUnits' | 'transfers' | 'maxFeeWei'>,
): bigint {
  return header.totalBaseUnits + BigInt(header.transfers) * TRANSFER_GAS * header.maxFeeWei
}

/** The transfers of an allocation, one per leaf, in index order. Can be iterated repeatedly. */
export function transfersOf(
  allocations: AllocationTable,
  firstNonce: number,
): Iterable<PlainTransfer> {
  return {
    *[Symbol.iterator]() {
      for (let index = 0; index < allocations.length; index++) {
        yield transferOf(allocations, index, firstNonce)
      }
    },
  }
}

/**
 * Checks one line against the allocation: the transaction must be exactly the payment of that
 * leaf.
 * @throws PAYOUT_BOOK_FOREIGN naming the line.
 */
export function checkedLine(
  header: PayoutBookHeader,
  allocations: AllocationTable,
  index: number,
  raw: Uint8Array,
): PayoutLine {
  const transfer = transferOf(allocations, index, header.firstNonce)
  const signature = signatureOfTransfer(raw, transferTerms(header), transfer)
  if (!signature)
    throw payoutBookOfOtherCampaign(`transfer ${index} is not the payment of leaf ${index}`)
  const text = `0x${Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('hex')}`
  return { index, nonce: transfer.nonce, raw: text, hash: keccak256Hex(raw), signature }
}

export function transferOf(
  allocations: AllocationTable,
  index: number,
  firstNonce: number,
): PlainTransfer {
  return {
    nonce: firstNonce + index,
    to: allocations.rows(index, 1).subarray(0, ADDRESS_BYTES),
    valueWei: allocations.amountBaseUnits(index),
  }
}
