// `deployment.json`: what `migrate publish` put on which chain. Together with `allocation.csv` it is
// all that anyone needs to audit the campaign.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { isChecksumAddress } from '../../primitives/address.ts'
import { removeUnfinished, writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { DistributorTerms } from './distributor.ts'
import { deploymentForeign, deploymentInvalid, deploymentMissing } from './distributor-errors.ts'

export const DEPLOYMENT_FORMAT = 'capstan/deployment@1'

export interface Deployment extends DistributorTerms {
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

const address = z.string().refine(isChecksumAddress)
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const count = z.number().int().min(0)

const schema = z.strictObject({
  format: z.literal(DEPLOYMENT_FORMAT),
  campaign: digest,
  allocation: digest,
  chainId: count.transform(BigInt),
  distributor: address,
  codeHash: hash,
  blockNumber: count,
  transactionHashes: z.array(hash),
  root: hash,
  leafCount: count,
  totalBaseUnits: z
    .string()
    .regex(/^[1-9][0-9]{0,38}$/)
    .transform(BigInt),
  asset: z.union([z.literal('native'), address]),
  deadlineSeconds: count,
  remainderTo: address,
  owner: address,
})

/** The caller holds the campaign's lock. */
export async function writeDeployment(file: string, deployment: Deployment): Promise<void> {
  const { chainId, ...facts } = deployment
  const text = canonicalJson({ format: DEPLOYMENT_FORMAT, ...facts, chainId: Number(chainId) })
  await removeUnfinished(file)
  await writeFileAtomically(file, text)
}

/** @throws DEPLOYMENT_MISSING, DEPLOYMENT_INVALID */
export async function readDeployment(file: string): Promise<Deployment> {
  const deployment = await findDeployment(file)
  if (!deployment) throw deploymentMissing(file)
  return deployment
}

/** As `readDeployment`; undefined if nothing is published. */
export async function findDeployment(file: string): Promise<Deployment | undefined> {
  const text = await textOf(file)
  if (text === undefined) return undefined
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.')
    throw deploymentInvalid(file, `it is not of ${DEPLOYMENT_FORMAT}${at ? ` (${at})` : ''}`)
  }
  const { format: _, ...deployment } = parsed.data
  return deployment
}

/** @throws DEPLOYMENT_FOREIGN if something else was published from this folder. */
export function assertSameCampaign(
  file: string,
  deployment: Pick<Deployment, 'campaign' | 'allocation'>,
  campaign: Pick<Campaign, 'digest'>,
  allocationDigest: string,
): void {
  if (deployment.campaign !== campaign.digest) throw deploymentForeign(file, 'migration.yaml')
  if (deployment.allocation !== allocationDigest) throw deploymentForeign(file, 'allocation.csv')
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
