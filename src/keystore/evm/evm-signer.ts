import type { PlainTransfer, TransferTerms } from '../../primitives/plain-transfer.ts'
import { assertDevnetChain, devnetKeyNamed } from '../devnet-keys.ts'
import { chainIdMissing, senderMismatch } from '../keystore-errors.ts'
import type { Signer, TransactionLike, TypedDataDomain, TypedDataTypes } from '../signer.ts'
import { messageDigest } from './evm-message.ts'
import { signDigest } from './secp256k1.ts'

/**
 * Signs with one secp256k1 key. The signing library and the secret are fetched at the first
 * signature: until then (a dry run, a plan) there is only an address.
 */
export class EvmSigner implements Signer {
  readonly name: string
  readonly address: string
  readonly #secret: () => Promise<Uint8Array>

  /** `secret` returns the private key; its provider wipes it. */
  constructor(
    { name, address }: { name: string; address: string },
    secret: () => Promise<Uint8Array>,
  ) {
    this.name = name
    this.address = address
    this.#secret = secret
  }

  async signMessage(message: string | Uint8Array): Promise<string> {
    return this.#sign(messageDigest(message))
  }

  async signTypedData(
    domain: TypedDataDomain,
    types: TypedDataTypes,
    value: Record<string, unknown>,
  ): Promise<string> {
    const { chainId } = domain
    if (chainId !== undefined && chainId !== null) this.#assertChain(BigInt(chainId))
    const { typedDataDigest } = await import('./evm-encoding.ts')
    return this.#sign(typedDataDigest(domain, types, value))
  }

  async check(...transactions: readonly TransactionLike[]): Promise<void> {
    for (const transaction of transactions) this.#assertSignable(transaction)
  }

  async signTransaction(transaction: TransactionLike): Promise<string> {
    this.#assertSignable(transaction)
    const { signedTransaction } = await import('./evm-encoding.ts')
    return signedTransaction(transaction, (digest) => this.#sign(digest))
  }

  async *signTransfers(
    terms: TransferTerms,
    transfers: Iterable<PlainTransfer>,
  ): AsyncGenerator<Uint8Array> {
    this.#assertChain(terms.chainId)
    const { signTransfers } = await import('./bulk-transfers.ts')
    yield* signTransfers(await this.#secret(), terms, transfers)
  }

  async #sign(digest: Uint8Array): Promise<string> {
    return signDigest(await this.#secret(), digest)
  }

  #assertSignable({ chainId, from }: TransactionLike): void {
    if (!chainId) throw chainIdMissing(this.name)
    this.#assertChain(BigInt(chainId))
    if (from && from.toLowerCase() !== this.address.toLowerCase()) {
      throw senderMismatch(this.name, this.address, from)
    }
  }

  #assertChain(chainId: bigint): void {
    if (devnetKeyNamed(this.name)) assertDevnetChain(this.name, chainId)
  }
}
