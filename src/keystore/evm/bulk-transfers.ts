import { setImmediate } from 'node:timers/promises'
import { checksumAddress } from '../../primitives/address.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import {
  type PlainTransfer,
  signedTransfer,
  type TransferSignature,
  type TransferTerms,
  unsignedTransfer,
} from '../../primitives/plain-transfer.ts'

/** Signatures between two turns of the event loop: some ten milliseconds. */
const SIGNATURES_A_TURN = 64

/**
 * Signs many plain transfers with one key: libsecp256k1 as wasm, and no object for a transaction.
 * Deterministic (RFC 6979, low s), so the same book has the same bytes whenever it is signed.
 */
export async function* signTransfers(
  privateKey: Uint8Array,
  terms: TransferTerms,
  transfers: Iterable<PlainTransfer>,
): AsyncGenerator<Uint8Array> {
  const { signRecoverable } = await import('tiny-secp256k1')
  let signed = 0
  for (const transfer of transfers) {
    const digest = keccak256(unsignedTransfer(terms, transfer))
    const { signature, recoveryId } = signRecoverable(digest, privateKey)
    yield signedTransfer(terms, transfer, { compact: signature, yParity: recoveryId & 1 })
    if (++signed % SIGNATURES_A_TURN === 0) await setImmediate()
  }
}

/** The signer of a transfer, EIP-55; undefined if the signature is invalid. */
export async function signerOfTransfer(
  terms: TransferTerms,
  transfer: PlainTransfer,
  { compact, yParity }: TransferSignature,
): Promise<string | undefined> {
  const { recover } = await import('tiny-secp256k1')
  const digest = keccak256(unsignedTransfer(terms, transfer))
  const key = recover(digest, compact, yParity === 0 ? 0 : 1, false)
  return key ? checksumAddress(bytesToHex(keccak256(key.subarray(1)).subarray(12))) : undefined
}
