// What an audit recomputes for Bytom holders: the build with its
// bindings, and every build before it.

import { type RecomputedBuild, recomputeBuild } from '../allocation/build-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type Check, equal } from '../distributor/distributor-checks.ts'
import { findPublished } from '../publication/published.ts'
import { TREE } from '../tree/tree-file.ts'
import { campaignBefore } from './lineage.ts'

/**
 * Compares a campaign built again from its snapshot, rules and bindings; builds those again that it
 * supplements, and finds whether any control program is in two trees.
 * @param allocation SHA-256 of allocation.csv.
 * @throws as `recomputeBuild` does.
 */
export async function lineageChecks(
  campaign: Campaign,
  allocation: string,
  build: RecomputedBuild,
): Promise<Check[]> {
  const { bound } = await TREE.read(campaignFiles(campaign).treeJson)
  const facts = build.bound?.facts
  const checks = [
    equal('allocation by snapshot and bindings', build.allocationDigest, allocation),
    same('bindings', facts?.bindingsDigest, bound?.bindingsDigest),
    same('holders bound', facts?.boundDigest, bound?.boundDigest),
    same('holders unbound', facts?.unboundDigest, bound?.unboundDigest),
  ]
  const paid = new Set(build.bound?.programs)
  let twice = 0
  let later: { campaign: Campaign; build: RecomputedBuild } = { campaign, build }
  for (;;) {
    const before = await campaignBefore(later.campaign)
    if (before === undefined) break
    const earlier = await recomputeBuild(before)
    checks.push(...(await joinChecks(before, earlier, later.build)))
    for (const program of earlier.bound?.programs ?? []) {
      if (paid.has(program)) twice++
      paid.add(program)
    }
    later = { campaign: before, build: earlier }
  }
  return [...checks, equal('holders in two trees', 0, twice)]
}

/** A supplement begins where the build before it ended, and that one is on the chain as it is. */
async function joinChecks(
  before: Campaign,
  earlier: RecomputedBuild,
  later: RecomputedBuild,
): Promise<Check[]> {
  const published = await findPublished(campaignFiles(before))
  return [
    same(`unbound by ${before.name}`, earlier.bound?.facts.unboundDigest, later.snapshot.digest),
    same(`published by ${before.name}`, earlier.allocationDigest, published?.allocation),
  ]
}

/** Of what may be missing. */
function same(
  name: string,
  expected: string | null | undefined,
  found: string | null | undefined,
): Check {
  return equal(name, expected ?? 'nothing', found ?? 'nothing')
}
