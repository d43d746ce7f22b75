import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { bindingsInvalid } from './binding-errors.ts'
import { knownTerms } from './binding-terms.ts'
import { type VerifiedBinding, verifyBindings } from './verify-bindings.ts'

/** Accounts where Bytom holders are paid. */
export interface BoundHolders {
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null if nobody is bound yet. */
  readonly digest: string | null
  /** Chain id of all bindings, which must be the chain that pays; null if there are none. */
  readonly chainId: number | null
  /** EIP-55, by control program as hex. */
  readonly destinations: ReadonlyMap<string, string>
}

/**
 * Verifies all bindings and returns the account of each holder; the highest sequence of a holder
 * counts.
 * @param file of bindings, instead of the current ones.
 * @throws BINDINGS_INVALID naming the invalid lines; BINDING_NOT_NEEDED for a snapshot that is
 *   not of Bytom; SNAPSHOT_FILE_INVALID, SNAPSHOT_CHANGED.
 */
export async function boundHolders(
  campaign: Pick<Campaign, 'directory' | 'name'>,
  snapshot: Snapshot,
  file = campaignFiles(campaign).bindings,
): Promise<BoundHolders> {
  const { snapshotCsv } = campaignFiles(campaign)
  const known = knownTerms(campaign, snapshot)
  const verified = await verifyBindings({ bindings: file, snapshotCsv }, known)
  const { bindings, bad, digest, chainId } = verified
  if (bad.length > 0) throw bindingsInvalid(file, bad)
  return { digest, chainId, destinations: destinationsOf(bindings) }
}

/** By program. The bindings of a source ascend by sequence, so the last one stays. */
function destinationsOf(bindings: readonly VerifiedBinding[]): Map<string, string> {
  return new Map(bindings.map(({ program, binding }) => [program, binding.to]))
}
