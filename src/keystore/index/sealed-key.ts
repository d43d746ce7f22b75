import { normalPath } from '../hd/hd-path.ts'
import { publicFactsOf, signingKeyOf } from '../key-material.ts'
import type { KeyPolicy } from '../policy/policy.ts'
import { policyAltered } from '../policy/policy-errors.ts'
import { isSealed, policyMac } from '../policy/policy-mac.ts'
import type { Secret } from '../stores/secret.ts'
import { secretMismatch } from '../stores/store-errors.ts'
import type { IndexedKey } from './indexed-key.ts'

/** What of a new key's record does not come from its secret. */
export type KeyDescription = Omit<IndexedKey, 'address' | 'xpub' | 'secretKind' | 'policy' | 'mac'>

/**
 * The record of a key that stands at this path below a secret, without a policy.
 * @throws KEY_PATH_INVALID, BYTOM_PATH_INVALID, KEY_SECRET_UNFIT
 */
export async function newSealedKey(
  description: KeyDescription,
  secret: Secret,
): Promise<IndexedKey> {
  const { type, path } = description
  const place = { type, path: path === null ? null : normalPath(path, type) }
  const signingKey = await signingKeyOf(place, secret)
  try {
    const facts = await publicFactsOf(place, signingKey)
    return sealedKey(
      { ...description, ...place, ...facts, secretKind: secret.kind },
      null,
      signingKey,
    )
  } finally {
    signingKey.fill(0)
  }
}

/** The record of a key with this policy, sealed with what the key signs with. */
export function sealedKey(
  facts: Omit<IndexedKey, 'policy' | 'mac'>,
  policy: KeyPolicy | null,
  signingKey: Uint8Array,
): IndexedKey {
  const record = { ...facts, policy }
  return { ...record, mac: policyMac(signingKey, record) }
}

/** @throws KEY_POLICY_ALTERED if a record is not as capstan sealed it. */
export function assertSealed(key: IndexedKey, signingKey: Uint8Array): void {
  if (!isSealed(signingKey, key, key.mac)) throw policyAltered(key.name)
}

/**
 * What a key signs with, checked against its public facts; the caller's to wipe.
 * @throws KEY_SECRET_MISMATCH; KEY_PATH_INVALID, BYTOM_PATH_INVALID, KEY_SECRET_UNFIT if the record
 * names a path or a type that there is not below its secret
 */
export async function signingKeyFor(key: IndexedKey, secret: Secret): Promise<Uint8Array> {
  if (secret.kind !== key.secretKind) throw secretMismatch(key.name, key.address)
  const signingKey = await signingKeyOf(key, secret)
  const { address, xpub } = await publicFactsOf(key, signingKey)
  if (address === key.address && xpub === key.xpub) return signingKey
  signingKey.fill(0)
  throw secretMismatch(key.name, key.address)
}

/** The same, checked against its seal as well. @throws KEY_POLICY_ALTERED, and as `signingKeyFor` */
export async function provenKeyFor(key: IndexedKey, secret: Secret): Promise<Uint8Array> {
  const signingKey = await signingKeyFor(key, secret)
  try {
    assertSealed(key, signingKey)
    return signingKey
  } catch (error) {
    signingKey.fill(0)
    throw error
  }
}
