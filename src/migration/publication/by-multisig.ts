// Publishes a campaign for a multisig, which can only call: one proposal deploys the distributor,
// through the deterministic deployer, and funds it, or does neither. Its address follows from the
// campaign and its tree, so it is found whoever executes the proposal.

import { findCreation } from '../../chain/contracts/creation.ts'
import {
  assertDeployer,
  type Creatable,
  DEPLOYER,
  deployedAddress,
  deployerCall,
} from '../../chain/contracts/deterministic-deployer.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import {
  type DistributorState,
  type DistributorTerms,
  encodeDeployment,
  fundedBaseUnits,
  readDistributor,
} from '../distributor/distributor.ts'
import { assertDistributor } from '../distributor/distributor-checks.ts'
import { distributorCodeHash } from '../distributor/distributor-code.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { assertNoneElse } from './by-plan.ts'
import { deploymentIntent, findJournalRow, fundingIntent } from './intents.ts'
import { publicationBegun } from './publication-errors.ts'
import {
  assertPublishable,
  type ContractCampaign,
  findPublication,
  type Publication,
  plannedPublication,
  recordPublication,
  termsOf,
} from './terms.ts'

/**
 * What the sender, a multisig, is to do so that the campaign is published; once that is done, reads
 * it back and writes `deployment.json`. The caller holds the campaign's lock.
 * @throws PUBLICATION_PROPOSED, PUBLICATION_PLANNED, PUBLICATION_BEGUN where another publication of
 * it may
 *   come to be; CONTRACT_DEPLOYER_MISSING; CONTRACT_CREATION_UNKNOWN; and as publishing with a key
 * does
 */
export async function proposeDistributor(
  campaign: ContractCampaign,
  built: BuiltAllocation,
  tools: PaymentTools,
): Promise<Publication> {
  const earlier = await findPublication(campaign, built, tools)
  if (earlier) return earlier
  const { chain, sender, transactions } = tools
  const terms = termsOf(campaign, built, sender)
  const initCode = encodeDeployment(terms)
  const creatable = { initCode, salt: campaign.digest }
  const distributor = deployedAddress(creatable)
  const { publishingJson } = campaignFiles(campaign)
  await assertNoneElse(publishingJson, distributor, tools)
  // The folder may be a copy, or have lost the record of a publication by key.
  if (await findJournalRow(deploymentIntent(campaign, terms), tools)) {
    throw publicationBegun(publishingJson)
  }
  const state = await readDistributor(chain, distributor)
  if (state) assertDistributor(distributor, terms, state)

  if (state && isPaidFor(state)) {
    const { blockNumber, transactionHash } = await findCreation(chain, distributor, initCode)
    const deployment = {
      ...terms,
      campaign: campaign.digest,
      allocation: built.digest,
      chainId: chain.chainId,
      ...{ distributor, codeHash: distributorCodeHash(terms) },
      blockNumber,
      transactionHashes: transactionHash === null ? [] : [transactionHash],
    }
    return recordPublication(campaign, deployment, tools)
  }
  const held = state ? fundedBaseUnits(state) : 0n
  const lacking = { ...terms, totalBaseUnits: terms.totalBaseUnits - held }
  await assertPublishable(lacking, tools)
  if (!state) await assertDeployer(chain)
  // Anyone who has seen the proposal can deploy it first; then only the funding is left to propose.
  const intents = [
    ...(state ? [] : [creationIntent(campaign, terms, creatable)]),
    fundingIntent(distributor, lacking, sender),
  ]
  return {
    ...plannedPublication(terms, built.digest),
    distributor,
    plan: await transactions.plan(intents),
  }
}

function creationIntent(
  campaign: ContractCampaign,
  terms: DistributorTerms,
  creatable: Creatable,
): Intent {
  const { idempotencyKey, ...intent } = deploymentIntent(campaign, terms)
  return {
    ...intent,
    idempotencyKey: `${idempotencyKey} by proposal`,
    to: DEPLOYER,
    data: deployerCall(creatable),
    valueWei: 0n,
  }
}

/** Before its deadline it must hold all that it owes; later it may have sent the rest away. */
function isPaidFor(state: DistributorState): boolean {
  const { timestampSeconds, deadlineSeconds, totalBaseUnits } = state
  return timestampSeconds >= deadlineSeconds || fundedBaseUnits(state) >= totalBaseUnits
}
