import { addressOfPrivateKey } from './evm/private-key.ts'
import type { KeyType } from './key-type.ts'
import type { PublicFacts } from './public-facts.ts'
import type { Secret } from './stores/secret.ts'
import { secretUnfit } from './stores/store-errors.ts'

/** The place of a key below a secret. */
export interface KeyPlace {
  readonly type: KeyType
  /** Null for a key that is the secret itself. */
  readonly path: string | null
}

/**
 * What a key signs with: for `evm` its private key, for `bytom` its root xprv, since the paths below
 * it are chosen with each signature. The caller wipes it; the secret stays.
 * @throws KEY_SECRET_UNFIT if this kind of secret holds no key of this type, KEY_PATH_INVALID
 */
export async function signingKeyOf({ type, path }: KeyPlace, secret: Secret): Promise<Uint8Array> {
  const isWhole = secret.kind === (type === 'evm' ? 'private-key' : 'bytom-root')
  if (isWhole && (path === null) === (type === 'evm')) return Uint8Array.from(secret.bytes)
  if (secret.kind === 'mnemonic' && path !== null) {
    const { mnemonicSeed } = await import('./hd/mnemonic.ts')
    const seed = mnemonicSeed(secret.bytes)
    try {
      return await keyOfSeed(seed, type, path)
    } finally {
      seed.fill(0)
    }
  }
  throw secretUnfit(secret.kind, type, path)
}

async function keyOfSeed(seed: Uint8Array, type: KeyType, path: string): Promise<Uint8Array> {
  if (type === 'bytom') {
    const { rootXprv } = await import('../primitives/bytom/chainkd.ts')
    return rootXprv(seed)
  }
  const { privateKeyAt } = await import('./hd/hd-derivation.ts')
  return privateKeyAt(seed, path)
}

/** The public facts of the key that signs with this. @throws BYTOM_PATH_INVALID */
export async function publicFactsOf(
  { type, path }: KeyPlace,
  signingKey: Uint8Array,
): Promise<PublicFacts> {
  if (type === 'bytom' && path !== null) {
    const { bytomFacts } = await import('./bytom-keys/bytom-facts.ts')
    return bytomFacts(signingKey, path)
  }
  return { address: addressOfPrivateKey(signingKey), xpub: null }
}
