import {
  compareAddresses,
  packRow,
  placeOfAddress,
  ROW_BYTES,
  rowBatches,
} from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { CampaignRules } from '../campaign/campaign.ts'
import {
  type ConvertedRows,
  convertDecimals,
  convertRows,
  type DecimalsChange,
  decimalsChange,
} from './decimals.ts'
import type { RedirectedBalances } from './redirected-balances.ts'
import type { AllocationSink, AllocationTotals } from './rules.ts'
import { allocationOverflow, bucketsDoNotAddUp } from './rules-errors.ts'

const UINT256_BITS = 256n

export interface AllocatorInput {
  readonly rules: CampaignRules
  /** Decimals of the snapshot. */
  readonly decimals: number
  /** Balances of redirected addresses, from a first read of the snapshot. */
  readonly redirected: RedirectedBalances
  readonly sink: AllocationSink
}

/**
 * Applies the rules to balances in ascending order of address, so ten million holders need no more
 * memory than one. Order of the rules: exclude, redirect, decimals, minimum. Rules name few
 * accounts; the rows between them are converted many at a time.
 */
export class Allocator {
  readonly #exclude: ReadonlyMap<string, string>
  readonly #redirect: ReadonlyMap<string, string>
  readonly #change: DecimalsChange
  /** An allocation of 0 pays nobody, so the minimum is at least one unit. */
  readonly #minimum: bigint
  /** Accounts that are taken one by one, ascending, as far as they are still to come. */
  #named: readonly Uint8Array[]
  readonly #arrivals: { address: string; balance: bigint }[]
  readonly #sink: AllocationSink
  readonly #met = new Set<string>()
  readonly #sums = { allocated: 0n, dust: 0n, excluded: 0n, rounding: 0n, unbound: 0n }
  #snapshotTotal = 0n
  #allocationTotal = 0n

  constructor({ rules, decimals, redirected, sink }: AllocatorInput) {
    this.#exclude = rulesByAddress(
      'exclude',
      rules.exclude.map(({ address }) => address),
    )
    this.#redirect = rulesByAddress(
      'redirect',
      rules.redirect.map(({ from }) => from),
    )
    this.#change = decimalsChange(rules.decimals ?? { from: decimals, to: decimals })
    this.#minimum = rules.minimumBaseUnits > 0n ? rules.minimumBaseUnits : 1n
    this.#arrivals = redirected.arrivals().reverse()
    this.#sink = sink
    this.#named = [
      ...new Set([
        ...this.#exclude.keys(),
        ...this.#redirect.keys(),
        ...this.#arrivals.map(({ address }) => address),
      ]),
    ]
      .sort()
      .map((address) => hexToBytes(address))
  }

  /** @param rows packed, ascending, above all earlier ones. @throws ALLOCATION_OVERFLOW */
  takeRows(rows: Uint8Array): void {
    let rest = rows
    while (rest.length > 0) {
      const named = this.#named[0]
      const place = named === undefined ? rest.length : placeOfAddress(rest, named)
      for (const batch of rowBatches(rest.subarray(0, place))) this.#takeUnnamed(batch)
      if (place === rest.length) return
      // The named account, or the first one above it.
      const row = rest.subarray(place, place + ROW_BYTES)
      this.#takeRow(row)
      this.#named = this.#named.filter((address) => compareAddresses(address, 0, row, 0) > 0)
      rest = rest.subarray(place + ROW_BYTES)
    }
  }

  #takeRow(row: Uint8Array): void {
    this.take(bytesToHex(row.subarray(0, ADDRESS_BYTES)), readUint256(row, ADDRESS_BYTES))
  }

  /** Takes accounts that no rule names and that receive no redirect. */
  #takeUnnamed(rows: Uint8Array): void {
    const converted = convertRows(this.#change, this.#minimum, rows)
    this.#snapshotTotal += converted.balance
    this.#allocate(converted)
    for (const index of converted.rejected) {
      this.#takeRow(rows.subarray(index * ROW_BYTES, (index + 1) * ROW_BYTES))
    }
  }

  /** @param address lower case, above all earlier ones. @throws ALLOCATION_OVERFLOW */
  take(address: string, balance: bigint): void {
    this.#settleArrivalsBelow(address)
    this.#snapshotTotal += balance
    const exclusion = this.#exclude.get(address)
    if (exclusion !== undefined) {
      this.#met.add(exclusion)
      this.#sums.excluded += balance
      this.#sink.rule({ address, outcome: 'excluded', balanceBaseUnits: balance, rule: exclusion })
      return
    }
    const redirection = this.#redirect.get(address)
    if (redirection !== undefined) {
      this.#met.add(redirection)
      this.#sink.rule({
        address,
        outcome: 'redirected',
        balanceBaseUnits: balance,
        rule: redirection,
      })
      return
    }
    const arrival = this.#arrivals.at(-1)?.address === address ? this.#arrivals.pop() : undefined
    this.#settle(address, balance + (arrival?.balance ?? 0n))
  }

  /**
   * Settles redirects to accounts that hold nothing themselves, and returns the sums.
   * @throws ALLOCATION_OVERFLOW if the allocations do not fit 256 bits; BUCKETS_DO_NOT_ADD_UP
   * (bug).
   */
  finish(): AllocationTotals {
    this.#settleArrivalsBelow(undefined)
    if (this.#allocationTotal >> UINT256_BITS !== 0n) throw allocationOverflow(null)
    const { allocated, dust, excluded, rounding, unbound } = this.#sums
    const sum = allocated + dust + excluded + rounding + unbound
    if (sum !== this.#snapshotTotal) throw bucketsDoNotAddUp(sum, this.#snapshotTotal)
    const rules = [...this.#exclude.values(), ...this.#redirect.values()]
    return {
      buckets: { ...this.#sums },
      snapshotTotalBaseUnits: this.#snapshotTotal,
      totalBaseUnits: this.#allocationTotal,
      idleRules: rules.filter((rule) => !this.#met.has(rule)),
    }
  }

  #settleArrivalsBelow(address: string | undefined): void {
    for (;;) {
      const next = this.#arrivals.at(-1)
      if (next === undefined || (address !== undefined && next.address >= address)) return
      this.#arrivals.pop()
      this.#settle(next.address, next.balance)
    }
  }

  #settle(address: string, balance: bigint): void {
    const { amount, remainder } = convertDecimals(this.#change, balance)
    if (amount < this.#minimum) {
      this.#sums.dust += balance
      if (balance === 0n) return
      const rule = 'minimumBaseUnits'
      this.#sink.rule({ address, outcome: 'dust', balanceBaseUnits: balance, rule })
      return
    }
    if (amount >> UINT256_BITS !== 0n) throw allocationOverflow(address)
    this.#allocate({ rows: packRow(address, amount), amount, balance, remainder })
  }

  #allocate({ rows, amount, balance, remainder }: Omit<ConvertedRows, 'rejected'>): void {
    this.#sums.rounding += remainder
    this.#sums.allocated += balance - remainder
    this.#allocationTotal += amount
    this.#sink.allocate(rows)
  }
}

function rulesByAddress(list: string, addresses: readonly string[]): ReadonlyMap<string, string> {
  return new Map(addresses.map((address, index) => [address.toLowerCase(), `${list}[${index}]`]))
}
