import {
  getBytes,
  hexlify,
  recoverAddress,
  Signature,
  Transaction,
  type TransactionLike,
  type TypedDataDomain,
  TypedDataEncoder,
} from 'ethers'
import type { TransactionToSign } from '../policy/transaction-request.ts'
import type { TypedDataTypes } from '../signer.ts'

// What needs ethers. Loaded when it is needed: signing a message is not.

/** EIP-712 digest, 32 bytes. `types` holds no EIP712Domain; the domain's type follows from its members. */
export function typedDataDigest(
  domain: TypedDataDomain,
  types: TypedDataTypes,
  value: Record<string, unknown>,
): Uint8Array {
  return getBytes(TypedDataEncoder.hash(domain, types, value))
}

/** The raw transaction as `0x…`, with the signature that `sign` gives on its digest. */
export async function signedTransaction(
  transaction: TransactionLike,
  sign: (digest: Uint8Array) => Promise<string>,
): Promise<string> {
  const unsigned = unsignedTransaction(transaction)
  unsigned.signature = await sign(getBytes(unsigned.unsignedHash))
  return unsigned.serialized
}

/** What a policy asks about, read from the very transaction that would be signed. */
export function transactionToSign(
  transaction: TransactionLike,
): TransactionToSign & { readonly nonce: number } {
  const unsigned = unsignedTransaction(transaction)
  const { chainId, to, value, data, nonce } = unsigned
  // A type that is not given follows from the other members when it is encoded.
  return {
    chainId: chainId || null,
    to,
    valueWei: value,
    data,
    type: unsigned.inferType(),
    nonce,
  }
}

/** Its sender and an old signature are left out: they are the signer's to give. */
function unsignedTransaction(transaction: TransactionLike): Transaction {
  const { from: _sender, signature: _old, ...fields } = transaction
  return Transaction.from(fields)
}

/**
 * The signer, EIP-55; undefined if the signature is invalid. A high s is invalid: it is the mirrored
 * form of the same signature (EIP-2).
 */
export function signerOf(digest: Uint8Array, signature: string): string | undefined {
  try {
    return recoverAddress(hexlify(digest), Signature.from(signature))
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
