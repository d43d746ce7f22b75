import { bytesToHex } from '../../primitives/hex.ts'
import type { PlainTransfer, TransferTerms } from '../../primitives/plain-transfer.ts'
import type { Signer, TransactionLike, TypedDataDomain, TypedDataTypes } from '../signer.ts'
import { BookJudge, type JudgedBook } from './book.ts'
import { assertNetwork, judge } from './judge.ts'
import type { Ruled } from './policy-errors.ts'
import type { PolicyGuard } from './policy-guard.ts'
import type { SigningRequest } from './signing-request.ts'
import { transactionRequest } from './transaction-request.ts'
import { typedDataRequest } from './typed-data-request.ts'

const HASH_BYTES = 32
const UNREADABLE_HASH: SigningRequest = {
  chainId: null,
  counterparties: [],
  moves: [],
  unread: { what: 'permit', primaryType: 'hash' },
}

/** A signer of an EVM key that signs only what the key's policy allows. */
export class GuardedSigner implements Signer {
  readonly name: string
  readonly address: string
  readonly #signer: Signer
  readonly #guard: PolicyGuard

  constructor(signer: Signer, guard: PolicyGuard) {
    this.name = signer.name
    this.address = signer.address
    this.#signer = signer
    this.#guard = guard
  }

  async check(...transactions: readonly TransactionLike[]): Promise<void> {
    await this.#signer.check(...transactions)
    await this.#guard.check(async (ruled) => {
      for (const transaction of transactions) await this.#judge(ruled, transaction)
    })
  }

  /**
   * A message moves nothing, so only the rule for commands applies. But 32 bytes may be the hash of a
   * multisig's proposal (eth_sign), which cannot be read.
   * @throws as `Signer.signMessage`
   */
  async signMessage(message: string | Uint8Array): Promise<string> {
    const isHash = message.length === HASH_BYTES && typeof message !== 'string'
    await this.#guard.admit(
      (ruled) => (isHash ? judge(ruled, UNREADABLE_HASH) : []),
      () => '',
    )
    return this.#signer.signMessage(message)
  }

  async signTypedData(
    domain: TypedDataDomain,
    types: TypedDataTypes,
    value: Record<string, unknown>,
  ): Promise<string> {
    await this.#guard.admit(
      (ruled) => judge(ruled, typedDataRequest(domain, types, value, this.address)),
      async () => {
        const { typedDataDigest } = await import('../evm/evm-encoding.ts')
        return `message ${bytesToHex(typedDataDigest(domain, types, value))}`
      },
    )
    return this.#signer.signTypedData(domain, types, value)
  }

  async signTransaction(transaction: TransactionLike): Promise<string> {
    await this.#signer.check(transaction)
    await this.#guard.admit(
      (ruled) => this.#judge(ruled, transaction),
      async () => {
        const { chainId, nonce } = await toSign(transaction)
        return `nonce ${chainId} ${nonce}`
      },
    )
    return this.#signer.signTransaction(transaction)
  }

  /**
   * Judges the whole book before the first signature; iterates `transfers` twice.
   * @throws as `Signer.signTransfers`
   */
  async *signTransfers(
    terms: TransferTerms,
    transfers: Iterable<PlainTransfer>,
  ): AsyncGenerator<Uint8Array> {
    let judged: JudgedBook | undefined
    const ruled = await this.#guard.admit(
      async (rules) => {
        assertNetwork(rules, terms.chainId)
        judged = await new BookJudge(rules, terms.chainId, this.address).book(transfers)
        return judged.spending
      },
      () => `book ${judged?.digest}`,
    )
    if (ruled === undefined || judged === undefined) {
      yield* this.#signer.signTransfers(terms, transfers)
    } else {
      const again = new BookJudge(ruled, terms.chainId, this.address).again(transfers, judged)
      yield* this.#signer.signTransfers(terms, again)
    }
  }

  async #judge(ruled: Ruled, transaction: TransactionLike) {
    return judge(ruled, transactionRequest(await toSign(transaction), this.address))
  }
}

async function toSign(transaction: TransactionLike) {
  const { transactionToSign } = await import('../evm/evm-encoding.ts')
  return transactionToSign(transaction)
}
