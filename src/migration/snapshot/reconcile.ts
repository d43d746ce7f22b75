// Logs record what happened to a token; balances are its state. They must agree to the unit:
// sums of logs plus the constructor's credits equal balanceOf, and all of it equals totalSupply.

import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { checksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { type BalanceCheck, Categories, checkBalances } from './balance-check.ts'
import type { BalanceProbe } from './balance-probe.ts'
import type { Category, OnProgress } from './balance-source.ts'
import type { BalanceTable } from './balance-table.ts'
import { holdersIn } from './holder.ts'
import { isBelowZero, sampleRows } from './sample-rows.ts'
import type { ConstructorCredits, Seed } from './seeds.ts'
import { accountsBelowZero, holdersDiffer, supplyDiffers } from './snapshot-errors.ts'

const MAX_NAMED = 20
export interface Reconciliation {
  readonly seeds: readonly Seed[]
  readonly categories: Readonly<Record<string, Category>>
  readonly checkedHolders: number
}

export interface ReconcileInput {
  readonly table: BalanceTable
  /** Lower case. */
  readonly token: string
  /** `totalSupply` at the block, base units. */
  readonly supply: bigint
  /** Compare all balances with `balanceOf`, or a sample of so many. */
  readonly verify: 'all' | number
  readonly probe: BalanceProbe
  readonly credits: ConstructorCredits
  readonly onProgress: OnProgress
}

/**
 * Corrects the table by the chain, if the difference can be explained.
 * @throws LOGS_DO_NOT_ADD_UP
 */
export async function reconcile(input: ReconcileInput): Promise<Reconciliation> {
  const { table, verify } = input
  const rows = verify === 'all' ? table.rows() : sampleRows(table, verify)
  const check = await checkBalances(input.probe, input.token, rows, {
    allHolders: verify === 'all' ? table.size : Math.min(table.size, verify),
    onProgress: input.onProgress,
  })
  await assertExplained(check, input.credits)
  for (const { address, amount } of check.seeds) table.creditOne(hexToBytes(address), amount)
  const categories = verify === 'all' ? check.categories : sumOf(table, input.token)
  const hidden = await addHiddenCredits(input, categories)
  const seeds = [...check.seeds, ...hidden].sort((a, b) => (a.address < b.address ? -1 : 1))
  return { seeds, categories: categories.toRecord(), checkedHolders: check.checked }
}

/**
 * The same without any state of the block: only one account may have spent what it never received,
 * and it is then the one that was credited with what is missing from the supply.
 * @throws LOGS_DO_NOT_ADD_UP
 */
export function reconcileByLogs({
  table,
  token,
  supply,
}: Pick<ReconcileInput, 'table' | 'token' | 'supply'>): Reconciliation {
  const total = sumOf(table, token, 'signed').total
  const below = accountsBelow(table)
  const missing = supply - total
  const [only] = below
  if (below.length > 1) {
    throw accountsBelowZero(below.slice(0, MAX_NAMED).map(checksumAddress), below.length)
  }
  if (only === undefined && missing !== 0n) throw supplyDiffers(total, supply)
  const seeds = only === undefined ? [] : [{ address: only, amount: missing }]
  for (const { address, amount } of seeds) table.creditOne(hexToBytes(address), amount)
  if (accountsBelow(table).length > 0) throw supplyDiffers(total, supply)
  return { seeds, categories: sumOf(table, token).toRecord(), checkedHolders: 0 }
}

async function assertExplained(check: BalanceCheck, credits: ConstructorCredits): Promise<void> {
  if (check.differing === 0) return
  const isListed = check.differing === check.seeds.length
  const unexplained = isListed ? await credits.unexplained(check.seeds) : check.seeds
  if (unexplained.length === 0) return
  const count = isListed ? unexplained.length : check.differing
  const names = new Set(unexplained.slice(0, MAX_NAMED).map(({ address }) => address))
  throw holdersDiffer(
    check.differences.filter(({ address }) => names.has(address.toLowerCase())),
    count,
  )
}

/**
 * Makes the categories add up to the supply: the zero address may hold what was burned, and an
 * account that no log names may hold what the constructor gave it.
 */
async function addHiddenCredits(input: ReconcileInput, categories: Categories): Promise<Seed[]> {
  const { table, supply, probe, credits } = input
  if (categories.total === supply) return []
  const [zero] = await probe.ask(hexToBytes(ZERO_ADDRESS))
  const burned = zero?.amount ?? 0n
  if (burned > 0n) categories.addTo('zeroAddress', 1, burned)
  if (categories.total >= supply) {
    if (categories.total === supply) return []
    throw supplyDiffers(categories.total, supply)
  }
  const hidden: Seed[] = []
  for (const address of await credits.likelyAccounts()) {
    const bytes = hexToBytes(address)
    if (table.amountOf(bytes)) continue
    const [answer] = await probe.ask(bytes)
    if (!answer?.answered || answer.amount === 0n) continue
    const seed = { address, amount: answer.amount }
    if ((await credits.unexplained([seed])).length > 0) continue
    hidden.push(seed)
    table.creditOne(bytes, seed.amount)
    categories.add(address, answer)
  }
  if (categories.total !== supply) throw supplyDiffers(categories.total, supply)
  return hidden
}

/** Sum of the table; `signed` if some accounts may be below zero. */
function sumOf(table: BalanceTable, token: string, sign?: 'signed'): Categories {
  const categories = new Categories(token)
  let holders = 0
  let total = 0n
  for (const { address, amount } of holdersIn(table.rows())) {
    if (address === ZERO_ADDRESS || amount === 0n) continue
    holders++
    total += sign ? BigInt.asIntN(256, amount) : amount
  }
  categories.addTo('holders', holders, total)
  return categories
}

function accountsBelow(table: BalanceTable): string[] {
  const below: string[] = []
  for (const rows of table.sortedRows()) {
    for (const [i, { address }] of [...holdersIn([rows])].entries()) {
      if (address !== ZERO_ADDRESS && isBelowZero(rows, i * ROW_BYTES)) below.push(address)
    }
  }
  return below
}
