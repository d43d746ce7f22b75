import type { TransactionLike, TypedDataDomain, TypedDataField } from 'ethers'
import type { PlainTransfer, TransferTerms } from '../primitives/plain-transfer.ts'

export type { TransactionLike, TypedDataDomain }
export type TypedDataTypes = Record<string, TypedDataField[]>

/**
 * What a topic gets instead of a key. The key material stays behind it: fetched at the first signature,
 * wiped when the keyring closes.
 */
export interface Signer {
  /** Name of the key in the keyring. */
  readonly name: string
  /** EIP-55. */
  readonly address: string
  /**
   * EIP-191 signature of a text (its UTF-8 bytes) or of bytes: 65 bytes as `0x…`, v 27 or 28.
   * @throws as `PolicyGuard.admit` and `Keyring.signingKey`
   */
  signMessage(message: string | Uint8Array): Promise<string>
  /**
   * EIP-712 signature.
   * @throws DEVNET_KEY_REFUSED if a devnet key is asked for another chain, and as
   * `Signer.signMessage`
   */
  signTypedData(
    domain: TypedDataDomain,
    types: TypedDataTypes,
    value: Record<string, unknown>,
  ): Promise<string>
  /**
   * Whether transactions may be signed, as far as can be told without the secret and before it is
   * known which command will: what would be refused is not planned.
   * @throws KEY_CHAIN_ID_MISSING, KEY_SENDER_MISMATCH, DEVNET_KEY_REFUSED; as `PolicyGuard.check`
   */
  check(...transactions: readonly TransactionLike[]): Promise<void>
  /**
   * The signed raw transaction as `0x…`.
   * @throws KEY_CHAIN_ID_MISSING, KEY_SENDER_MISMATCH if `from` is another account,
   * DEVNET_KEY_REFUSED, and as `Signer.signMessage`
   */
  signTransaction(transaction: TransactionLike): Promise<string>
  /**
   * The signed raw transactions of a payout book, thousands a second, in order. A policy judges
   * the whole book before the first is signed, so `transfers` must give the same twice.
   * @throws DEVNET_KEY_REFUSED, and as `Signer.signMessage`; TypeError if `transfers` gives others the
   * second time
   */
  signTransfers(terms: TransferTerms, transfers: Iterable<PlainTransfer>): AsyncIterable<Uint8Array>
}
