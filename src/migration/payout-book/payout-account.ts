// The one-time account of a payout book on the chain.

import type { Chain } from '../../chain/chain.ts'
import { balanceAt, codeAt, NO_CODE, nonceAt } from '../../chain/rpc/accounts.ts'
import { headNumber } from '../../chain/rpc/blocks.ts'
import { type Receipt, receiptOf } from '../../chain/rpc/receipts.ts'
import { askAll } from '../../chain/rpc/rpc.ts'
import { checksumAddress } from '../../primitives/address.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import type { PayoutLine } from './payout-book.ts'
import {
  payoutAccountHasCode,
  payoutAccountUsed,
  recipientsWithCode,
} from './payout-book-errors.ts'

/** Calls put together before the endpoint cuts them into its own batches. */
const CALLS_A_TURN = 2_000

export interface PayoutAccount {
  /** Nonce of the next transaction: the number of mined ones. */
  readonly nonce: number
  readonly balanceWei: bigint
  /** The newest block when it was read. */
  readonly blockHeight: number
}

/** @throws PAYOUT_ACCOUNT_HAS_CODE: the code could use up nonces (EIP-7702) */
export async function readPayoutAccount({ rpc }: Chain, account: string): Promise<PayoutAccount> {
  const [blockHeight, nonce, balanceWei, code] = await askAll(rpc, [
    headNumber,
    nonceAt(account, 'latest'),
    balanceAt(account, 'latest'),
    codeAt(account, 'latest'),
  ])
  if (code !== NO_CODE) throw payoutAccountHasCode(account)
  return { blockHeight, nonce, balanceWei }
}

/** @throws PAYOUT_ACCOUNT_USED if the account has sent anything, or is about to. */
export async function assertUnused({ rpc }: Chain, account: string): Promise<void> {
  const nonce = await rpc.ask(nonceAt(account, 'pending'))
  if (nonce > 0) throw payoutAccountUsed(account, nonce)
}

/** @throws RECIPIENTS_WITH_CODE: running any code takes more than the 21,000 gas of a transfer. */
export async function assertPlainRecipients(
  { rpc }: Chain,
  allocations: AllocationTable,
): Promise<void> {
  const contracts: string[] = []
  for (let first = 0; first < allocations.length; first += CALLS_A_TURN) {
    const count = Math.min(CALLS_A_TURN, allocations.length - first)
    const accounts = Array.from({ length: count }, (_, i) => allocations.account(first + i))
    const codes = await askAll(
      rpc,
      accounts.map((account) => codeAt(account, 'latest')),
    )
    for (const [index, account] of accounts.entries()) {
      if (codes[index] !== NO_CODE) contracts.push(checksumAddress(account))
    }
  }
  if (contracts.length > 0) throw recipientsWithCode(contracts)
}

/** A transfer of the book with its receipt; null until it is mined. */
export interface MinedTransfer {
  readonly line: PayoutLine
  readonly receipt: Receipt | null
}

/** Looks transfers up by their hashes, which prove sender, nonce, recipient and amount. */
export async function* receiptsOfLines(
  { rpc }: Chain,
  lines: AsyncIterable<PayoutLine> | Iterable<PayoutLine>,
): AsyncGenerator<MinedTransfer> {
  for await (const group of linesInGroups(lines, CALLS_A_TURN)) {
    const receipts = await askAll(
      rpc,
      group.map(({ hash }) => receiptOf(hash)),
    )
    for (const [index, line] of group.entries()) yield { line, receipt: receipts[index] ?? null }
  }
}

export async function* linesInGroups<T>(
  items: AsyncIterable<T> | Iterable<T>,
  size: number,
): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    if (group.push(item) < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
