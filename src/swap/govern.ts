// What owner and guardian do to the contracts of a swap: open, pause, unpause.

import type { Chain } from '../chain/chain.ts'
import { nonceAt } from '../chain/rpc/accounts.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import type { Outcome } from '../chain/transactions/intent.ts'
import { sendOnce } from '../chain/transactions/send-once.ts'
import type { SendingTools } from '../chain/transactions/tools.ts'
import type { Intent, Plan } from '../chain/transactions/transactions.ts'
import { LOCK_ABI, lockInterface, readLockContract } from './contracts/lock-contract.ts'
import { isSwapOpen } from './contracts/pair.ts'
import { RELEASE_ABI, readReleaseContract, releaseInterface } from './contracts/release-contract.ts'
import type { SwapTerms } from './swap.ts'
import { contractsMismatch } from './swap-errors.ts'

export type Act = 'open' | 'pause' | 'unpause'

/** What was done to one contract, or would be. */
export interface Governed {
  readonly act: Act
  readonly contract: string
  /** Null when nothing was sent. */
  readonly transactionHash: string | null
  /** True when the contract was in this state before. */
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

export interface GovernOrder {
  readonly act: Act
  /** Which contract. Only the one on the source chain can be opened. */
  readonly side: 'source' | 'target'
  readonly dryRun: boolean
}

/** @throws SWAP_CONTRACT_FOREIGN, SWAP_CONTRACTS_MISMATCH, and as `sendOnce` does */
export async function govern(
  { terms, chain }: { readonly terms: SwapTerms; readonly chain: Chain },
  tools: SendingTools,
  { act, side, dryRun }: GovernOrder,
): Promise<Governed> {
  const contract = side === 'source' ? terms.source.lock : terms.target.release
  const governed = { act, contract, transactionHash: null }
  if (await isDone(chain, terms, act, side)) return { ...governed, alreadyDone: true }
  const intent = await governIntent(chain, terms, tools.sender, { act, side })
  if (dryRun) {
    return { ...governed, alreadyDone: false, plan: await tools.transactions.plan([intent]) }
  }
  const { network } = chain
  const [outcome] = await sendOnce(tools, [intent], {
    facts: [
      [act, `${contract} on ${network.name} (chain id ${network.chainId})`],
      ...(act === 'open' ? [['for', terms.target.release] as const] : []),
      ['as', tools.sender],
    ],
    question: `${act[0]?.toUpperCase()}${act.slice(1)} it?`,
  })
  const { hash, alreadyDone } = outcome as Outcome
  return { ...governed, transactionHash: hash, alreadyDone }
}

async function isDone(
  chain: Chain,
  { source, target }: SwapTerms,
  act: Act,
  side: GovernOrder['side'],
): Promise<boolean> {
  const { number } = await chain.rpc.ask(newestBlock)
  if (act !== 'open') {
    const { paused } =
      side === 'source'
        ? await readLockContract(chain, source.lock, number)
        : await readReleaseContract(chain, target.release, number)
    return paused === (act === 'pause')
  }
  const contract = await readLockContract(chain, source.lock, number)
  if (!isSwapOpen(contract)) return false
  const { releaseContract } = contract
  if (releaseContract === target.release) return true
  const what = 'The release contract of the lock contract'
  throw contractsMismatch(what, releaseContract, target.release)
}

/**
 * A contract may be paused again after an unpause, so the idempotency key holds the sender's nonce:
 * it stays the same until this transaction is mined, and from then on the contract is in that
 * state.
 */
async function governIntent(
  { rpc }: Chain,
  { source, target }: SwapTerms,
  sender: string,
  { act, side }: Omit<GovernOrder, 'dryRun'>,
): Promise<Intent> {
  const sent = await rpc.ask(nonceAt(sender, 'latest'))
  const [to, abi, contract] =
    side === 'source'
      ? ([source.lock, LOCK_ABI, lockInterface] as const)
      : ([target.release, RELEASE_ABI, releaseInterface] as const)
  return {
    description: `${act} the ${side === 'source' ? 'lock' : 'release'} contract ${to}`,
    idempotencyKey: `migrate swap ${act} ${to} ${sent}`,
    to,
    data: contract.encodeFunctionData(act, act === 'open' ? [target.release] : []),
    valueWei: 0n,
    abi,
  }
}
