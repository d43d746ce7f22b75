import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { parseAddress } from '../../primitives/address.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { auditPayments } from '../audit-payments.ts'
import { type AuditOptions, type AuditResult, auditResult } from '../audit-result.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type ContractCampaign, termsOf } from '../publication/terms.ts'
import { DEPLOYMENT, type DistributorDeployment } from './deployment.ts'
import {
  type DistributorState,
  type DistributorTerms,
  readDistributor,
  readPaidLeaves,
} from './distributor.ts'
import { type Check, distributorChecks, equal } from './distributor-checks.ts'
import { distributorCodeHash } from './distributor-code.ts'
import { deploymentMissing, distributorMissing } from './distributor-errors.ts'
import { type PaymentRecord, readPaymentRecord } from './distributor-logs.ts'

/**
 * Audits the contract against the recomputed campaign and allocation.
 * @throws DEPLOYMENT_MISSING, DISTRIBUTOR_VANISHED, DISTRIBUTOR_FOREIGN
 */
export async function auditDistributor(
  campaign: ContractCampaign,
  built: BuiltAllocation,
  { chain }: ReadingTools,
  options: AuditOptions,
): Promise<AuditResult> {
  const file = campaignFiles(campaign).deploymentJson
  const deployment = await DEPLOYMENT.find(file)
  const distributor =
    options.distributor === undefined
      ? deployment?.distributor
      : parseAddress(options.distributor, 'address of the distributor')
  if (distributor === undefined) throw deploymentMissing(file)
  const state = await readDistributor(chain, distributor)
  if (!state) throw distributorMissing(distributor)

  // A campaign that names no owner belongs to its publisher.
  const terms = termsOf(campaign, built, deployment?.owner ?? state.owner)
  const published = deployment && distributor === deployment.distributor ? deployment : undefined
  const identity = [
    ...(published
      ? deploymentChecks(published, campaign, built, chain.chainId, terms, state.blockNumber)
      : []),
    ...distributorChecks(terms, state),
  ]
  const { blockNumber } = state
  if (identity.some(({ name, ok }) => name === 'code' && !ok)) {
    return nothingKnown(terms, identity, blockNumber)
  }
  const { leafCount } = terms
  const paid = await readPaidLeaves(chain, distributor, { leafCount, blockNumber })
  const record = await recordOf(chain, distributor, state, published, options)
  const payments = auditPayments(built.allocations, paid, state, record)
  const checks = [...identity, ...payments.checks]
  return auditResult({ ...payments, checks, blockHeight: blockNumber })
}

/** What another contract says about payments is not evidence. */
function nothingKnown(
  { leafCount, totalBaseUnits }: DistributorTerms,
  checks: readonly Check[],
  blockHeight: number,
): AuditResult {
  return auditResult({
    checks,
    blockHeight,
    paid: 0,
    unpaid: leafCount,
    paidBaseUnits: 0n,
    unpaidBaseUnits: totalBaseUnits,
    remainderBaseUnits: 0n,
  })
}

/** Compares the published file with the recomputed values. */
function deploymentChecks(
  deployment: DistributorDeployment,
  campaign: ContractCampaign,
  { digest, tree }: BuiltAllocation,
  chainId: bigint,
  terms: DistributorTerms,
  head: number,
): Check[] {
  return [
    equal('campaign digest', campaign.digest, deployment.campaign),
    equal('allocation digest', digest, deployment.allocation),
    equal('published root', tree.root, deployment.root),
    equal('chain id', deployment.chainId, chainId),
    equal('published code hash', distributorCodeHash(terms), deployment.codeHash),
    publishedBlockCheck(deployment.blockNumber, head),
  ]
}

function publishedBlockCheck(published: number, head: number): Check {
  const ok = published <= head
  const detail = ok ? `${published}` : `${published}, but the newest is ${head}`
  return { name: 'published block', ok, detail }
}

/** Events are read if asked for, or if closing may have moved the rest. */
async function recordOf(
  chain: ReadingTools['chain'],
  distributor: string,
  state: DistributorState,
  published: DistributorDeployment | undefined,
  { full }: AuditOptions,
): Promise<PaymentRecord | undefined> {
  const isShort = state.balanceBaseUnits + state.paidBaseUnits < state.totalBaseUnits
  const mayBeClosed = isShort && state.timestampSeconds >= state.deadlineSeconds
  if (!full && !mayBeClosed) return undefined
  const to = state.blockNumber
  const from = Math.min(published?.blockNumber ?? 0, to)
  return readPaymentRecord(chain, distributor, state.leafCount, { from, to })
}
