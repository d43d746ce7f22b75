// `deployment.json`: what `migrate publish` deployed on which chain. Together with `allocation.csv`
// it is all that anyone needs to audit the campaign.

import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import {
  address,
  asset,
  bigChainId,
  bytes32,
  count,
  digest,
  uint256,
} from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { DistributorTerms } from './distributor.ts'
import { deploymentInvalid, deploymentMissing, otherDeployment } from './distributor-errors.ts'

export interface DistributorDeployment extends DistributorTerms {
  /** Digest of the campaign's terms. */
  readonly campaign: string
  /** SHA-256 of `allocation.csv`. */
  readonly allocation: string
  readonly chainId: bigint
  /** EIP-55. */
  readonly distributor: string
  /** keccak256 of its runtime code. */
  readonly codeHash: string
  /** Block of the deployment. */
  readonly blockNumber: number
  /**
   * The deployment, then the funding where that is a transaction of its own. Empty where somebody's
   * contract has deployed it for a multisig that then funded it.
   */
  readonly transactionHashes: readonly string[]
}

const schema = z.strictObject({
  campaign: digest,
  allocation: digest,
  chainId: bigChainId,
  distributor: address,
  codeHash: bytes32,
  blockNumber: count,
  transactionHashes: z.array(bytes32),
  root: bytes32,
  leafCount: count,
  totalBaseUnits: uint256.refine((units) => units > 0n, 'is nothing'),
  asset,
  deadlineSeconds: count,
  remainderTo: address,
  owner: address,
})

/**
 * Whoever writes it holds the campaign's lock.
 * @throws DEPLOYMENT_MISSING, DEPLOYMENT_INVALID
 */
export const DEPLOYMENT = new Document<DistributorDeployment>({
  format: 'capstan/deployment@1',
  read: bySchema(schema),
  members: ({ chainId, ...facts }) => ({ ...facts, chainId: Number(chainId) }),
  missing: deploymentMissing,
  invalid: deploymentInvalid,
})

/** @throws DEPLOYMENT_FOREIGN if something else was published from this folder */
export function assertSameCampaign(
  file: string,
  deployment: Pick<DistributorDeployment, 'campaign' | 'allocation'>,
  campaign: Pick<Campaign, 'digest'>,
  allocationDigest: string,
): void {
  if (deployment.campaign !== campaign.digest) throw otherDeployment(file, 'migration.yaml')
  if (deployment.allocation !== allocationDigest) throw otherDeployment(file, 'allocation.csv')
}
