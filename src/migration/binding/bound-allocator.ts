import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { Allocator } from '../allocation/allocator.ts'
import { RedirectedBalances } from '../allocation/redirected-balances.ts'
import { isBurned } from '../allocation/retired-evidence.ts'
import type { AllocationTotals, RuledBalance } from '../allocation/rules.ts'
import { redirectAgainstBinding } from '../allocation/rules-errors.ts'
import type { CampaignRules } from '../campaign/campaign.ts'
import { addressOfHolder } from '../campaign/ruled-holder.ts'
import type { BytomHolder } from '../snapshot/bytom/holder-rows.ts'
import { holdersIn } from '../snapshot/holder.ts'
import type { BoundBalance } from './bound-file.ts'

export interface BoundAllocatorInput {
  readonly rules: CampaignRules
  /** Decimals of the snapshot. */
  readonly decimals: number
  readonly network: BytomNetwork
  /** Accounts (EIP-55) by control program, as their holders have signed. */
  readonly destinations: ReadonlyMap<string, string>
  /** Balances of control programs whose owner nobody can prove, base units of the snapshot. */
  readonly unattributable: bigint
}

/** All holders after rules and bindings. Lists ascend by address. */
export interface BoundAllocations extends AllocationTotals {
  /** One for each account, ascending. */
  readonly allocations: readonly { readonly account: string; readonly amount: bigint }[]
  readonly ruled: readonly RuledBalance[]
  readonly bound: readonly BoundBalance[]
  readonly unbound: readonly BytomHolder[]
}

/**
 * Assigns Bytom holders to the accounts they are bound to, then allocates to accounts: a leaf is
 * the sum of the holders of its account. With a redirect the operator binds a holder who has not
 * signed. Order of the rules: exclude, redirect or binding, decimals, minimum.
 */
export class BoundAllocator {
  readonly #input: BoundAllocatorInput
  readonly #exclude: ReadonlyMap<string, string>
  readonly #redirect: ReadonlyMap<string, { readonly to: string; readonly rule: string }>
  readonly #holdersOf = new Map<string, BoundBalance[]>()
  readonly #ruled: RuledBalance[] = []
  readonly #unbound: BytomHolder[] = []
  readonly #met = new Set<string>()
  #total = 0n
  #excluded = 0n

  constructor(input: BoundAllocatorInput) {
    const { network, rules } = input
    this.#input = input
    this.#exclude = new Map(
      rules.exclude.map(({ address }, i) => [addressOfHolder(network, address), `exclude[${i}]`]),
    )
    this.#redirect = new Map(
      rules.redirect.map(({ from, to }, i) => [
        addressOfHolder(network, from),
        { to, rule: `redirect[${i}]` },
      ]),
    )
  }

  /** @throws REDIRECT_AGAINST_BINDING */
  take(holder: BytomHolder): void {
    const { address, baseUnits } = holder
    this.#total += baseUnits
    const rule = this.#exclude.get(address)
    if (rule !== undefined) {
      this.#met.add(rule)
      this.#excluded += baseUnits
      this.#ruled.push({ address, outcome: 'excluded', balanceBaseUnits: baseUnits, rule })
      return
    }
    const bound = this.#accountOf(holder)
    if (bound === undefined) {
      this.#unbound.push(holder)
      return
    }
    const holders = this.#holdersOf.get(bound.account) ?? []
    holders.push({ ...holder, ...bound })
    this.#holdersOf.set(bound.account, holders)
  }

  /** @throws ALLOCATION_OVERFLOW; BUCKETS_DO_NOT_ADD_UP (bug). */
  finish(): BoundAllocations {
    const { rules, decimals, unattributable } = this.#input
    const allocations: { account: string; amount: bigint }[] = []
    const ruled = [...this.#ruled]
    const bound: BoundBalance[] = []
    const allocator = new Allocator({
      rules: { ...rules, exclude: [], redirect: [] },
      decimals,
      redirected: new RedirectedBalances({ redirect: [] }),
      sink: {
        allocate: (rows) => {
          for (const { address: account, amount } of holdersIn([rows])) {
            allocations.push({ account, amount })
            for (const holder of this.#holders(account)) bound.push(holder)
          }
        },
        rule: ({ address: account, outcome, rule }) => {
          for (const { address, baseUnits } of this.#holders(account)) {
            ruled.push({ address, outcome, balanceBaseUnits: baseUnits, rule })
          }
        },
      },
    })
    for (const account of [...this.#holdersOf.keys()].sort()) {
      allocator.take(account, sumOf(this.#holders(account)))
    }
    for (const { address, baseUnits, by } of bound) {
      if (by === BINDING) continue
      ruled.push({ address, outcome: 'redirected', balanceBaseUnits: baseUnits, rule: by })
    }
    const { buckets, totalBaseUnits } = allocator.finish()
    const rulesNamed = [...this.#exclude.values(), ...[...this.#redirect.values()].map(ruleOf)]
    return {
      allocations,
      ruled: ruled.sort(byAddress),
      bound: bound.sort(byAddress),
      unbound: this.#unbound,
      buckets: {
        ...buckets,
        excluded: this.#excluded,
        unbound: sumOf(this.#unbound),
        unattributable,
      },
      snapshotTotalBaseUnits: this.#total + unattributable,
      totalBaseUnits,
      idleRules: rulesNamed.filter((rule) => !this.#met.has(rule) && !isBurned(rule, rules)),
    }
  }

  #accountOf({ address, program }: BytomHolder): Pick<BoundBalance, 'account' | 'by'> | undefined {
    const signed = this.#input.destinations.get(program)
    const redirect = this.#redirect.get(address)
    if (redirect === undefined) {
      return signed === undefined ? undefined : { account: signed.toLowerCase(), by: BINDING }
    }
    const { to, rule } = redirect
    this.#met.add(rule)
    if (signed !== undefined && signed !== to)
      throw redirectAgainstBinding(rule, address, to, signed)
    return { account: to.toLowerCase(), by: rule }
  }

  #holders(account: string): readonly BoundBalance[] {
    return this.#holdersOf.get(account) ?? []
  }
}

const BINDING = 'binding'

function sumOf(holders: readonly BytomHolder[]): bigint {
  return holders.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
}

function ruleOf({ rule }: { rule: string }): string {
  return rule
}

function byAddress(a: { address: string }, b: { address: string }): number {
  return a.address < b.address ? -1 : 1
}
