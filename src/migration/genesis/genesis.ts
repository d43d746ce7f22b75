// Genesis allocations: the same list for a chain that is not started yet, so that nobody has to
// claim.

import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { readCheckedAllocation } from '../allocation/checked-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { askedFile } from '../campaign/campaign-files.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'

export const GENESIS_FORMATS = ['geth', 'cybermiles', 'bytom2'] as const
export type GenesisFormat = (typeof GENESIS_FORMATS)[number]
/** Formats that list the accounts of a built allocation. */
export type AccountFormat = Exclude<GenesisFormat, 'bytom2'>

export interface GenesisList {
  /** Absolute path. */
  readonly file: string
  readonly format: GenesisFormat
  readonly accounts: number
  readonly totalBaseUnits: bigint
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string
  readonly symbol: string
  readonly decimals: number
}

/**
 * Writes the allocation of a campaign as a genesis list.
 * @throws OUT_OF_CAMPAIGN, and as `readCheckedAllocation` does.
 */
export async function writeGenesis(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
  format: AccountFormat,
  out: string,
): Promise<GenesisList> {
  const file = askedFile(campaign, out)
  const { allocations, totalBaseUnits, described } = await readCheckedAllocation(campaign)
  const digest = await writeDigestedFile(file, TEXTS[format](allocations))
  const { symbol, decimals } = described
  return { file, format, accounts: allocations.length, totalBaseUnits, digest, symbol, decimals }
}

const TEXTS: Readonly<Record<AccountFormat, (allocations: AllocationTable) => Iterable<string>>> = {
  geth: gethAlloc,
  cybermiles: cyberMilesList,
}

/** The value of `alloc` in geth's genesis.json: balances in wei as hexadecimal quantities. */
export function* gethAlloc(allocations: AllocationTable): Generator<string> {
  yield '{'
  let index = 0
  for (const { account, amountBaseUnits } of allocations) {
    const comma = index++ === 0 ? '' : ','
    yield `${comma}\n  "${account}": { "balance": "0x${amountBaseUnits.toString(16)}" }`
  }
  yield '\n}\n'
}

/**
 * The list the CyberMiles genesis was made from (travis, misc/gen_genesis): `address,wei` in
 * ascending order, addresses in lower case without 0x.
 */
export function* cyberMilesList(allocations: AllocationTable): Generator<string> {
  for (const { account, amountBaseUnits } of allocations) {
    yield `${account.slice(2)},${amountBaseUnits}\n`
  }
}
