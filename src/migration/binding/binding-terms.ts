import type { Campaign } from '../campaign/campaign.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { bindingNotNeeded } from './binding-errors.ts'
import type { KnownTerms } from './verify-bindings.ts'

/** What bindings of a campaign are about, but for its chain. @throws BINDING_NOT_NEEDED */
export function knownTerms(
  { name }: Pick<Campaign, 'name'>,
  { kind, digest, bytom }: Snapshot,
): KnownTerms {
  if (bytom === undefined) throw bindingNotNeeded(kind)
  return { campaign: name, snapshot: digest, bytomNetwork: bytom.network }
}
