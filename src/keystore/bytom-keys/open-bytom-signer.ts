import type { IndexedKey } from '../index/indexed-key.ts'
import type { StoredKeys } from '../index/stored-keys.ts'
import { keyTypeWrong, keyUnfinished } from '../keystore-errors.ts'
import { GuardedBytomSigner } from '../policy/guarded-bytom-signer.ts'
import type { GuardParts, PolicyGuard } from '../policy/policy-guard.ts'
import { type BytomSigner, RootSigner } from './bytom-signer.ts'

/**
 * The signer of a stored Bytom key, behind its policy. The secret is fetched for each signature, by
 * the record that was judged, and proves that record's seal. Where there is a policy it is fetched
 * once more before, so that nothing is counted for a signature that is not made.
 * @param guardBy the guard of the key, which proves records in this way.
 * @throws KEY_UNFINISHED, KEY_TYPE_WRONG
 */
export function openBytomSigner(
  key: IndexedKey,
  stored: StoredKeys,
  guardBy: (prove: GuardParts['prove']) => PolicyGuard,
): BytomSigner {
  const { name, type, state, path, xpub } = key
  if (state !== 'ready') throw keyUnfinished(name, state)
  if (type !== 'bytom' || path === null || xpub === null) {
    throw keyTypeWrong(name, type, 'sign for Bytom')
  }
  let judged = key
  const guard = guardBy(async (record) => {
    judged = record
    if (record.policy !== null) (await stored.signingKey(record)).fill(0)
  })
  const rootXpub = Uint8Array.from(Buffer.from(xpub, 'hex'))
  const signer = new RootSigner({ name, path, rootXpub }, () => stored.signingKey(judged))
  return new GuardedBytomSigner(signer, guard)
}
