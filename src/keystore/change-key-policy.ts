import type { Prompts } from '../primitives/prompts.ts'
import type { KeyFacts } from './index/key-facts.ts'
import type { Keyring } from './keyring.ts'
import { changesAnything, type PolicyChange } from './policy/change-policy.ts'

/**
 * Changes what a key may sign, or shows it if nothing is to change. Removing all rules asks first; it is
 * the way back for an owner whose `keys.json` was altered, so it reads none of them.
 * @throws CANCELLED, ANSWER_NEEDED, and as `Keyring.changePolicy`
 */
export async function changeKeyPolicy(
  keyring: Keyring,
  name: string,
  change: PolicyChange,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<KeyFacts> {
  const key = await keyring.findStored(name, 'given a policy')
  if (!changesAnything(change)) return key
  if (change.clear) {
    await prompts.confirm(`Remove all rules of the key ${name} (${key.address})?`)
  }
  return keyring.changePolicy(name, change)
}
