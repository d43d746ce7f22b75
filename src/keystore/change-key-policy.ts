import type { Prompts } from '../primitives/prompts.ts'
import type { KeyFacts } from './index/key-facts.ts'
import type { Keyring } from './keyring.ts'
import { changesAnything, type PolicyChange } from './policy/change-policy.ts'

/**
 * Changes what a key may sign, and shows it when nothing is to be changed. Dropping all rules is
 * confirmed first; it is the way back for an owner whose `keys.json` was altered, so it reads none
 * of them.
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
    await prompts.confirm(`Drop all rules that the key ${name} (${key.address}) has now?`)
  }
  return keyring.changePolicy(name, change)
}
