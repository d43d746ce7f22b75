import { readTokenFacts } from '../chain/erc20/facts.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import type { Outcome } from '../chain/transactions/intent.ts'
import { sendOnce } from '../chain/transactions/send-once.ts'
import type { Agreement, SendingTools } from '../chain/transactions/tools.ts'
import type { Intent, Plan } from '../chain/transactions/transactions.ts'
import { type AmountUnit, amountText } from '../primitives/amount-text.ts'
import { LOCK_ABI, type LockEntry, lockInterface } from './contracts/lock-contract.ts'
import { readReleased } from './contracts/release-contract.ts'
import { quorumFor } from './quorum-for.ts'
import type { Swap } from './swap.ts'
import { notRefundable, refundTooEarly } from './swap-errors.ts'
import { findLock } from './swap-status.ts'

/** A refund that was sent, or is planned. */
export interface Refund {
  readonly lockId: string
  /** Who locked the tokens and gets them back. EIP-55. */
  readonly sender: string
  readonly amountBaseUnits: bigint
  readonly token: string
  readonly unit: AmountUnit
  /** Null when nothing was sent. */
  readonly transactionHash: string | null
  /** True when it had been refunded before. */
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

/**
 * Refunds a lock to its sender, whoever pays the gas, once a quorum attests that it was not
 * released and never can be.
 * @throws SWAP_LOCK_UNKNOWN, SWAP_LOCK_ID_INVALID, SWAP_NOT_REFUNDABLE, SWAP_REFUND_TOO_EARLY,
 * SWAP_QUORUM_MISSING, SWAP_CONTRACT_FOREIGN, and as `sendOnce` does
 */
export async function refundLock(
  swap: Swap,
  tools: SendingTools,
  { reference, dryRun }: { readonly reference: string; readonly dryRun: boolean },
): Promise<Refund> {
  const head = await swap.source.chain.rpc.ask(newestBlock)
  const entry = await findLock(swap, reference, head.number)
  const { lockId, lock } = entry
  const { sender, amount: amountBaseUnits, token } = lock
  const unit = await readTokenFacts(swap.source.chain.rpc, token, 'latest')
  const refund = { lockId, sender, amountBaseUnits, token, unit, transactionHash: null }
  if (entry.state === 'refunded') return { ...refund, alreadyDone: true }
  await assertUnreleased(swap, entry)
  if (BigInt(head.timestampSeconds) < lock.refundOpens) {
    throw refundTooEarly(lockId, lock.refundOpens, head.timestampSeconds)
  }
  const intent = refundIntent(entry, await quorumFor(swap, 'refund', entry, head.number))
  if (dryRun) {
    return { ...refund, alreadyDone: false, plan: await tools.transactions.plan([intent]) }
  }
  const [outcome] = await sendOnce(tools, [intent], agreement(swap, refund, tools))
  const { hash, alreadyDone } = outcome as Outcome
  return { ...refund, transactionHash: hash, alreadyDone }
}

async function assertUnreleased(
  { target, terms }: Swap,
  { lockId, state }: LockEntry,
): Promise<void> {
  if (state !== 'locked') throw notRefundable(lockId, state)
  const released = await readReleased(target.chain, terms.target.release, [lockId], 'latest')
  if (released.has(lockId)) throw notRefundable(lockId, 'released')
}

/** With other signatures it is the same refund, so one key sends it only once. */
function refundIntent({ lockId, lock }: LockEntry, signatures: readonly string[]): Intent {
  return {
    description: `refund lock ${lockId} to ${lock.sender}`,
    idempotencyKey: `migrate swap refund ${lock.lockContract} ${lockId}`,
    isAnyCall: true,
    to: lock.lockContract,
    data: lockInterface.encodeFunctionData('refund', [lockId, signatures]),
    valueWei: 0n,
    abi: LOCK_ABI,
    effects: [
      { account: lock.lockContract, asset: lock.token, deltaBaseUnits: -lock.amount },
      { account: lock.sender, asset: lock.token, deltaBaseUnits: lock.amount },
    ],
  }
}

function agreement(
  { source }: Swap,
  { lockId, sender, amountBaseUnits, token, unit }: Omit<Refund, 'alreadyDone'>,
  { sender: payer }: SendingTools,
): Agreement {
  const { network } = source.chain
  return {
    facts: [
      ['refund', `lock ${lockId} on ${network.name} (chain id ${network.chainId})`],
      ['gives', `${amountText(amountBaseUnits, unit)} of ${token}`],
      ['to', sender],
      ['gas from', payer],
    ],
    question: 'Refund it?',
  }
}
