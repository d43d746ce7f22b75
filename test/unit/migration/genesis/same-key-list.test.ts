import { describe, expect, it } from 'vitest'
import { sameKeyList } from '../../../../src/migration/genesis/same-key-list.ts'

const balances = [
  { program: '0014aa', address: 'sm1a', baseUnits: 70n },
  { program: '51', address: null, baseUnits: 30n },
]
const rules = { decimals: null, minimumBaseUnits: 1n }

describe('a list under the same keys', () => {
  it('adds up to the supply of the snapshot', () => {
    const input = { balances, rules, excluded: new Map(), supplyBaseUnits: 100n }
    expect(sameKeyList(input)).toMatchObject({
      kept: balances,
      buckets: { holders: 70n, unattributable: 30n, excluded: 0n, dust: 0n },
    })
    expect(() => sameKeyList({ ...input, supplyBaseUnits: 101n })).toThrow(
      expect.objectContaining({ code: 'BUCKETS_DO_NOT_ADD_UP', exitCode: 1 }),
    )
  })
})
