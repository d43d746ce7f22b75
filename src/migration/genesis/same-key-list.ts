// The list for a chain where Bytom holders keep their keys: each control program keeps what it
// holds, unless a rule of the campaign says otherwise. Nobody has to be bound to an account.

import { convertDecimals, decimalsChange } from '../allocation/decimals.ts'
import { bucketsDoNotAddUp } from '../allocation/rules-errors.ts'
import type { CampaignRules } from '../campaign/campaign.ts'

/** A control program and what it holds. */
export interface ProgramBalance {
  /** Lower-case hex. */
  readonly program: string
  /** In lower case; null if nobody can prove to own the program. */
  readonly address: string | null
  /** Above 0. */
  readonly baseUnits: bigint
}

/** Where the supply went, in base units. The sum is the supply of the snapshot. */
export interface SameKeyBuckets {
  /** Kept under programs that have an address. */
  readonly holders: bigint
  /** Kept under programs whose owner nobody can prove: whoever could spend them still can. */
  readonly unattributable: bigint
  readonly excluded: bigint
  /** Balances whose allocation would be below the minimum. */
  readonly dust: bigint
}

export interface SameKeyList {
  /** In ascending order of program. */
  readonly kept: readonly ProgramBalance[]
  readonly buckets: SameKeyBuckets
  /** Rules whose program holds nothing, such as `exclude[0]`. */
  readonly idleRules: readonly string[]
}

export interface SameKeyInput {
  readonly balances: readonly ProgramBalance[]
  readonly rules: Pick<CampaignRules, 'decimals' | 'minimumBaseUnits'>
  /** Programs whose balance is left out, with the place of the rule. */
  readonly excluded: ReadonlyMap<string, string>
  /** What the balances must add up to. */
  readonly supplyBaseUnits: bigint
}

/**
 * Applies exclusions and the minimum. The minimum is in base units after conversion, as for every
 * campaign, but what is kept is in those of the snapshot: the ledger has the same decimals.
 * @throws BUCKETS_DO_NOT_ADD_UP (bug)
 */
export function sameKeyList({
  balances,
  rules,
  excluded,
  supplyBaseUnits,
}: SameKeyInput): SameKeyList {
  const change = decimalsChange(rules.decimals ?? { from: 0, to: 0 })
  const kept: ProgramBalance[] = []
  const met = new Set<string>()
  const buckets = { holders: 0n, unattributable: 0n, excluded: 0n, dust: 0n }
  for (const balance of balances) {
    const { program, address, baseUnits } = balance
    const exclusion = excluded.get(program)
    if (exclusion !== undefined) {
      met.add(exclusion)
      buckets.excluded += baseUnits
    } else if (convertDecimals(change, baseUnits).amount < rules.minimumBaseUnits) {
      buckets.dust += baseUnits
    } else {
      buckets[address === null ? 'unattributable' : 'holders'] += baseUnits
      kept.push(balance)
    }
  }
  const sum = Object.values(buckets).reduce((all, one) => all + one, 0n)
  if (sum !== supplyBaseUnits) throw bucketsDoNotAddUp(sum, supplyBaseUnits)
  return {
    kept: kept.sort((a, b) => (a.program < b.program ? -1 : 1)),
    buckets,
    idleRules: [...excluded.values()].filter((rule) => !met.has(rule)),
  }
}
