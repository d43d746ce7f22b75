import { logsBackwards } from '../../chain/contracts/logs.ts'
import type { ContractLog } from '../../chain/rpc/logs.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import type { ProposalState } from '../driver.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import type { Safe } from './read-safe.ts'
import { EXECUTION_EVENTS, safeEvent } from './safe-abi.ts'
import { safeTransactionHash } from './safe-transaction.ts'

/** Who used the nonce of a proposal. */
export interface NonceUse {
  readonly state: Extract<ProposalState, 'executed' | 'cancelled' | 'superseded'>
  /** Null if the logs do not show it. */
  readonly transactionHash: string | null
}

/**
 * The outcome of a proposal whose nonce is used. A Safe emits the hash of each execution, one per
 * nonce, so nonce n of a Safe whose next nonce is m has the (m - n)th event from the end. Only an
 * execution within another is out of order, in the same transaction.
 * @throws RPC_ERROR if the node returns no logs
 */
export async function nonceUse(rpc: Rpc, safe: Safe, terms: ProposalTerms): Promise<NonceUse> {
  const candidates = await lastExecutions(rpc, safe, Number(safe.nonce - terms.nonce))
  const of = (hash: string) => candidates.find((log) => executedHash(log) === hash)
  const states = [
    ['executed', of(safeTransactionHash(terms))],
    ['cancelled', of(safeTransactionHash(rejection(terms)))],
    ['superseded', candidates[Number(safe.nonce - terms.nonce) - 1]],
  ] as const
  const [state, log] = states.find(([, found]) => found) ?? (['superseded', undefined] as const)
  return { state, transactionHash: log?.transactionHash ?? null }
}

/** Another proposal for the same nonce that does nothing; executing it cancels this one. */
export function rejection(terms: ProposalTerms): ProposalTerms {
  const nothing = { to: terms.multisig, valueWei: 0n, data: '0x', decoded: null }
  return { ...terms, calls: [nothing], fields: {} }
}

/** Newest first: the last `count` executions, and what else the transaction of the last holds. */
async function lastExecutions(
  rpc: Rpc,
  { address, blockNumber }: Safe,
  count: number,
): Promise<ContractLog[]> {
  const found: ContractLog[] = []
  const filter = { address, topics: [EXECUTION_EVENTS] }
  for await (const log of logsBackwards(rpc, filter, { from: 0, to: blockNumber })) {
    const isEnough = found.length >= count
    if (isEnough && log.transactionHash !== found.at(-1)?.transactionHash) break
    found.push(log)
  }
  return found
}

function executedHash(log: ContractLog): string | undefined {
  const event = safeEvent(log)
  return event?.name === 'ExecutionSuccess' ? String(event.args[0]) : undefined
}
