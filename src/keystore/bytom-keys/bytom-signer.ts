import { sameBytes, toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { deriveXprv, signWithXprv, xpubOf } from '../../primitives/bytom/chainkd.ts'
import { parseBytomPath } from '../../primitives/bytom/derivation-path.ts'
import type { MessageSignature } from '../../primitives/bytom/message-signature.ts'
import type { ReviewedTemplate } from '../../primitives/bytom/review-template.ts'
import { signTemplate } from '../../primitives/bytom/sign-template.ts'
import type { Template } from '../../primitives/bytom/template.ts'
import { senderMismatch } from '../keystore-errors.ts'
import { assertIsBytomMessage } from './bytom-message.ts'

/**
 * What a topic gets instead of a Bytom key. The root and every key derived from it are fetched for each
 * call and wiped when it ends.
 */
export interface BytomSigner {
  /** Name of the key in the keyring. */
  readonly name: string
  /** Path of the address that signs if no other is named. */
  readonly path: string
  /** 64 bytes. */
  readonly rootXpub: Uint8Array
  /**
   * Signs the bytes of a message as they are, as a node's `sign-message` does.
   * @throws KEY_DIGEST_REFUSED, KEY_TRANSACTION_REFUSED, BYTOM_PATH_INVALID; as `PolicyGuard.admit`
   */
  signMessage(message: Uint8Array, path?: string): Promise<MessageSignature>
  /**
   * Whether a template may be signed, as far as that can be told without the secret.
   * @throws KEY_SENDER_MISMATCH if it was reviewed for another key; as `PolicyGuard.check`
   */
  check(reviewed: ReviewedTemplate): Promise<void>
  /**
   * The template with this key's signatures.
   * @throws KEY_SENDER_MISMATCH; as `signTemplate` and `PolicyGuard.admit`
   */
  signTemplate(reviewed: ReviewedTemplate): Promise<Template>
}

/** Calls `use` with the xprv at a path and wipes it. */
type WithChild = <T>(path: readonly Uint8Array[], use: (xprv: Uint8Array) => T) => T

/** Signs below one root xprv. */
export class RootSigner implements BytomSigner {
  readonly name: string
  readonly path: string
  readonly rootXpub: Uint8Array
  readonly #root: () => Promise<Uint8Array>

  /** `root` gives a copy of the root xprv that is this signer's to wipe. */
  constructor(
    { name, path, rootXpub }: Pick<BytomSigner, 'name' | 'path' | 'rootXpub'>,
    root: () => Promise<Uint8Array>,
  ) {
    this.name = name
    this.path = path
    this.rootXpub = rootXpub
    this.#root = root
  }

  async signMessage(message: Uint8Array, path: string = this.path): Promise<MessageSignature> {
    const selectors = parseBytomPath(path)
    assertIsBytomMessage(message)
    return this.#withRoot((withChild) =>
      withChild(selectors, (xprv) => ({
        signature: signWithXprv(xprv, message),
        derivedXpub: xpubOf(xprv),
      })),
    )
  }

  async check({ rootXpub }: ReviewedTemplate): Promise<void> {
    if (sameBytes(rootXpub, this.rootXpub)) return
    throw senderMismatch(this.name, toBareHex(this.rootXpub), toBareHex(rootXpub))
  }

  async signTemplate(reviewed: ReviewedTemplate): Promise<Template> {
    await this.check(reviewed)
    const { template, ledger, ids, rootXpub } = reviewed
    return this.#withRoot((withChild) =>
      signTemplate(template, ledger, rootXpub, ({ path }, position) =>
        withChild(path, (xprv) => signWithXprv(xprv, ids.signHashes[position] as Uint8Array)),
      ),
    )
  }

  async #withRoot<T>(use: (withChild: WithChild) => T): Promise<T> {
    const root = await this.#root()
    try {
      return use((path, useChild) => {
        const child = deriveXprv(root, path)
        try {
          return useChild(child)
        } finally {
          child.fill(0)
        }
      })
    } finally {
      root.fill(0)
    }
  }
}
