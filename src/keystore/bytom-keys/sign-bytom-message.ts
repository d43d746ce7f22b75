import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { encodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { publicKeyOfXpub } from '../../primitives/bytom/chainkd.ts'
import { publicKeyHash } from '../../primitives/bytom/hashes.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { Keyring } from '../keyring.ts'
import { type BytomMessageInput, readBytomMessage } from './bytom-message.ts'

export interface SignBytomMessageInput extends BytomMessageInput {
  readonly name: string
  /** Of another address of the key. */
  readonly path?: string | undefined
  /** Whose prefix the address has. */
  readonly network: BytomNetwork
}

/** Hex without `0x`, as nodes write it. */
export interface BytomMessageSignature {
  readonly signature: string
  readonly derivedXpub: string
  /** P2WPKH. */
  readonly address: string
}

/**
 * Signs a message as a node's `sign-message` does, byte for byte.
 * @throws HEX_INVALID; as `Keyring.bytomSigner` and `BytomSigner.signMessage`
 */
export async function signBytomMessage(
  keyring: Keyring,
  { name, path, network, ...input }: SignBytomMessageInput,
): Promise<BytomMessageSignature> {
  const message = readBytomMessage(input)
  const signer = await keyring.bytomSigner(name)
  const { signature, derivedXpub } = await signer.signMessage(message, path)
  return {
    signature: toBareHex(signature),
    derivedXpub: toBareHex(derivedXpub),
    address: encodeBytomAddress(network, publicKeyHash(publicKeyOfXpub(derivedXpub))),
  }
}
