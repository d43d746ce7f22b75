import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Unspent, UnspentTable } from '../../../src/migration/snapshot/bytom/unspent-table.ts'

/** Few keys, of which many begin alike. */
const key = fc.nat(400).map((n) =>
  n
    .toString(16)
    .padStart(8, '0')
    .padEnd(64, n % 3 === 0 ? 'a' : 'b'),
)
const unspent: fc.Arbitrary<Unspent> = fc.record({
  assetId: fc.constantFrom('aa'.repeat(32), 'bb'.repeat(32)),
  amount: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  program: fc.constantFrom('', '51', '00'.repeat(300)),
  coinbaseHeight: fc.option(fc.nat(1_000_000)),
})

it('a table of unspent outputs is a map', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, unspent), { maxLength: 3_000 }), (moves) => {
      const table = new UnspentTable()
      const map = new Map<string, Unspent>()
      for (const [id, output] of moves) {
        expect(table.get(id)).toEqual(map.get(id))
        // What is there is spent, what is not is made.
        if (map.delete(id)) table.delete(id)
        else {
          table.add(id, output)
          map.set(id, output)
        }
      }
      const amounts = (values: Iterable<Unspent>) =>
        Array.from(values, ({ amount }) => amount).sort()
      expect(amounts(table.values())).toEqual(amounts(map.values()))
    }),
    { numRuns: 50 },
  )
})

it('grows, and takes freed places again', () => {
  const table = new UnspentTable()
  const id = (n: number) => n.toString(16).padStart(8, '0').padEnd(64, 'c')
  const output = { assetId: 'aa', program: '51', coinbaseHeight: null }
  for (let n = 0; n < 10_000; n++) {
    table.add(id(n), { ...output, amount: BigInt(n) })
    if (n % 2 === 1) table.delete(id(n - 1))
  }
  const sum = Array.from(table.values()).reduce((total, { amount }) => total + amount, 0n)
  expect(sum).toBe(25_000_000n)
  expect(table.has(id(9_998))).toBe(false)
  expect(table.get(id(9_999))).toEqual({ ...output, amount: 9_999n })
})
