import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import type { MessageSignature } from '../../primitives/bytom/message-signature.ts'
import type { ReviewedTemplate } from '../../primitives/bytom/review-template.ts'
import type { Template } from '../../primitives/bytom/template.ts'
import type { BytomSigner } from '../bytom-keys/bytom-signer.ts'
import { judge } from './judge.ts'
import type { PolicyGuard } from './policy-guard.ts'
import { templateRequest } from './template-request.ts'

/** A signer of a Bytom key that signs only what the key's policy allows. */
export class GuardedBytomSigner implements BytomSigner {
  readonly name: string
  readonly path: string
  readonly rootXpub: Uint8Array
  readonly #signer: BytomSigner
  readonly #guard: PolicyGuard

  constructor(signer: BytomSigner, guard: PolicyGuard) {
    this.name = signer.name
    this.path = signer.path
    this.rootXpub = signer.rootXpub
    this.#signer = signer
    this.#guard = guard
  }

  /** Checks against the policy without its seal. @throws as `BytomSigner.check` */
  async check(reviewed: ReviewedTemplate): Promise<void> {
    await this.#signer.check(reviewed)
    await this.#guard.check(async (ruled) => {
      judge(ruled, templateRequest(reviewed))
    })
  }

  /**
   * A message moves nothing: only the rule for commands applies.
   * @throws as `BytomSigner.signMessage`
   */
  async signMessage(message: Uint8Array, path?: string): Promise<MessageSignature> {
    await this.#guard.admit(
      () => [],
      () => '',
    )
    return this.#signer.signMessage(message, path)
  }

  /**
   * A transaction counts once, however often it is signed.
   * @throws as `BytomSigner.signTemplate`
   */
  async signTemplate(reviewed: ReviewedTemplate): Promise<Template> {
    await this.#signer.check(reviewed)
    await this.#guard.admit(
      (ruled) => judge(ruled, templateRequest(reviewed)),
      () => `bytom ${toBareHex(reviewed.ids.txId)}`,
    )
    return this.#signer.signTemplate(reviewed)
  }
}
