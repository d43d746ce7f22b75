import type { Chain } from '../../chain/chain.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type Check, equal } from '../distributor/distributor-checks.ts'
import { readSnapshot } from '../snapshot/snapshot-files.ts'
import { knownTerms } from './binding-terms.ts'
import { type VerifiedBindings, verifyBindings } from './verify-bindings.ts'

/** Without `full`, one in this many lines has its signatures verified. */
const SAMPLED_LINE = 64

/**
 * Checks that the current bindings of a campaign are valid and for the chain that pays. A devnet
 * may stand for another chain, as in a rehearsal. The bindings of a build are checked with the
 * build.
 * @param full verifies all signatures, otherwise a sample.
 * @throws SNAPSHOT_DAMAGED, SNAPSHOT_DIGEST_MISMATCH, SNAPSHOT_FILE_INVALID, SNAPSHOT_CHANGED
 */
export async function bindingChecks(
  campaign: Campaign,
  { chainId, network }: Pick<Chain, 'chainId' | 'network'>,
  full: boolean,
): Promise<Check[]> {
  const files = campaignFiles(campaign)
  const snapshot = campaign.source.kind === 'bytom' ? await readSnapshot(files) : undefined
  if (snapshot === undefined) return []
  const isChosen = (line: number) => full || line % SAMPLED_LINE === 1
  const verified = await verifyBindings(files, knownTerms(campaign, snapshot), isChosen)
  const checks = [holdCheck(verified)]
  if (verified.chainId === null || network.devnet !== undefined) return checks
  return [...checks, equal('chain of the bindings', chainId, BigInt(verified.chainId))]
}

function holdCheck({ bindings, bad }: VerifiedBindings): Check {
  const [first] = bad
  return {
    name: 'bindings as they are now',
    ok: first === undefined,
    detail: first
      ? `${bad.length} of ${bindings.length + bad.length} are invalid; line ${first.line}: ${first.reason}`
      : `${bindings.length} valid`,
  }
}
