import { describe, expect, it } from 'vitest'
import { RangePlanner } from '../../../../src/chain/contracts/range-planner.ts'

const FAR = 100_000_000

describe('the size of a question for logs', () => {
  it('grows quickly where there is little to read', () => {
    const { asked } = drive({ bytesPerBlock: () => 0 })
    expect(asked).toBeLessThan(20)
  })

  it('settles where answers are about a megabyte', () => {
    const { sizes } = drive({ bytesPerBlock: () => 315_000, to: 400 })
    for (const size of sizes.slice(2, -1)) expect(size * 315_000).toBeGreaterThan(600_000)
    for (const size of sizes.slice(2)) expect(size * 315_000).toBeLessThan(2_000_000)
  })

  it('shrinks when blocks become full', () => {
    const { sizes } = drive({
      bytesPerBlock: (block) => (block < 1000 ? 10 : 1_000_000),
      to: 100_000,
    })
    expect(sizes.at(-2)).toBe(1)
  })

  it('finds a cap by halving and keeps close to it', () => {
    const { asked, refused } = drive({ bytesPerBlock: () => 1, cap: 10_000, to: 10_000_000 })
    expect(asked - refused).toBeLessThan(2 * (10_000_000 / 10_000) + 20)
    expect(refused).toBeLessThan(asked / 20)
  })

  it('cannot halve one block', () => {
    expect(new RangePlanner().refused({ from: 7, to: 7 })).toBeUndefined()
  })
})

/** Reads blocks 0 to `to` one question after the other, from a node as described. */
function drive({
  bytesPerBlock,
  cap = Number.POSITIVE_INFINITY,
  to = FAR,
}: {
  bytesPerBlock: (block: number) => number
  cap?: number
  to?: number
}) {
  const planner = new RangePlanner()
  const sizes: number[] = []
  let asked = 0
  let refused = 0
  const read = (range: { from: number; to: number }): void => {
    const size = range.to - range.from + 1
    asked++
    if (size > cap) {
      refused++
      for (const half of planner.refused(range) ?? []) read(half)
      return
    }
    sizes.push(size)
    planner.answered(range, size * bytesPerBlock(range.from))
  }
  for (let next = 0; next <= to; ) {
    const range = planner.first({ from: next, to: to })
    read(range)
    next = range.to + 1
  }
  return { sizes, asked, refused }
}
