/**
 * What a store can keep: a secp256k1 private key (32 bytes), the entropy of a BIP-39 mnemonic
 * (16 to 32 bytes), the root xprv of a Bytom wallet (scalar and chain code, 64 bytes).
 */
export const SECRET_KINDS = ['private-key', 'mnemonic', 'bytom-root'] as const
export type SecretKind = (typeof SECRET_KINDS)[number]

export interface Secret {
  readonly kind: SecretKind
  /** The holder wipes it. */
  readonly bytes: Uint8Array
}

const LENGTHS: Readonly<Record<SecretKind, readonly number[]>> = {
  'private-key': [32],
  mnemonic: [16, 20, 24, 28, 32],
  'bytom-root': [64],
}

/** Whether a secret of this kind can have so many bytes. */
export function isSecretLength(kind: SecretKind, length: number): boolean {
  return LENGTHS[kind].includes(length)
}
