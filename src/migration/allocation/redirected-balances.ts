import { compareAddresses, placeOfAddress } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { CampaignRules } from '../campaign/campaign.ts'

/** Balances that redirects bring to their targets; empty for a campaign without redirects. */
export class RedirectedBalances {
  readonly #targets: ReadonlyMap<string, string>
  readonly #arriving = new Map<string, bigint>()

  constructor({ redirect }: Pick<CampaignRules, 'redirect'>) {
    this.#targets = new Map(redirect.map(({ from, to }) => [from.toLowerCase(), to.toLowerCase()]))
  }

  /** Whether the snapshot must be read once more for these. */
  get areNeeded(): boolean {
    return this.#targets.size > 0
  }

  /** @param rows packed, in ascending order of address, each address once in all. */
  add(rows: Uint8Array): void {
    for (const [from, target] of this.#targets) {
      const address = hexToBytes(from)
      const at = placeOfAddress(rows, address)
      if (at === rows.length || compareAddresses(rows, at, address, 0) !== 0) continue
      const balance = readUint256(rows, at + ADDRESS_BYTES)
      this.#arriving.set(target, (this.#arriving.get(target) ?? 0n) + balance)
    }
  }

  /** Targets with their arriving balances, ascending by address. */
  arrivals(): { address: string; balance: bigint }[] {
    return [...this.#arriving]
      .map(([address, balance]) => ({ address, balance }))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
  }
}
