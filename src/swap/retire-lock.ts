import { readTokenFacts } from '../chain/erc20/facts.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import type { Outcome } from '../chain/transactions/intent.ts'
import { sendOnce } from '../chain/transactions/send-once.ts'
import type { SendingTools } from '../chain/transactions/tools.ts'
import type { Intent, Plan } from '../chain/transactions/transactions.ts'
import { type AmountUnit, amountText } from '../primitives/amount-text.ts'
import { LOCK_ABI, type LockEntry, lockInterface } from './contracts/lock-contract.ts'
import { quorumFor } from './quorum-for.ts'
import type { Swap } from './swap.ts'
import { notRetirable } from './swap-errors.ts'
import { findLock } from './swap-status.ts'

/** Tokens taken out of circulation, or planned to be. */
export interface Retirement {
  readonly lockId: string
  readonly amountBaseUnits: bigint
  readonly token: string
  readonly unit: AmountUnit
  /** Null when nothing was sent. */
  readonly transactionHash: string | null
  /** True when it had been retired before. */
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

/**
 * Sends the tokens of a released lock to where nobody can spend them, once a quorum attests the
 * release.
 * @throws SWAP_LOCK_UNKNOWN, SWAP_LOCK_ID_INVALID, SWAP_NOT_RETIRABLE, SWAP_QUORUM_MISSING,
 * SWAP_CONTRACT_FOREIGN, and as `sendOnce` does
 */
export async function retireLock(
  swap: Swap,
  tools: SendingTools,
  { reference, dryRun }: { readonly reference: string; readonly dryRun: boolean },
): Promise<Retirement> {
  const head = await swap.source.chain.rpc.ask(newestBlock)
  const entry = await findLock(swap, reference, head.number)
  const { lockId, lock, state } = entry
  const { amount: amountBaseUnits, token } = lock
  const unit = await readTokenFacts(swap.source.chain.rpc, token, 'latest')
  const retirement = { lockId, amountBaseUnits, token, unit, transactionHash: null }
  if (state === 'retired') return { ...retirement, alreadyDone: true }
  if (state !== 'locked') throw notRetirable(lockId, state)
  const intent = retirementIntent(entry, await quorumFor(swap, 'retirement', entry, head.number))
  if (dryRun) {
    return { ...retirement, alreadyDone: false, plan: await tools.transactions.plan([intent]) }
  }
  const { network } = swap.source.chain
  const [outcome] = await sendOnce(tools, [intent], {
    facts: [
      ['retire', `lock ${lockId} on ${network.name} (chain id ${network.chainId})`],
      ['takes', `${amountText(amountBaseUnits, unit)} of ${token} out of circulation`],
      ['gas from', tools.sender],
    ],
    question: 'Retire it?',
  })
  const { hash, alreadyDone } = outcome as Outcome
  return { ...retirement, transactionHash: hash, alreadyDone }
}

function retirementIntent({ lockId, lock }: LockEntry, signatures: readonly string[]): Intent {
  return {
    description: `retire lock ${lockId}`,
    idempotencyKey: `migrate swap retire ${lock.lockContract} ${lockId}`,
    isAnyCall: true,
    to: lock.lockContract,
    data: lockInterface.encodeFunctionData('retire', [[lockId], signatures]),
    valueWei: 0n,
    abi: LOCK_ABI,
  }
}
