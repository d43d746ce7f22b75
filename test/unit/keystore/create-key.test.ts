import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKey } from '../../../src/keystore/create-key.ts'
import { backupInFile } from '../../../src/keystore/hd/mnemonic-backup.ts'
import { MemoryStore } from '../../../src/keystore/stores/memory-store.ts'
import { temporaryFolder } from '../../support/home.ts'
import { openKeyring } from './memory-keyring.ts'

describe('the words of a key that was not made to its end', () => {
  it('are kept when its secret arrived: a repair can still finish it', async () => {
    const kept = await wordsAfter(async (put, index) => {
      await put()
      writeFileSync(index, 'damaged')
    })
    expect(kept).toBe(true)
  })

  it('are deleted when its secret did not: they are the words of nothing', async () => {
    expect(await wordsAfter(() => Promise.reject(new Error('the store is full')))).toBe(false)
  })
})

/** Whether the words are still there after a creation whose store does `put` in this way. */
async function wordsAfter(
  storing: (put: () => Promise<void>, index: string) => Promise<void>,
): Promise<boolean> {
  const home = temporaryFolder()
  const store = new MemoryStore()
  const put = store.put.bind(store)
  store.put = (entry, secret) => storing(() => put(entry, secret), join(home, 'keys.json'))
  const words = join(home, 'words.txt')
  const input = { name: 'cold', type: 'evm', backup: backupInFile(words) } as const
  await expect(createKey(openKeyring(home, store), input)).rejects.toThrow()
  return existsSync(words)
}
