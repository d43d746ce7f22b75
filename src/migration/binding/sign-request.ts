import { encodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { publicKeyHash } from '../../primitives/bytom/hashes.ts'
import { type BindingStatement, type BindingTerms, bindingMessage } from './binding.ts'
import { parseSource, readScript } from './source.ts'

/** Request to a holder's bytomd; the holder adds the password. */
export interface SignMessageRequest {
  readonly method: 'POST'
  readonly path: '/sign-message'
  readonly body: {
    /** Of the key that signs. */
    readonly address: string
    /** Hex. */
    readonly message: string
  }
}

/**
 * The requests that sign a statement: one for each key of its source. A node signs for an address
 * of several keys with the first of them only, so each key signs under its own single-key address.
 * @param script hex, of a source of several keys.
 * @throws BINDING_SCRIPT_MISSING, BINDING_KEY_FOREIGN, BYTOM_SCRIPT_INVALID
 */
export function signRequests(
  statement: BindingStatement,
  script: string | null,
  terms: Pick<BindingTerms, 'bytomNetwork'>,
): SignMessageRequest[] {
  const source = parseSource(statement.source, terms)
  const message = Buffer.from(bindingMessage(statement), 'latin1').toString('hex')
  const addresses =
    source.kind === 'P2WPKH'
      ? [source.text]
      : readScript(source, script).publicKeys.map((key) =>
          encodeBytomAddress(terms.bytomNetwork, publicKeyHash(key)),
        )
  return addresses.map((address) => ({
    method: 'POST',
    path: '/sign-message',
    body: { address, message },
  }))
}
