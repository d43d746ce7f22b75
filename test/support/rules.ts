import { Allocator } from '../../src/migration/allocation/allocator.ts'
import { RedirectedBalances } from '../../src/migration/allocation/redirected-balances.ts'
import type { AllocationTotals, RuledBalance } from '../../src/migration/allocation/rules.ts'
import type { CampaignRules } from '../../src/migration/campaign/campaign.ts'
import { holdersIn } from '../../src/migration/snapshot/holder.ts'
import { packRow, ROW_BYTES } from '../../src/primitives/account-rows.ts'

export interface Balance {
  readonly address: string
  readonly balance: bigint
}

export interface RuledSnapshot extends AllocationTotals {
  readonly allocations: { address: string; amount: bigint }[]
  readonly ruled: RuledBalance[]
}

export const NO_RULES: CampaignRules = {
  decimals: null,
  minimumBaseUnits: 1n,
  exclude: [],
  redirect: [],
  unbound: 'hold',
}

/** Applies rules to balances as `migrate build` does: one reading for redirects, one for the rest. */
export function applyRules(
  balances: readonly Balance[],
  rules: Partial<CampaignRules>,
  decimals = 18,
): RuledSnapshot {
  const all = { ...NO_RULES, ...rules }
  const allocations: { address: string; amount: bigint }[] = []
  const ruled: RuledBalance[] = []
  const redirected = new RedirectedBalances(all)
  const rows = Buffer.concat(balances.map(({ address, balance }) => packRow(address, balance)))
  for (const piece of inPieces(rows)) redirected.add(piece)
  const sink = {
    allocate: (rows: Uint8Array) => allocations.push(...holdersIn([rows])),
    rule: (row: RuledBalance) => ruled.push(row),
  }
  const allocator = new Allocator({ rules: all, decimals, redirected, sink })
  for (const piece of inPieces(rows)) allocator.takeRows(piece)
  return { allocations, ruled, ...allocator.finish() }
}

/** Few rows a piece, so that rules name the first and the last of some. */
function* inPieces(rows: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < rows.length; at += 3 * ROW_BYTES) {
    yield rows.subarray(at, at + 3 * ROW_BYTES)
  }
}
