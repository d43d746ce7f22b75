import { describe, expect, it } from 'vitest'
import { groupsOf } from '../../../src/chain/transactions/intent-groups.ts'

async function all<T>(groups: AsyncIterable<T[]>): Promise<T[][]> {
  const collected: T[][] = []
  for await (const group of groups) collected.push(group)
  return collected
}

describe('groups of a stream', () => {
  it('are full while the source keeps up', async () => {
    expect(await all(groupsOf([1, 2, 3, 4, 5], 2))).toEqual([[1, 2], [3, 4], [5]])
  })

  it('of nothing are none', async () => {
    expect(await all(groupsOf([], 2))).toEqual([])
  })

  it('do not wait for a source that rests', async () => {
    let release: () => void = () => undefined
    const rest = new Promise<void>((resolve) => {
      release = resolve
    })
    async function* source() {
      yield 1
      yield 2
      await rest
      yield 3
    }
    const groups = groupsOf(source(), 10)
    expect((await groups.next()).value).toEqual([1, 2])
    release()
    expect(await all(groups)).toEqual([[3]])
  })

  it('close the source when nobody wants more', async () => {
    let closed = false
    function* source() {
      try {
        for (let n = 0; ; n++) yield n
      } finally {
        closed = true
      }
    }
    const groups = groupsOf(source(), 3)
    await groups.next()
    await groups.return(undefined)
    expect(closed).toBe(true)
  })

  it('pass on what the source throws', async () => {
    function* source() {
      yield 1
      throw new RangeError('row 2 is bad')
    }
    await expect(all(groupsOf(source(), 5))).rejects.toThrow(RangeError)
  })
})
