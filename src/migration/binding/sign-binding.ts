import {
  bytomSignatureMalformed,
  xpubsMissing,
} from '../../keystore/bytom-keys/bytom-key-errors.ts'
import type { BytomSigner } from '../../keystore/bytom-keys/bytom-signer.ts'
import { fromBareHex, toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { publicKeyOfXpub } from '../../primitives/bytom/chainkd.ts'
import { publicKeyHash } from '../../primitives/bytom/hashes.ts'
import type { MessageSignature } from '../../primitives/bytom/message-signature.ts'
import { parseXpub } from '../../primitives/bytom/xpub.ts'
import { type BindingSignature, type BindingStatement, bindingMessage } from './binding.ts'
import { keyNotOfSource } from './binding-errors.ts'
import { findKeyPath } from './key-path.ts'
import { readScript, type Source } from './source.ts'

/** The answer of a holder's bytomd, as received. */
export interface NodeAnswers {
  /** Hex of 64 bytes each. */
  readonly signatures: readonly string[]
  /** Derived xpubs in the order of the signatures. */
  readonly xpubs: readonly string[]
}

/**
 * Signs a statement with a stored key, at the path of the source or of a key of its script.
 * @param path of the key, if the source is not near the address of the key.
 * @throws BINDING_KEY_NOT_OF_SOURCE, BINDING_SCRIPT_MISSING, POLICY_REFUSED, KEY_PASSWORD_WRONG
 */
export async function signStatement(
  signer: BytomSigner,
  statement: BindingStatement,
  { source, script, path }: { source: Source; script: string | null; path?: string | undefined },
): Promise<BindingSignature> {
  const isWanted = keysOf(source, script)
  const found = path ?? findKeyPath(signer, isWanted)
  if (found === undefined) throw keyNotOfSource(signer.name, source.text, signer.path)
  const message = Buffer.from(bindingMessage(statement), 'latin1')
  const signed = keySignature(await signer.signMessage(message, found))
  if (!isWanted(signed.publicKey)) throw keyNotOfSource(signer.name, source.text, found)
  return signed
}

/**
 * Reads what nodes answered. Of an xpub only the public key is kept: with its chain code anybody
 * could derive the holder's other keys below it.
 * @throws BYTOM_XPUB_MISSING, BYTOM_XPUB_INVALID, SIGNATURE_MALFORMED
 */
export function readAnswers({ signatures, xpubs }: NodeAnswers): BindingSignature[] {
  if (signatures.length !== xpubs.length) throw xpubsMissing(signatures.length, xpubs.length)
  return signatures.map((text, i) => {
    const signature = fromBareHex(text.replace(/^0x/, ''))
    if (signature?.length !== 64) throw bytomSignatureMalformed()
    const derivedXpub = parseXpub(xpubs[i] as string, 'value of --xpub')
    return keySignature({ signature, derivedXpub })
  })
}

/** Which public keys, as hex, sign for a source. @throws BINDING_SCRIPT_MISSING and its kin. */
function keysOf(source: Source, script: string | null): (publicKey: string) => boolean {
  if (source.kind === 'P2WSH') {
    const keys = new Set(readScript(source, script).publicKeys.map((key) => toBareHex(key)))
    return (publicKey) => keys.has(publicKey)
  }
  const hash = toBareHex(source.hash)
  return (publicKey) => toBareHex(publicKeyHash(fromBareHex(publicKey) as Uint8Array)) === hash
}

function keySignature({ signature, derivedXpub }: MessageSignature): BindingSignature {
  return {
    publicKey: toBareHex(publicKeyOfXpub(derivedXpub)),
    signature: toBareHex(signature),
  }
}
