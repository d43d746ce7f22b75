// Which transaction paid which leaves, from the events of the distributor.

import type { Chain } from '../../chain/chain.ts'
import { logsForwards } from '../../chain/contracts/logs.ts'
import type { BlockRange } from '../../chain/rpc/logs.ts'
import type { PaymentTransaction } from '../payment-transaction.ts'
import { distributorInterface } from './distributor.ts'
import { indexesOfWord } from './paid-leaves.ts'

/** All payments of a distributor. */
export interface PaymentHistory {
  /** The first ones, in the order of the chain. */
  readonly transactions: readonly PaymentTransaction[]
  /** Number of all of them. */
  readonly transactionCount: number
  readonly paid: number
  readonly paidBaseUnits: bigint
  /** Indexes that a batch could not pay, and that nothing has paid since. */
  readonly failed: readonly number[]
}

interface Payment {
  readonly kind: PaymentTransaction['kind']
  readonly indexes: readonly number[]
  readonly baseUnits: bigint
}

/** @param maxTransactions transactions to keep; the sums are of all. */
export async function readPaymentHistory(
  chain: Chain,
  distributor: string,
  leafCount: number,
  range: BlockRange,
  maxTransactions: number,
): Promise<PaymentHistory> {
  const history = new HistoryWriter(maxTransactions)
  for await (const log of logsForwards(chain.rpc, { address: distributor }, range)) {
    const event = distributorInterface.parseLog({ topics: [...log.topics], data: log.data })
    if (event?.name === 'PayoutFailed') history.fail(Number(event.args.index))
    const baseUnits = (event?.args.getValue('amount') ?? 0n) as bigint
    const at = { hash: log.transactionHash, blockHeight: log.blockNumber }
    if (event?.name === 'Claimed') {
      history.pay(at, { kind: 'claim', indexes: [Number(event.args.index)], baseUnits })
    }
    if (event?.name === 'Distributed') {
      const { word, paid } = event.args as unknown as { word: bigint; paid: bigint }
      const indexes = indexesOfWord(leafCount, Number(word), paid)
      history.pay(at, { kind: 'batch', indexes, baseUnits })
    }
  }
  return history.finish()
}

/** A transaction may pay through several events, which follow each other. */
class HistoryWriter {
  readonly #maxTransactions: number
  readonly #transactions: PaymentTransaction[] = []
  readonly #failed = new Set<number>()
  #open: PaymentTransaction | undefined
  #count = 0
  #paid = 0
  #paidBaseUnits = 0n

  constructor(maxTransactions: number) {
    this.#maxTransactions = maxTransactions
  }

  fail(index: number): void {
    this.#failed.add(index)
  }

  pay(at: Pick<PaymentTransaction, 'hash' | 'blockHeight'>, payment: Payment): void {
    const { kind, indexes, baseUnits } = payment
    if (indexes.length === 0) return
    if (this.#failed.size > 0) for (const index of indexes) this.#failed.delete(index)
    this.#paid += indexes.length
    this.#paidBaseUnits += baseUnits
    const isSame = this.#open?.hash === at.hash
    if (!isSame) this.#close()
    const before = isSame ? this.#open : undefined
    this.#open = {
      ...at,
      kind,
      firstIndex: Math.min(before?.firstIndex ?? Number.POSITIVE_INFINITY, ...indexes),
      lastIndex: Math.max(before?.lastIndex ?? 0, ...indexes),
      accounts: (before?.accounts ?? 0) + indexes.length,
      baseUnits: (before?.baseUnits ?? 0n) + baseUnits,
    }
  }

  finish(): PaymentHistory {
    this.#close()
    return {
      transactions: this.#transactions,
      transactionCount: this.#count,
      paid: this.#paid,
      paidBaseUnits: this.#paidBaseUnits,
      failed: [...this.#failed].sort((a, b) => a - b),
    }
  }

  #close(): void {
    if (this.#open === undefined) return
    this.#count++
    if (this.#transactions.length < this.#maxTransactions) this.#transactions.push(this.#open)
  }
}
