import { bytesToHex } from '../primitives/hex.ts'
import type { Keyring } from './keyring.ts'
import { assertIsMessage, digestOf, readSignable, type SignableInput, sign } from './signable.ts'

export interface KeySignature {
  /** 65 bytes as `0x…`. */
  readonly signature: string
  /** EIP-55. */
  readonly address: string
  /** What was signed, 32 bytes as `0x…`. */
  readonly digest: string
}

/**
 * Signs a message or typed data, never a transaction or what could be the digest of one.
 * @throws KEY_UNKNOWN, KEY_DIGEST_REFUSED, KEY_TRANSACTION_REFUSED, TYPED_DATA_INVALID,
 * DEVNET_KEY_REFUSED, KEY_PASSWORD_WRONG
 */
export async function signWithKey(
  keyring: Keyring,
  name: string,
  input: SignableInput,
): Promise<KeySignature> {
  const signable = await readSignable(input)
  await assertIsMessage(signable)
  const signer = await keyring.signer(name)
  const digest = bytesToHex(await digestOf(signable))
  return { signature: await sign(signer, signable), address: signer.address, digest }
}
