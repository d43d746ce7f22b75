import type { ReadingTools } from '../chain/transactions/tools.ts'
import { recomputeBuild } from './allocation/build-allocation.ts'
import { readBuiltAllocation } from './allocation/built-allocation.ts'
import { type AuditOptions, type AuditResult, auditResult } from './audit-result.ts'
import { bindingChecks } from './binding/audit-bindings.ts'
import type { Campaign } from './campaign/campaign.ts'
import { auditDistributor } from './distributor/audit-distributor.ts'
import { type Check, equal } from './distributor/distributor-checks.ts'
import { auditTransfers } from './payout-book/audit-transfers.ts'
import { isContractCampaign } from './publication/terms.ts'
import { lineageChecks } from './supplement/audit-lineage.ts'

/**
 * Recomputes the campaign and compares it with the chain. Needs no key, trusts no file.
 * @throws ALLOCATION_MISSING, DEPLOYMENT_MISSING, DISTRIBUTOR_VANISHED; what merely differs is a
 * check that fails.
 */
export async function audit(
  campaign: Campaign,
  tools: ReadingTools,
  options: AuditOptions = {},
): Promise<AuditResult> {
  const built = await readBuiltAllocation(campaign)
  const audited = await (isContractCampaign(campaign)
    ? auditDistributor(campaign, built, tools, options)
    : auditTransfers(campaign, built, tools, options))
  const rebuilt = await rebuildChecks(campaign, built.digest, options)
  const bound = await bindingChecks(campaign, tools.chain, options.full ?? false)
  const checks = [...rebuilt, ...bound, ...audited.checks]
  return auditResult({ ...audited, checks }, audited.failed)
}

/** Who was bound to what is for anyone to check, so it is checked every time. */
async function rebuildChecks(
  campaign: Campaign,
  allocation: string,
  { full = false }: AuditOptions,
): Promise<Check[]> {
  const { kind } = campaign.source
  if (kind === 'bytom' || kind === 'supplement') return lineageChecks(campaign, allocation)
  if (!full) return []
  const { allocationDigest } = await recomputeBuild(campaign)
  return [equal('allocation by the snapshot', allocationDigest, allocation)]
}
