import fc from 'fast-check'
import type { Allocation } from '../../src/migration/tree/allocation-table.ts'

/** `count` different accounts with amounts of very different size, the same in every run. */
export function someAllocations(count: number): Allocation[] {
  return Array.from({ length: count }, (_, index) => ({
    account: `0x${((BigInt(index) + 1n) * 0x9e3779b97f4a7c15f39cc0605cedc835n)
      .toString(16)
      .padStart(40, '0')
      .slice(-40)}`,
    amountBaseUnits: BigInt(index) ** BigInt(index % 14) + 1n,
  }))
}

const account = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
  .filter((address) => /[1-9a-f]/.test(address.slice(2)))

/** Any list of allocations to different accounts, from one up, amounts over all of uint256. */
export const allocationLists = fc.uniqueArray(
  fc.record({
    account,
    amountBaseUnits: fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 27n }),
      fc.bigInt({ min: 0n, max: 2n ** 249n }),
    ),
  }),
  { minLength: 1, maxLength: 90, selector: ({ account }) => account },
)
