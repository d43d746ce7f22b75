import type { ReadingTools } from '../chain/transactions/tools.ts'
import { type RecomputedBuild, recomputeBuild } from './allocation/build-allocation.ts'
import { type BuiltAllocation, readBuiltAllocation } from './allocation/built-allocation.ts'
import { type AuditOptions, type AuditResult, auditResult } from './audit-result.ts'
import { bindingChecks } from './binding/audit-bindings.ts'
import type { Campaign } from './campaign/campaign.ts'
import { auditDistributor } from './distributor/audit-distributor.ts'
import { type Check, equal } from './distributor/distributor-checks.ts'
import { auditTransfers } from './payout-book/audit-transfers.ts'
import { isContractCampaign } from './publication/terms.ts'
import { lineageChecks } from './supplement/audit-lineage.ts'

/**
 * Recomputes the campaign and compares it with the chain. Needs no key and trusts no file.
 * @throws ALLOCATION_MISSING, DEPLOYMENT_MISSING, DISTRIBUTOR_VANISHED; what merely differs is a
 * check that fails.
 */
export async function audit(
  campaign: Campaign,
  tools: ReadingTools,
  options: AuditOptions = {},
): Promise<AuditResult> {
  const recompute = () => recomputeBuild(campaign)
  return auditBuilt(campaign, await readBuiltAllocation(campaign), recompute, tools, options)
}

/** As `audit`, for a caller that already has the allocation or its rebuild. */
export async function auditBuilt(
  campaign: Campaign,
  built: BuiltAllocation,
  recompute: () => Promise<RecomputedBuild>,
  tools: ReadingTools,
  options: AuditOptions,
): Promise<AuditResult> {
  const audited = await (isContractCampaign(campaign)
    ? auditDistributor(campaign, built, tools, options)
    : auditTransfers(campaign, built, tools, options))
  const rebuilt = await rebuildChecks(campaign, built.digest, recompute, options)
  const bound = await bindingChecks(campaign, tools.chain, options.full ?? false)
  const checks = [...rebuilt, ...bound, ...audited.checks]
  return auditResult({ ...audited, checks }, audited.failed)
}

/** Bindings can be checked by anyone, so they are checked every time. */
async function rebuildChecks(
  campaign: Campaign,
  allocation: string,
  recompute: () => Promise<RecomputedBuild>,
  { full = false }: AuditOptions,
): Promise<Check[]> {
  const { kind } = campaign.source
  if (kind === 'bytom' || kind === 'supplement') {
    return lineageChecks(campaign, allocation, await recompute())
  }
  if (!full) return []
  const { allocationDigest } = await recompute()
  return [equal('allocation by the snapshot', allocationDigest, allocation)]
}
