import { fromBareHex, sameBytes, toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { programOfAddress } from '../../primitives/bytom/bytom-address.ts'
import { publicKeyHash } from '../../primitives/bytom/hashes.ts'
import { verifyStrictly } from '../../primitives/bytom/strict-signature.ts'
import {
  type Binding,
  type BindingStatement,
  type BindingTerms,
  bindingMessage,
} from './binding.ts'
import {
  bindingOfOtherCampaign,
  bindingOfOtherKey,
  bindingSignatureInvalid,
} from './binding-errors.ts'
import { parseSource, readScript, type Source } from './source.ts'

export interface CheckedBinding {
  /** Control program of the source, hex. */
  readonly program: string
  /** Number of signatures missing for the quorum of the source. */
  readonly missing: number
}

/**
 * Checks that a binding is of this campaign and signed by keys of its source: every signature must
 * be valid, and a key counts once.
 * @throws BINDING_SIGNATURE_INVALID, and as `checkSigners` does.
 */
export function checkBinding(binding: Binding, terms: BindingTerms): CheckedBinding {
  const checked = checkSigners(binding, terms)
  const message = Buffer.from(bindingMessage(binding), 'latin1')
  for (const { publicKey, signature } of binding.signatures) {
    if (!verifyStrictly(bytesOf(signature), message, bytesOf(publicKey))) {
      throw bindingSignatureInvalid(binding, publicKey)
    }
  }
  return checked
}

/**
 * As `checkBinding`, without verifying the signatures, which takes most of the time.
 * @throws BINDING_FOREIGN, BYTOM_ADDRESS_INVALID, BINDING_SOURCE_INVALID, BINDING_SCRIPT_MISSING,
 * BINDING_KEY_FOREIGN, BYTOM_SCRIPT_INVALID
 */
export function checkSigners(binding: Binding, terms: BindingTerms): CheckedBinding {
  assertTerms(binding, terms)
  const source = parseSource(binding.source, terms)
  const quorum = quorumOf(binding, source)
  return {
    program: toBareHex(programOfAddress(source)),
    missing: Math.max(0, quorum - binding.signatures.length),
  }
}

/** @throws BINDING_FOREIGN naming what differs. */
export function assertTerms(statement: BindingStatement, terms: BindingTerms): void {
  const named = [
    ['campaign', terms.campaign, statement.campaign],
    ['snapshot', terms.snapshot, statement.snapshot],
    ['chain id', terms.chainId, statement.chainId],
  ] as const
  for (const [term, expected, got] of named) {
    if (got !== expected) throw bindingOfOtherCampaign(statement, term, expected, got)
  }
}

/** How many must sign, after it is known that those who did are keys of the source. */
function quorumOf(binding: Binding, source: Source): number {
  if (source.kind === 'P2WSH') return quorumOfScript(binding, source)
  const [only, ...others] = binding.signatures
  if (binding.script !== null) throw bindingOfOtherKey(binding, 'script')
  const isOfSource = only && sameBytes(publicKeyHash(bytesOf(only.publicKey)), source.hash)
  if (!isOfSource || others.length > 0) throw bindingOfOtherKey(binding, 'public key')
  return 1
}

/** The signers are in the order of the keys in the script, so none signs twice. */
function quorumOfScript(binding: Binding, source: Source): number {
  const { quorum, publicKeys } = readScript(source, binding.script)
  const keys = publicKeys.map((key) => toBareHex(key))
  let last = -1
  for (const { publicKey } of binding.signatures) {
    const place = keys.indexOf(publicKey)
    if (place <= last) throw bindingOfOtherKey(binding, 'public key')
    last = place
  }
  return quorum
}

function bytesOf(hex: string): Uint8Array {
  return fromBareHex(hex) as Uint8Array
}
