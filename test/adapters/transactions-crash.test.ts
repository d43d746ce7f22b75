import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, STRANGER, withFolder } from '../support/engine.ts'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import type { SenderTask } from '../support/sender.ts'
import { compileSender, type Sender } from '../support/sender-process.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address

let chain: TestChain
let proxy: FaultyProxy
let startSender: (task: SenderTask) => Sender
let pristine: string
beforeAll(async () => {
  chain = await spawnChain()
  proxy = await startFaultyProxy(chain.rpcUrl)
  startSender = await compileSender()
})
beforeEach(async () => {
  pristine = await chain.request('evm_snapshot')
})
afterEach(async () => {
  proxy.setRule(undefined)
  await chain.request('evm_revert', [pristine])
})
afterAll(async () => {
  await proxy.close()
  await chain.stop()
})

const sentCount = async () =>
  Number(await chain.request('eth_getTransactionCount', [SENDER, 'latest']))
const received = async () => BigInt(await chain.request('eth_getBalance', [STRANGER, 'latest']))

async function journalOf<T>(
  folder: string,
  look: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>,
): Promise<T> {
  const engine = await openEngine([chain.rpcUrl], folder)
  try {
    return await look(engine)
  } finally {
    await engine.close()
  }
}

/** What a single one does at each step is in test/e2e/tx/crash.test.ts. */
describe('a process killed', () => {
  test('amid many in flight leaves no gap and no duplicate', () =>
    withFolder(async (folder) => {
      const payments = Array.from({ length: 60 }, (_, n) => `wage ${n}`)
      const task = { url: proxy.url, folder, payments, inFlight: 20 }
      for (const strike of [1, 13, 37]) {
        const doomed = startSender(task)
        let sends = 0
        proxy.setRule(({ method }) => {
          if (method !== 'eth_sendRawTransaction' || ++sends < strike) return undefined
          doomed.process.kill('SIGKILL')
          return sends % 2 === 0 ? { kind: 'drop' } : { kind: 'loseAnswer' }
        })
        expect(await doomed.report).toBeNull()
      }
      proxy.setRule(undefined)
      const report = await startSender(task).report
      expect(report?.error).toBeNull()
      expect(new Set(report?.hashes).size).toBe(60)
      expect(await sentCount()).toBe(60)
      expect(await received()).toBe(60n)
      await journalOf(folder, async ({ journal }) => void (await auditJournal(journal)))
    }))
})

/** So many payments of one wei, with as many nonces from zero on, and all of them final. */
async function expectEachOnce(folder: string, count: number): Promise<void> {
  expect([await sentCount(), await received()]).toEqual([count, BigInt(count)])
  await journalOf(folder, async ({ journal }) => {
    const rows = await journal.allRows()
    const nonces = rows.map(({ nonce }) => nonce).sort((a, b) => a - b)
    expect(nonces).toEqual(Array.from({ length: count }, (_, n) => n))
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['final']))
    await auditJournal(journal)
  })
}

describe('two processes sending from one key', () => {
  test('100 transactions each: 200 nonces, no gap, no duplicate', () =>
    withFolder(async (folder) => {
      const senders = ['left', 'right'].map((side) =>
        startSender({
          url: chain.rpcUrl,
          folder,
          payments: Array.from({ length: 100 }, (_, n) => `${side} ${n}`),
        }),
      )
      const reports = await Promise.all(senders.map(({ report }) => report))
      expect(reports.map((report) => report?.error)).toEqual([null, null])
      await expectEachOnce(folder, 200)
    }))

  test('100 each, and one of them killed half-way and run again: the same', () =>
    withFolder(async (folder) => {
      const tasks = ['left', 'right'].map((side) => ({
        url: side === 'left' ? proxy.url : chain.rpcUrl,
        folder,
        payments: Array.from({ length: 100 }, (_, n) => `${side} ${n}`),
        inFlight: 20,
      }))
      const [doomed, other] = tasks.map((task) => startSender(task)) as [Sender, Sender]
      let sends = 0
      proxy.setRule(({ method }) => {
        if (method !== 'eth_sendRawTransaction' || ++sends < 50) return undefined
        doomed.process.kill('SIGKILL')
        return { kind: 'loseAnswer' }
      })
      expect(await doomed.report).toBeNull()
      proxy.setRule(undefined)
      const again = startSender(tasks[0] as SenderTask)
      const reports = await Promise.all([again.report, other.report])
      expect(reports.map((report) => report?.error)).toEqual([null, null])
      await expectEachOnce(folder, 200)
    }))

  test('the same 40 intents, many in flight: each is sent by one of them only', () =>
    withFolder(async (folder) => {
      const payments = Array.from({ length: 40 }, (_, n) => `shared ${n}`)
      const senders = [1, 2].map(() =>
        startSender({ url: chain.rpcUrl, folder, payments, inFlight: 10 }),
      )
      const reports = await Promise.all(senders.map(({ report }) => report))
      expect(reports.map((report) => report?.error)).toEqual([null, null])
      expect(new Set(reports[0]?.hashes)).toEqual(new Set(reports[1]?.hashes))
      expect(await sentCount()).toBe(40)
      expect(await received()).toBe(40n)
    }))
})
