import type { Chain } from '../chain.ts'
import { decodeRevert, type Revert, revertData } from '../decode/decode-revert.ts'
import { isCancelled } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { callAt } from '../rpc/calls.ts'
import type { Intent, Outcome } from './intent.ts'
import { callObject } from './simulate.ts'
import {
  transactionCancelled,
  transactionPending,
  transactionRejected,
  transactionReplaced,
  transactionReverted,
} from './transaction-errors.ts'

/**
 * The outcome of a closed transaction. Only `final` is a success.
 * @throws TX_REVERTED with the decoded error, TX_REPLACED, TX_CANCELLED, TX_REJECTED
 */
export async function outcomeOf(
  chain: Chain,
  row: JournalRow,
  intent?: Intent,
): Promise<Omit<Outcome, 'alreadyDone'>> {
  switch (row.state) {
    case 'final':
      return {
        id: row.id,
        idempotencyKey: row.idempotencyKey,
        hash: row.hash,
        blockNumber: row.blockNumber ?? 0,
        gasUsed: BigInt(row.gasUsed ?? 0),
        contractAddress: row.contractAddress,
        logs: row.logs,
      }
    case 'reverted':
      throw transactionReverted(row, await whyReverted(chain, row, intent))
    case 'replaced':
      throw isCancelled(row) ? transactionCancelled(row) : transactionReplaced(row)
    case 'dropped':
      throw transactionRejected(row, row.reason ?? 'no reason given')
    default:
      throw transactionPending(row, `its state is ${row.state}`)
  }
}

/**
 * Receipts contain no reason, so the call is repeated with as much gas: on the block before and, if it
 * succeeds there (something earlier in its own block decided), after the block.
 */
async function whyReverted(chain: Chain, row: JournalRow, intent?: Intent): Promise<Revert> {
  if (row.gasUsed === row.gasLimit) return reason('out of gas')
  const gasLimit = BigInt(row.gasLimit)
  const call = callObject(row.from, { ...(intent ?? (await callOf(row))), gasLimit })
  const block = row.blockNumber ?? 1
  for (const height of [Math.max(0, block - 1), block]) {
    const [answer] = await chain.rpc.batch([callAt(call, height)])
    const data = 'error' in answer ? revertData(answer.error) : null
    if (data !== null) return decodeRevert(data, intent?.abi)
  }
  return reason('for a reason that the node cannot reproduce')
}

function reason(text: string): Revert {
  return { name: null, args: [], text, data: '0x' }
}

async function callOf({ raw }: JournalRow): Promise<Pick<Intent, 'to' | 'data' | 'valueWei'>> {
  const { Transaction } = await import('ethers')
  const { to, data, value } = Transaction.from(raw)
  return { to, data, valueWei: value }
}
