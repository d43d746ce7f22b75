import type { CampaignRules } from '../campaign/campaign.ts'

/** What arrives at the targets of redirects; empty for a campaign without any. */
export class RedirectedBalances {
  readonly #targets: ReadonlyMap<string, string>
  readonly #arriving = new Map<string, bigint>()

  constructor({ redirect }: Pick<CampaignRules, 'redirect'>) {
    this.#targets = new Map(redirect.map(({ from, to }) => [from.toLowerCase(), to.toLowerCase()]))
  }

  /** Whether the snapshot must be read once for these. */
  get areNeeded(): boolean {
    return this.#targets.size > 0
  }

  add(address: string, balance: bigint): void {
    const target = this.#targets.get(address)
    if (target === undefined) return
    this.#arriving.set(target, (this.#arriving.get(target) ?? 0n) + balance)
  }

  /** Targets with what arrives there, ascending by address. */
  arrivals(): { address: string; balance: bigint }[] {
    return [...this.#arriving]
      .map(([address, balance]) => ({ address, balance }))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
  }
}
