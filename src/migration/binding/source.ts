import { fromBareHex, sameBytes, toBareHex } from '../../primitives/bytom/bare-hex.ts'
import {
  type BytomAddress,
  decodeBytomAddress,
  encodeBytomAddress,
} from '../../primitives/bytom/bytom-address.ts'
import { sha3 } from '../../primitives/bytom/hashes.ts'
import { type Multisig, parseMultisigScript } from '../../primitives/bytom/multisig-script.ts'
import type { BindingSignature, BindingTerms } from './binding.ts'
import { bindingOfOtherKey, scriptMissing, sourceOfOtherNetwork } from './binding-errors.ts'

/** The address of a holder with its text. */
export interface Source extends BytomAddress {
  readonly text: string
}

/**
 * Reads the address of a holder.
 * @throws BYTOM_ADDRESS_INVALID; BINDING_SOURCE_INVALID unless it is written as the campaign's
 * network writes it, so that a holder has one name.
 */
export function parseSource(
  text: string,
  { bytomNetwork }: Pick<BindingTerms, 'bytomNetwork'>,
): Source {
  const address = decodeBytomAddress(text)
  const written = encodeBytomAddress(bytomNetwork, address.hash)
  if (written !== text) throw sourceOfOtherNetwork(text, bytomNetwork, written)
  return { ...address, text }
}

/**
 * The keys of a source that is the address of a script.
 * @param script hex.
 * @throws BINDING_SCRIPT_MISSING, BYTOM_SCRIPT_INVALID; BINDING_KEY_FOREIGN if it is another
 * script.
 */
export function readScript({ text, hash }: Source, script: string | null): Multisig {
  if (script === null) throw scriptMissing(text)
  const bytes = fromBareHex(script)
  if (!bytes || !sameBytes(sha3(bytes), hash)) throw bindingOfOtherKey({ source: text }, 'script')
  return parseMultisigScript(bytes)
}

/**
 * Signatures in the order of a script's keys, of each key the last; those of other keys come first.
 * @param script hex; null leaves them as they are.
 * @throws BYTOM_SCRIPT_INVALID
 */
export function inScriptOrder(
  script: string | null,
  signatures: readonly BindingSignature[],
): readonly BindingSignature[] {
  if (script === null) return signatures
  const { publicKeys } = parseMultisigScript(fromBareHex(script) ?? new Uint8Array())
  const keys = publicKeys.map((key) => toBareHex(key))
  const byKey = new Map(signatures.map((each) => [each.publicKey, each]))
  const place = ({ publicKey }: BindingSignature) => keys.indexOf(publicKey)
  return [...byKey.values()].sort((a, b) => place(a) - place(b))
}
