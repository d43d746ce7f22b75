import type { Prompts } from '../primitives/prompts.ts'
import type { KeyFacts } from './index/key-facts.ts'
import type { Keyring } from './keyring.ts'

export interface RemovedKey {
  readonly key: KeyFacts
  /** Keys that use the same secret, which therefore stays. */
  readonly remaining: readonly string[]
}

/**
 * Deletes a key for good, after a confirmation; deletes its secret with the last key that uses it.
 * @throws CANCELLED, ANSWER_NEEDED, and as `Keyring.remove`
 */
export async function removeKey(
  keyring: Keyring,
  name: string,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<RemovedKey> {
  const key = await keyring.findStored(name, 'removed')
  const remaining = await keyring.keysBeside(name)
  const secret =
    remaining.length === 0
      ? `and its secret from the ${key.backend} for good`
      : `(its secret stays, for ${remaining.join(', ')})`
  await prompts.confirm(`Remove the key ${name} (${key.address}) ${secret}?`)
  await keyring.remove(name)
  return { key, remaining }
}
