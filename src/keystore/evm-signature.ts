import {
  hashMessage,
  hexlify,
  recoverAddress,
  Signature,
  SigningKey,
  Transaction,
  type TransactionLike,
  type TypedDataDomain,
  TypedDataEncoder,
} from 'ethers'
import type { TypedDataTypes } from './signer.ts'

/** EIP-191 digest, version 0x45, of a text (its UTF-8 bytes) or of bytes. */
export function messageDigest(message: string | Uint8Array): string {
  return hashMessage(message)
}

/** EIP-712 digest. `types` holds no EIP712Domain; the domain's type follows from its members. */
export function typedDataDigest(
  domain: TypedDataDomain,
  types: TypedDataTypes,
  value: Record<string, unknown>,
): string {
  return TypedDataEncoder.hash(domain, types, value)
}

/** Deterministic (RFC 6979), low s; 65 bytes r ‖ s ‖ v as `0x…`. */
export function signDigest(privateKey: Uint8Array, digest: string): string {
  return new SigningKey(privateKey).sign(digest).serialized
}

/** The raw signed transaction as `0x…`. */
export function signedTransaction(privateKey: Uint8Array, transaction: TransactionLike): string {
  const { from: _sender, signature: _old, ...fields } = transaction
  const unsigned = Transaction.from(fields)
  unsigned.signature = new SigningKey(privateKey).sign(unsigned.unsignedHash)
  return unsigned.serialized
}

/**
 * Whose signature this is, EIP-55; undefined if it is nobody's. A high s is nobody's: it is the
 * same signature turned over (EIP-2).
 */
export function signerOf(digest: string, signature: string): string | undefined {
  try {
    return recoverAddress(digest, Signature.from(signature))
  } catch {
    return undefined
  }
}

/** Whether bytes read as a transaction, signed or not: RLP of one of the known kinds. */
export function isTransaction(bytes: Uint8Array): boolean {
  try {
    Transaction.from(hexlify(bytes))
    return true
  } catch {
    return false
  }
}
