import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withEntryLock } from '../../../src/keystore/index/entry-lock.ts'
import { KeyIndex } from '../../../src/keystore/index/key-index.ts'
import { temporaryFolder } from '../../support/home.ts'

const OPS = { entry: 'ops-0123456789ab', name: 'ops' }
const PAYER = { entry: 'payer-0123456789ab', name: 'payer' }

function places() {
  const home = temporaryFolder()
  return { index: new KeyIndex(home), lockFolder: join(home, 'locks') }
}

it('an entry that somebody is at is busy, and another is not', async () => {
  const { index, lockFolder } = places()
  const again = (key: typeof OPS) =>
    withEntryLock({ index, lockFolder }, key, async () => 'done', { waitMs: 0 })
  await withEntryLock({ index, lockFolder }, OPS, async () => {
    await expect(again(OPS)).rejects.toMatchObject({
      code: 'KEY_BUSY',
      exitCode: 8,
      details: { key: 'ops' },
    })
    expect(await again(PAYER)).toBe('done')
  })
  expect(await again(OPS)).toBe('done')
})

it('an entry is waited for', async () => {
  const where = places()
  const order: string[] = []
  let finish = () => {}
  let first: Promise<unknown> = Promise.resolve()
  await new Promise<void>((begun) => {
    first = withEntryLock(where, OPS, async () => {
      begun()
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      order.push('first')
    })
  })
  const second = withEntryLock(where, OPS, async () => void order.push('second'))
  setTimeout(() => finish(), 60)
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
})
