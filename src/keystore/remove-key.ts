import type { Prompts } from '../primitives/prompts.ts'
import type { KeyFacts } from './key-facts.ts'
import type { Keyring } from './keyring.ts'

/**
 * Deletes a key and its secret for good, once that is confirmed.
 * @throws KEY_UNKNOWN, KEY_BUILT_IN, CANCELLED, ANSWER_NEEDED, and what the store says.
 */
export async function removeKey(
  keyring: Keyring,
  name: string,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<KeyFacts> {
  const key = await keyring.findStored(name, 'removed')
  await prompts.confirm(
    `Remove the key ${name} (${key.address}) and its secret from the ${key.backend} for good?`,
  )
  await keyring.remove(name)
  return key
}
