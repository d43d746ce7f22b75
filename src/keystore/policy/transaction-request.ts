import { checksumAddress } from '../../primitives/address.ts'
import { NATIVE } from './policy.ts'
import type { Counterparty, Move, SigningRequest } from './signing-request.ts'
import { readTokenCall } from './token-calls.ts'

/** The members of an EVM transaction that rules need. */
export interface TransactionToSign {
  /** Null if it names none. */
  readonly chainId: bigint | null
  /** Any case; null creates a contract. */
  readonly to: string | null
  readonly valueWei: bigint
  /** `0x` hex. */
  readonly data: string
  /** EIP-2718; only 4 (EIP-7702) matters here. */
  readonly type?: number | null
}

const SET_CODE_TYPE = 4

/**
 * What a transaction of `self` does: whom it pays or calls, and what moves. Known token calls name the
 * recipient of the tokens; of any other call only the contract is known. What returns to `self` does
 * not count, nor do fees.
 */
export function transactionRequest(
  { chainId, to, valueWei, data, type }: TransactionToSign,
  self: string,
): SigningRequest {
  const target = to === null ? null : checksumAddress(to)
  const native: Move[] =
    valueWei > 0n && target !== self ? [{ asset: NATIVE, amountBaseUnits: valueWei }] : []
  if (type === SET_CODE_TYPE) {
    const unread = { what: 'set-code' } as const
    return { chainId, counterparties: [recipient(target)], moves: native, unread }
  }
  const called = target === null || data === '0x' ? undefined : readTokenCall(data)
  if (target !== null && called) {
    const { beneficiary, amountBaseUnits } = called
    const leaves = beneficiary !== self && amountBaseUnits > 0n
    return {
      chainId,
      counterparties: [
        { address: target, role: valueWei > 0n ? 'recipient' : 'token' },
        ...(beneficiary === self ? [] : [recipient(beneficiary)]),
      ],
      moves: leaves ? [...native, { asset: target, amountBaseUnits }] : native,
    }
  }
  // The account's own code (EIP-7702) may do anything with a call; a payment to itself moves nothing.
  const isOwn = target === self && data === '0x'
  return {
    chainId,
    counterparties: isOwn ? [] : [recipient(target)],
    moves: native,
    ...(target !== null && data !== '0x' && { unread: { what: 'call', contract: target } }),
  }
}

function recipient(address: string | null): Counterparty {
  return { address, role: 'recipient' }
}
