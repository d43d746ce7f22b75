import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { fileLease } from '../../../src/chain/transactions/nonces.ts'
import { tryFileLock } from '../../../src/primitives/file-lock.ts'
import { temporaryFolder } from '../../support/home.ts'

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const THREE_MINUTES_MS = 180_000

it('an account that another process keeps for minutes is busy, and free once it is let go', async () => {
  const folder = temporaryFolder()
  const lock = await tryFileLock(join(folder, `nonce-1-${ACCOUNT.toLowerCase()}.lock`))
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const lease = fileLease(folder)
  const waiting = lease(1n, ACCOUNT, async () => 'done')
  const later = setInterval(() => vi.setSystemTime(Date.now() + THREE_MINUTES_MS), 50)
  onTestFinished(() => clearInterval(later))
  await expect(waiting).rejects.toMatchObject({ code: 'ACCOUNT_BUSY', exitCode: 8 })
  lock?.release()
  expect(await lease(1n, ACCOUNT, async () => 'done')).toBe('done')
})
