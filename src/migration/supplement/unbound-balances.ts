import { buildNotRecomputed, snapshotChanged } from '../allocation/allocation-errors.ts'
import { recomputeBuild } from '../allocation/build-allocation.ts'
import { readCheckedAllocation } from '../allocation/checked-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readCampaign } from '../campaign/read-campaign.ts'
import { findPublished } from '../publication/published.ts'
import type { BalanceSource, Balances, FinishedSnapshot } from '../snapshot/balance-source.ts'
import { type BytomHolder, readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { BytomHolders } from '../snapshot/bytom/holdings.ts'
import { supplementTitle } from '../snapshot/supplement-facts.ts'
import { buildNotBound, supplementTooEarly } from './supplement-errors.ts'

/** The holders that a published Bytom campaign left unbound: those of its supplement. */
export class UnboundBalances implements BalanceSource {
  readonly kind = 'supplement'
  readonly #campaign: Campaign

  constructor(campaign: Campaign) {
    this.#campaign = campaign
  }

  /** @throws CAMPAIGN_NOT_FOUND and as `readCampaign` does. */
  static async of(directory: string): Promise<UnboundBalances> {
    return new UnboundBalances(await readCampaign(directory))
  }

  get title(): string {
    return supplementTitle({ after: this.#campaign.name })
  }

  async isAnsweredBy({ digest }: FinishedSnapshot): Promise<boolean> {
    const { unboundDigest } = await this.#built()
    return unboundDigest === digest
  }

  /**
   * @throws SUPPLEMENT_TOO_EARLY while another build could still take them in; BUILD_NOT_BOUND,
   *   BUILD_NOT_RECOMPUTED, SNAPSHOT_MISSING, SNAPSHOT_CHANGED, TREE_MISSING, TREE_MISMATCH.
   */
  async read(): Promise<Balances> {
    const campaign = this.#campaign
    const files = campaignFiles(campaign)
    const { snapshot, source, unboundDigest, allocationDigest } = await this.#built()
    const { network, assetId } = source
    const holders: BytomHolder[] = []
    const digest = await readBytomHolders(files.unboundCsv, (holder) => holders.push(holder))
    if (digest !== unboundDigest) throw snapshotChanged(files.unboundCsv)
    const baseUnits = holders.reduce((sum, holder) => sum + holder.baseUnits, 0n)
    const { bytom: _, kind: __, holders: ___, totalBaseUnits: ____, ...facts } = snapshot
    return {
      holders: new BytomHolders(holders),
      facts: {
        ...facts,
        supplyBaseUnits: baseUnits,
        categories: { unbound: { holders: holders.length, baseUnits } },
        supplement: {
          network,
          assetId,
          after: campaign.name,
          earlier: [
            ...(snapshot.supplement?.earlier ?? []),
            { snapshot: snapshot.digest, allocation: allocationDigest },
          ],
        },
      },
      warnings: [],
    }
  }
  /**
   * Rebuilds the published campaign: its files name the unbound holders, and a paid holder who was
   * added to them would be paid again.
   */
  async #built() {
    const campaign = this.#campaign
    const { treeJson } = campaignFiles(campaign)
    const published = await findPublished(campaignFiles(campaign))
    if (!published?.isDone) throw supplementTooEarly(campaign.directory)
    const { described } = await readCheckedAllocation(campaign)
    const { snapshot, allocationDigest, bound } = await recomputeBuild(campaign)
    const source = snapshot.bytom ?? snapshot.supplement
    if (source === undefined || !described.bound || !bound) throw buildNotBound(treeJson)
    const { unboundDigest } = bound.facts
    const facts = [
      ['published allocation', published.allocation, allocationDigest],
      ['unboundDigest', described.bound.unboundDigest, unboundDigest],
    ] as const
    for (const [what, said, is] of facts) {
      if (said !== is) throw buildNotRecomputed(treeJson, what, said, is)
    }
    return { snapshot, source, unboundDigest, allocationDigest }
  }
}
