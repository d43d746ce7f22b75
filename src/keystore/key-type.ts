import { keyTypeUnsupported } from './keystore-errors.ts'

/**
 * Kinds of key there are: `evm` is secp256k1 with an Ethereum address; `bytom` is an ed25519 key of
 * Bytom and Vapor, a root with children.
 */
export const KEY_TYPES = ['evm', 'bytom'] as const
export type KeyType = (typeof KEY_TYPES)[number]

/** @throws KEY_TYPE_UNSUPPORTED */
export function parseKeyType(text: string): KeyType {
  const type = KEY_TYPES.find((known) => known === text)
  if (type === undefined) throw keyTypeUnsupported(text, KEY_TYPES)
  return type
}
