import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { bindingsInvalid } from './binding-errors.ts'
import { knownTerms } from './binding-terms.ts'
import { type VerifiedBinding, verifyBindings } from './verify-bindings.ts'

/** Where holders of Bytom are paid. */
export interface BoundHolders {
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null if nobody is bound yet. */
  readonly digest: string | null
  /** The chain that all bindings are for, which must be the one that pays; null if there are none. */
  readonly chainId: number | null
  /** EIP-55, by control program as hex. */
  readonly destinations: ReadonlyMap<string, string>
}

/**
 * Who is bound to which account, by bindings that are all verified here; of several of one holder
 * the one with the highest sequence counts.
 * @param file of bindings, instead of those that there are now.
 * @throws BINDINGS_INVALID naming lines that do not hold; BINDING_NOT_NEEDED of a snapshot that is
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

/** By program. A source's bindings ascend by sequence, so the last one stays. */
function destinationsOf(bindings: readonly VerifiedBinding[]): Map<string, string> {
  return new Map(bindings.map(({ program, binding }) => [program, binding.to]))
}
