import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { signingPathUnused } from '../bytom-keys/bytom-key-errors.ts'
import type { BytomMessageSignature } from '../bytom-keys/sign-bytom-message.ts'
import type { Keyring } from '../keyring.ts'
import { keyTypeWrong } from '../keystore-errors.ts'
import { assertIsMessage, digestOf, readSignable, type SignableInput, sign } from './signable.ts'

export interface SignInput extends SignableInput {
  /** Of another address of a Bytom key. */
  readonly path?: string | undefined
  /** Whose prefix the address of a Bytom key has. */
  readonly network: BytomNetwork
}

export interface EvmSignature {
  /** 65 bytes as `0x…`. */
  readonly signature: string
  /** EIP-55. */
  readonly address: string
  /** What was signed, 32 bytes as `0x…`. */
  readonly digest: string
}

export type KeySignature = EvmSignature | BytomMessageSignature

/**
 * Signs a message or typed data, never a transaction or what could be the digest of one.
 * @throws KEY_DIGEST_REFUSED, KEY_TRANSACTION_REFUSED, KEY_PATH_UNUSED; as `Keyring.signer`,
 * `readSignable` and `Signer.signTypedData`, or of a Bytom key as `signBytomMessage`
 */
export async function signWithKey(
  keyring: Keyring,
  name: string,
  input: SignInput,
): Promise<KeySignature> {
  const { type } = await keyring.find(name)
  if (type === 'evm') return signForEvm(keyring, name, input)
  if (input.typedData !== undefined) throw keyTypeWrong(name, type, 'sign typed data')
  const { signBytomMessage } = await import('../bytom-keys/sign-bytom-message.ts')
  return signBytomMessage(keyring, { name, ...input })
}

async function signForEvm(keyring: Keyring, name: string, input: SignInput): Promise<EvmSignature> {
  if (input.path !== undefined) throw signingPathUnused(name)
  const signable = await readSignable(input)
  await assertIsMessage(signable)
  const signer = await keyring.signer(name)
  const digest = bytesToHex(await digestOf(signable))
  return { signature: await sign(signer, signable), address: signer.address, digest }
}
