import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { checksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { BalanceProbe, Probe } from './balance-probe.ts'
import type { Category, OnProgress } from './balance-source.ts'
import type { Seed } from './seeds.ts'
import type { Difference } from './snapshot-errors.ts'

/** No known constructor credits more accounts than this without an event. */
const MAX_SEEDS = 10_000
/** How the sums of logs compare with `balanceOf`. */
export interface BalanceCheck {
  readonly checked: number
  readonly differing: number
  /** The first of them. */
  readonly seeds: readonly Seed[]
  readonly differences: readonly Difference[]
  /** By kind of holder, from `balanceOf`. */
  readonly categories: Categories
}

/** Sums balances by kind of account. */
export class Categories {
  readonly #sums = new Map<string, { holders: number; baseUnits: bigint }>()
  readonly #token: string

  /** @param token lower case */
  constructor(token: string) {
    this.#token = token
  }

  add(address: string, { amount, hasCode }: Probe): void {
    if (amount === 0n) return
    const name = address === this.#token ? 'token' : hasCode ? 'contracts' : 'accounts'
    this.addTo(name, 1, amount)
  }

  addTo(name: string, holders: number, baseUnits: bigint): void {
    const sum = this.#sums.get(name) ?? { holders: 0, baseUnits: 0n }
    this.#sums.set(name, {
      holders: sum.holders + holders,
      baseUnits: sum.baseUnits + baseUnits,
    })
  }

  get total(): bigint {
    return [...this.#sums.values()].reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
  }

  toRecord(): Record<string, Category> {
    return Object.fromEntries(this.#sums)
  }
}

/**
 * Compares rows of the table with `balanceOf`. The zero address is skipped: it
 * stands for minting and burning.
 * @param token lower case
 */
export async function checkBalances(
  probe: BalanceProbe,
  token: string,
  pieces: Iterable<Uint8Array>,
  { allHolders, onProgress }: { allHolders: number; onProgress: OnProgress },
): Promise<BalanceCheck> {
  const categories = new Categories(token)
  const seeds: Seed[] = []
  const differences: Difference[] = []
  let checked = 0
  let differing = 0
  for (const rows of pieces) {
    const probes = await probe.ask(addressesIn(rows))
    for (const [i, answer] of probes.entries()) {
      const at = i * ROW_BYTES
      const address = bytesToHex(rows.subarray(at, at + ADDRESS_BYTES))
      if (address === ZERO_ADDRESS) continue
      checked++
      categories.add(address, answer)
      const sum = readUint256(rows, at + ADDRESS_BYTES)
      if (answer.answered && answer.amount === sum) continue
      if (++differing > MAX_SEEDS) continue
      seeds.push({ address, amount: BigInt.asUintN(256, answer.amount - sum) })
      differences.push(differenceOf(address, sum, answer.amount))
    }
    onProgress({ stage: 'balances', holders: checked, allHolders })
  }
  return { checked, differing, seeds, differences, categories }
}

function differenceOf(address: string, sum: bigint, onChain: bigint): Difference {
  return { address: checksumAddress(address), fromLogs: BigInt.asIntN(256, sum), onChain }
}

/** The addresses of packed rows, 20 bytes each. */
function addressesIn(rows: Uint8Array): Uint8Array {
  const count = rows.length / ROW_BYTES
  const addresses = new Uint8Array(count * ADDRESS_BYTES)
  for (let i = 0; i < count; i++) {
    addresses.set(rows.subarray(i * ROW_BYTES, i * ROW_BYTES + ADDRESS_BYTES), i * ADDRESS_BYTES)
  }
  return addresses
}
