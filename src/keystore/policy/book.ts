import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { bytesToHex } from '../../primitives/hex.ts'
import type { PlainTransfer } from '../../primitives/plain-transfer.ts'
import { writeUint256 } from '../../primitives/uint256.ts'
import { type DaySpending, judge } from './judge.ts'
import { ceilingOf, hasCeilings, NATIVE } from './policy.ts'
import { overDayCeiling, type Ruled } from './policy-errors.ts'
import { transactionRequest } from './transaction-request.ts'

/** Transfers between two turns of the event loop: some milliseconds. */
const TRANSFERS_A_TURN = 4096
const ADDRESS_BYTES = 20

/** A payout book that the rules allow. */
export interface JudgedBook {
  /** SHA-256 over chain, nonces, recipients and amounts: the same payments at any price of gas. */
  readonly digest: string
  readonly transfers: number
  readonly totalWei: bigint
  readonly spending: readonly DaySpending[]
}

/** Applies the rules of `judge` to each transfer, fast enough for many thousands. */
export class BookJudge {
  readonly #ruled: Ruled
  readonly #chainId: bigint
  readonly #self: string
  readonly #listed: ReadonlySet<string> | null
  readonly #mostWei: bigint

  constructor(ruled: Ruled, chainId: bigint, self: string) {
    const { recipients, maxPerTxBaseUnits, maxPerDayBaseUnits } = ruled.policy
    this.#ruled = ruled
    this.#chainId = chainId
    this.#self = self
    this.#listed = recipients && new Set(recipients.map((address) => address.toLowerCase()))
    this.#mostWei =
      ceilingOf(maxPerTxBaseUnits, NATIVE) ??
      ceilingOf(maxPerDayBaseUnits, NATIVE) ??
      (hasCeilings(ruled.policy) ? 0n : 1n << 256n)
  }

  /** Judges a whole book before any of it is signed. @throws POLICY_REFUSED */
  async book(transfers: Iterable<PlainTransfer>): Promise<JudgedBook> {
    const hash = createHash('sha256').update(`${this.#chainId}\n`)
    const line = Buffer.alloc(8 + ADDRESS_BYTES + 32)
    let totalWei = 0n
    let count = 0
    for (const transfer of transfers) {
      totalWei += this.#leaving(transfer)
      line.writeBigUInt64BE(BigInt(transfer.nonce))
      line.set(transfer.to, 8)
      writeUint256(transfer.valueWei, line, 8 + ADDRESS_BYTES)
      hash.update(line)
      if (++count % TRANSFERS_A_TURN === 0) await setImmediate()
    }
    const spending = this.#ofDay(totalWei)
    return { digest: hash.digest('hex'), transfers: count, totalWei, spending }
  }

  /**
   * The transfers again, for signing: they must be the judged ones.
   * @throws POLICY_REFUSED, TypeError if these are not the transfers that were judged.
   */
  *again(transfers: Iterable<PlainTransfer>, judged: JudgedBook): Generator<PlainTransfer> {
    let leftWei = judged.totalWei
    let left = judged.transfers
    for (const transfer of transfers) {
      leftWei -= this.#leaving(transfer)
      if (leftWei < 0n || --left < 0) throw new TypeError('A payout book grew while it was signed')
      yield transfer
    }
    if (left > 0) throw new TypeError('A payout book shrank while it was signed')
  }

  /** What leaves the account, in wei. @throws POLICY_REFUSED */
  #leaving({ to, valueWei }: PlainTransfer): bigint {
    const address = bytesToHex(to)
    const isPlain = valueWei <= this.#mostWei && (this.#listed?.has(address) ?? true)
    if (!isPlain) {
      const transaction = { chainId: this.#chainId, to: address, valueWei, data: '0x' }
      judge(this.#ruled, transactionRequest(transaction, this.#self))
    }
    return address === this.#self.toLowerCase() ? 0n : valueWei
  }

  #ofDay(totalWei: bigint): DaySpending[] {
    const limit = ceilingOf(this.#ruled.policy.maxPerDayBaseUnits, NATIVE)
    if (limit === undefined || totalWei === 0n) return []
    if (totalWei > limit) {
      throw overDayCeiling(this.#ruled, NATIVE, { baseUnits: totalWei, limit, spent: 0n })
    }
    return [{ asset: NATIVE, amountBaseUnits: totalWei, limitBaseUnits: limit }]
  }
}
