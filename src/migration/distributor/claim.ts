import type { Outcome } from '../../chain/transactions/intent.ts'
import { sendOnce } from '../../chain/transactions/send-once.ts'
import type { Agreement } from '../../chain/transactions/tools.ts'
import { fundsTooLow } from '../../chain/transactions/transaction-errors.ts'
import type { Intent, Plan } from '../../chain/transactions/transactions.ts'
import { amountText } from '../../primitives/amount-text.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
import { holderAccount } from '../binding/bound-account.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { readBack } from '../publication/terms.ts'
import { leafHash, verifyProof } from '../tree/merkle-proof.ts'
import { proveAccount } from '../tree/proof.ts'
import { type HolderProof, readProofFile } from './claim-proof.ts'
import { DEPLOYMENT, type DistributorDeployment } from './deployment.ts'
import {
  DISTRIBUTOR_ABI,
  type DistributorState,
  distributorInterface,
  readPaidLeaves,
} from './distributor.ts'
import { distributorPaused, modeHasNo, paymentsOver, proofWrong } from './distributor-errors.ts'

export interface ClaimOptions {
  /** Any spelling of the holder's address. */
  readonly address: string
  /**
   * As `migrate proof ADDRESS --json` prints it; without it the proof is made from
   * `allocation.csv`.
   */
  readonly proofFile?: string | undefined
  readonly dryRun?: boolean | undefined
}

/** A leaf that was paid, or is planned to be. */
export interface ClaimedLeaf {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly amountBaseUnits: bigint
  /** Null when it had been paid before, and on a dry run. */
  readonly transactionHash: string | null
  /** True when the leaf had been paid before. */
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

/**
 * Pays the leaf of one holder. The money goes to the account in the leaf, whoever signs.
 * @throws ACCOUNT_NOT_ALLOCATED, PROOF_WRONG, PAYMENTS_OVER, DISTRIBUTOR_PAUSED and what sending
 * throws.
 */
export async function claim(
  campaign: Campaign,
  tools: PaymentTools,
  { address, proofFile, dryRun = false }: ClaimOptions,
): Promise<ClaimedLeaf> {
  if (campaign.target.mode === 'transfers') {
    throw modeHasNo('claim', 'transfers', campaignStep('distribute'))
  }
  const account = await holderAccount(campaign, address)
  const deployment = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
  const proof = await (proofFile === undefined
    ? proveAccount(campaign, account)
    : readProofFile(proofFile, account))
  assertProof(proof, deployment)
  const state = await readBack(deployment, tools)
  const { index, amountBaseUnits } = proof
  const leaf = { index, account, amountBaseUnits, transactionHash: null }
  const paid = await readPaidLeaves(tools.chain, deployment.distributor, state)
  if (paid.isPaid(index)) return { ...leaf, alreadyDone: true }
  assertPayable(deployment, state, amountBaseUnits)

  const intent = claimIntent(deployment, proof)
  if (dryRun) {
    return { ...leaf, alreadyDone: false, plan: await tools.transactions.plan([intent]) }
  }
  const [outcome] = await sendOnce(tools, [intent], agreement(campaign, proof, tools))
  const { hash, alreadyDone } = outcome as Outcome
  return { ...leaf, transactionHash: hash, alreadyDone }
}

/** @throws PROOF_WRONG: checked here, so that a wrong proof costs no gas. */
function assertProof(
  { index, account, amountBaseUnits, proof }: HolderProof,
  { root, leafCount }: DistributorDeployment,
): void {
  const isLeaf = index < leafCount
  if (isLeaf && verifyProof(root, leafHash(index, { account, amountBaseUnits }), proof)) return
  throw proofWrong(index, account, root)
}

function assertPayable(
  { distributor, asset }: DistributorDeployment,
  { isPaused, owner, timestampSeconds, deadlineSeconds, balanceBaseUnits }: DistributorState,
  amountBaseUnits: bigint,
): void {
  if (isPaused) throw distributorPaused(distributor, owner)
  if (timestampSeconds >= deadlineSeconds) throw paymentsOver(deadlineSeconds, timestampSeconds)
  if (balanceBaseUnits < amountBaseUnits) {
    throw fundsTooLow(distributor, asset, amountBaseUnits, balanceBaseUnits)
  }
}

function claimIntent(
  { distributor }: DistributorDeployment,
  { index, account, amountBaseUnits, proof }: HolderProof,
): Intent {
  const args = [index, account, amountBaseUnits, proof]
  return {
    description: `claim leaf ${index} for ${account}`,
    idempotencyKey: `migrate claim ${distributor} ${index}`,
    to: distributor,
    data: distributorInterface.encodeFunctionData('claim', args),
    valueWei: 0n,
    abi: DISTRIBUTOR_ABI,
  }
}

function agreement(
  { name }: Campaign,
  { index, account, amountBaseUnits }: HolderProof,
  { chain: { network }, sender, unit }: PaymentTools,
): Agreement {
  return {
    facts: [
      [
        'claim',
        `leaf ${index} of campaign ${name} on ${network.name} (chain id ${network.chainId})`,
      ],
      ['pays', amountText(amountBaseUnits, unit)],
      ['to', account],
      ['gas from', sender],
    ],
    question: 'Claim it?',
  }
}
