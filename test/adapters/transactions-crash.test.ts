import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditJournal } from '../../src/chain/journal-audit.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, STRANGER, withFolder } from '../support/engine.ts'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
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

describe('a process killed', () => {
  /** Where the kill strikes, as the node sees it, and what is left behind. */
  const steps: readonly [where: string, method: string, fault: Fault, left: string[]][] = [
    ['while it reads prices', 'eth_getBalance', { kind: 'drop' }, []],
    ['while it simulates', 'eth_estimateGas', { kind: 'loseAnswer' }, []],
    ['while it takes a nonce', 'eth_getTransactionCount', { kind: 'drop' }, []],
    [
      'before the node sees the transaction',
      'eth_sendRawTransaction',
      { kind: 'drop' },
      ['signed'],
    ],
    [
      'before it hears that the node has it',
      'eth_sendRawTransaction',
      { kind: 'loseAnswer' },
      ['signed'],
    ],
    ['while it waits for the receipt', 'eth_getTransactionReceipt', { kind: 'drop' }, ['signed']],
  ]

  test.each(steps)('%s pays once in all', (_where, method, fault, left) =>
    withFolder(async (folder) => {
      const task = { url: proxy.url, folder, payments: ['wage'] }
      const doomed = startSender(task)
      proxy.setRule((call) => {
        if (call.method !== method) return undefined
        doomed.process.kill('SIGKILL')
        return fault
      })
      expect(await doomed.report).toBeNull()
      proxy.setRule(undefined)

      await journalOf(folder, async ({ journal }) => {
        expect((await journal.allRows()).map(({ state }) => state)).toEqual(left)
      })
      const { report } = startSender(task)
      expect(await report).toMatchObject({ error: null })
      expect(await sentCount()).toBe(1)
      expect(await received()).toBe(1n)
      await journalOf(folder, async ({ journal, transactions }) => {
        expect((await journal.allRows()).map(({ state }) => state)).toEqual(['final'])
        expect(await transactions.resumeAll()).toEqual([])
        await auditJournal(journal)
      })
    }),
  )

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

  test('is finished by "resume" in another process', () =>
    withFolder(async (folder) => {
      const doomed = startSender({ url: proxy.url, folder, payments: ['wage'] })
      proxy.setRule(({ method }) => {
        if (method !== 'eth_sendRawTransaction') return undefined
        doomed.process.kill('SIGKILL')
        return { kind: 'drop' }
      })
      await doomed.report
      await journalOf(folder, async ({ transactions }) => {
        expect(await transactions.resumeAll()).toMatchObject([{ state: 'final', nonce: 0 }])
      })
      expect(await received()).toBe(1n)
    }))
})

describe('two processes sending from one key', () => {
  test('50 transactions each: 100 nonces, no gap, no duplicate', () =>
    withFolder(async (folder) => {
      const senders = ['left', 'right'].map((side) =>
        startSender({
          url: chain.rpcUrl,
          folder,
          payments: Array.from({ length: 50 }, (_, n) => `${side} ${n}`),
        }),
      )
      const reports = await Promise.all(senders.map(({ report }) => report))
      expect(reports.map((report) => report?.error)).toEqual([null, null])
      expect(await sentCount()).toBe(100)
      expect(await received()).toBe(100n)
      await journalOf(folder, async ({ journal }) => {
        const nonces = (await journal.allRows()).map(({ nonce }) => nonce).sort((a, b) => a - b)
        expect(nonces).toEqual(Array.from({ length: 100 }, (_, n) => n))
        await auditJournal(journal)
      })
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
