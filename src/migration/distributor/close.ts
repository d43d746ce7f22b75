import type { Outcome } from '../../chain/transactions/intent.ts'
import { sendOnce } from '../../chain/transactions/send-once.ts'
import type { Agreement } from '../../chain/transactions/tools.ts'
import type { Intent, Plan } from '../../chain/transactions/transactions.ts'
import { amountText } from '../../primitives/amount-text.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { readBack } from '../publication/terms.ts'
import { DEPLOYMENT, type DistributorDeployment } from './deployment.ts'
import { DISTRIBUTOR_ABI, type DistributorState, distributorInterface } from './distributor.ts'
import { closeTooEarly, distributorPaused, modeHasNo } from './distributor-errors.ts'

/** What closing moved to the remainder address, or is planned to move. */
export interface Closing {
  readonly remainderBaseUnits: bigint
  /** EIP-55. */
  readonly remainderTo: string
  /** Null when there was nothing left to move, and on a dry run. */
  readonly transactionHash: string | null
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

/**
 * After the deadline, sends the rest to the address fixed at deployment. Funds that arrive
 * later can be sent by closing again.
 * @throws CLOSE_TOO_EARLY, DISTRIBUTOR_PAUSED and what sending throws.
 */
export async function close(
  campaign: Campaign,
  tools: PaymentTools,
  { dryRun = false }: { dryRun?: boolean | undefined } = {},
): Promise<Closing> {
  if (campaign.target.mode === 'transfers') {
    throw modeHasNo('close', 'transfers', campaignStep('audit'))
  }
  const deployment = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
  const state = await readBack(deployment, tools)
  const { timestampSeconds, deadlineSeconds, isPaused, owner, balanceBaseUnits } = state
  if (isPaused) throw distributorPaused(deployment.distributor, owner)
  if (timestampSeconds < deadlineSeconds) throw closeTooEarly(deadlineSeconds, timestampSeconds)

  const { remainderTo } = deployment
  const closing = { remainderBaseUnits: balanceBaseUnits, remainderTo, transactionHash: null }
  if (balanceBaseUnits === 0n) return { ...closing, alreadyDone: true }
  const intent = closingIntent(deployment, state)
  if (dryRun) {
    return { ...closing, alreadyDone: false, plan: await tools.transactions.plan([intent]) }
  }
  const [outcome] = await sendOnce(tools, [intent], agreement(campaign, closing, tools))
  const { hash, logs, alreadyDone } = outcome as Outcome
  const closed = logs
    .map(({ topics, data }) => distributorInterface.parseLog({ topics: [...topics], data }))
    .find((event) => event?.name === 'Closed')
  const remainderBaseUnits = closed?.args.amount as bigint
  return { remainderBaseUnits, remainderTo, transactionHash: hash, alreadyDone }
}

/** The idempotency key contains the balance, so that later funds can be closed out too. */
function closingIntent({ distributor }: DistributorDeployment, state: DistributorState): Intent {
  return {
    description: `close the distributor ${distributor}`,
    idempotencyKey: `migrate close ${distributor} ${state.balanceBaseUnits} ${state.paidBaseUnits}`,
    to: distributor,
    data: distributorInterface.encodeFunctionData('close'),
    valueWei: 0n,
    abi: DISTRIBUTOR_ABI,
  }
}

function agreement(
  { name }: Campaign,
  { remainderBaseUnits, remainderTo }: Pick<Closing, 'remainderBaseUnits' | 'remainderTo'>,
  { chain: { network }, sender, unit }: PaymentTools,
): Agreement {
  return {
    facts: [
      ['close', `campaign ${name} on ${network.name} (chain id ${network.chainId})`],
      ['moves', amountText(remainderBaseUnits, unit)],
      ['to', remainderTo],
      ['gas from', sender],
    ],
    question: 'Close it?',
  }
}
