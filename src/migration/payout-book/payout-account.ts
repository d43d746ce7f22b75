// The one-time account of a payout book, as the chain has it.

import type { Chain } from '../../chain/chain.ts'
import { quantityToNumber } from '../../chain/rpc/quantity.ts'
import { resultOf } from '../../chain/transactions/fees.ts'
import { type Receipt, receiptOf } from '../../chain/transactions/receipt.ts'
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
  /** Nonce of the next transaction: how many the chain has taken. */
  readonly nonce: number
  readonly balanceWei: bigint
  /** The newest block when it was read. */
  readonly blockHeight: number
}

/** @throws PAYOUT_ACCOUNT_HAS_CODE: whoever wrote the code could use up nonces (EIP-7702). */
export async function readPayoutAccount({ rpc }: Chain, account: string): Promise<PayoutAccount> {
  const [head, nonce, balance, code] = await rpc.batch([
    { method: 'eth_blockNumber', params: [] },
    { method: 'eth_getTransactionCount', params: [account, 'latest'] },
    { method: 'eth_getBalance', params: [account, 'latest'] },
    { method: 'eth_getCode', params: [account, 'latest'] },
  ])
  if (resultOf<string>(code) !== '0x') throw payoutAccountHasCode(account)
  return {
    blockHeight: quantityToNumber(resultOf(head)),
    nonce: quantityToNumber(resultOf(nonce)),
    balanceWei: BigInt(resultOf<string>(balance)),
  }
}

/** @throws PAYOUT_ACCOUNT_USED if the account has sent anything, or is about to. */
export async function assertUnused({ rpc }: Chain, account: string): Promise<void> {
  const pending = await rpc.request<string>('eth_getTransactionCount', [account, 'pending'])
  const nonce = quantityToNumber(pending)
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
    const answers = await rpc.batch(
      accounts.map((account) => ({ method: 'eth_getCode', params: [account, 'latest'] })),
    )
    for (const [index, account] of accounts.entries()) {
      if (resultOf<string>(answers[index]) !== '0x') contracts.push(checksumAddress(account))
    }
  }
  if (contracts.length > 0) throw recipientsWithCode(contracts)
}

/** A transfer of the book with what the chain has of it; null while it has none. */
export interface MinedTransfer {
  readonly line: PayoutLine
  readonly receipt: Receipt | null
}

/** Looks transfers up by their hashes, which stand for sender, nonce, recipient and amount. */
export async function* receiptsOf(
  { rpc }: Chain,
  lines: AsyncIterable<PayoutLine> | Iterable<PayoutLine>,
): AsyncGenerator<MinedTransfer> {
  for await (const group of groupsOf(lines, CALLS_A_TURN)) {
    const answers = await rpc.batch(
      group.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
    )
    for (const [index, line] of group.entries()) {
      yield { line, receipt: receiptOf(rpc, line.hash, resultOf(answers[index])) }
    }
  }
}

export async function* groupsOf<T>(
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
