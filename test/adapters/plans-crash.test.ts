import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { PlanOrder } from '../../src/chain/plan/plan.ts'
import { PLAN, writtenPlan } from '../../src/chain/plan/plan-file.ts'
import { SIGNED_PLAN, signPlan } from '../../src/chain/plan/signed-plan.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine, withFolder } from '../support/engine.ts'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { forgedSignedPlan, forgeriesOf } from '../support/plans.ts'
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
  chain.stop()
})

const sentCount = async () =>
  Number(await chain.request('eth_getTransactionCount', [SENDER, 'latest']))
const received = async () => BigInt(await chain.request('eth_getBalance', [STRANGER, 'latest']))

async function withEngine<T>(folder: string, look: (engine: TestEngine) => Promise<T>): Promise<T> {
  const engine = await openEngine([chain.rpcUrl], folder)
  return look(engine).finally(() => engine.close())
}

/** A plan of so many payments, in a file. */
async function planFile(folder: string, payments: number, order: PlanOrder): Promise<string> {
  const file = join(folder, 'plan.json')
  const wanted = Array.from({ length: payments }, (_, n) => payment(`wage ${n}`))
  const plan = await withEngine(folder, ({ transactions }) => transactions.plan(wanted, order))
  await PLAN.writeNew(file, writtenPlan(plan, 'test', Date.now()))
  return file
}

/** Everything of the plan is on the chain once, with the plan's nonces, and the journal is whole. */
async function assertCarriedOut(folder: string, file: string): Promise<void> {
  const { transactions } = await PLAN.read(file)
  expect(await sentCount()).toBe(transactions.length)
  expect(await received()).toBe(BigInt(transactions.length))
  await withEngine(folder, async ({ journal }) => {
    const rows = await journal.allRows()
    expect(rows.map(({ state }) => state)).toEqual(transactions.map(() => 'final'))
    expect(rows.map(({ nonce }) => nonce)).toEqual(transactions.map(({ nonce }) => nonce))
    await auditJournal(journal)
  })
}

describe('a process killed while it applies a plan', () => {
  /** Where the kill strikes, at which call of that kind, and what is in the journal then. */
  const steps: readonly [method: string, n: number, fault: Fault, left: string[]][] = [
    ['eth_getBalance', 1, { kind: 'drop' }, []],
    ['eth_simulateV1', 1, { kind: 'loseAnswer' }, []],
    ['eth_getTransactionCount', 2, { kind: 'drop' }, []],
    ['eth_sendRawTransaction', 1, { kind: 'drop' }, ['signed']],
    ['eth_sendRawTransaction', 1, { kind: 'loseAnswer' }, ['signed']],
    ['eth_getTransactionReceipt', 1, { kind: 'drop' }, ['signed']],
    ['eth_simulateV1', 2, { kind: 'drop' }, ['final']],
    ['eth_sendRawTransaction', 2, { kind: 'drop' }, ['final', 'signed']],
    ['eth_sendRawTransaction', 2, { kind: 'loseAnswer' }, ['final', 'signed']],
    ['eth_sendRawTransaction', 3, { kind: 'loseAnswer' }, ['final', 'final', 'signed']],
  ]
  test.each(steps)('at %s %i finishes it when it is applied again', (method, n, fault, left) =>
    withFolder(async (folder) => {
      const plan = await planFile(folder, 3, 'one-by-one')
      const task = { url: proxy.url, folder, payments: [], plan }
      const doomed = startSender(task)
      let seen = 0
      proxy.setRule((call) => {
        if (call.method !== method || ++seen < n) return undefined
        doomed.process.kill('SIGKILL')
        return fault
      })
      expect(await doomed.report).toBeNull()
      proxy.setRule(undefined)
      await withEngine(folder, async ({ journal }) => {
        expect((await journal.allRows()).map(({ state }) => state)).toEqual(left)
      })
      expect(await startSender(task).report).toMatchObject({ error: null })
      await assertCarriedOut(folder, plan)
    }),
  )

  test('amid many in flight leaves no gap and no duplicate', () =>
    withFolder(async (folder) => {
      const plan = await planFile(folder, 80, 'pipelined')
      const task = { url: proxy.url, folder, payments: [], plan }
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
      expect(await startSender(task).report).toMatchObject({ error: null })
      await assertCarriedOut(folder, plan)
    }))

  test('is finished by "resume", as far as it was signed', () =>
    withFolder(async (folder) => {
      const plan = await planFile(folder, 3, 'pipelined')
      const task = { url: proxy.url, folder, payments: [], plan }
      const doomed = startSender(task)
      proxy.setRule(({ method }) => {
        if (method !== 'eth_sendRawTransaction') return undefined
        doomed.process.kill('SIGKILL')
        return { kind: 'drop' }
      })
      await doomed.report
      await withEngine(folder, ({ transactions }) => transactions.resumeAll())
      await assertCarriedOut(folder, plan)
    }))
})

describe('two processes that apply one plan', () => {
  test.each(['one-by-one', 'pipelined'] as const)('%s send each transaction once', (order) =>
    withFolder(async (folder) => {
      const plan = await planFile(folder, order === 'pipelined' ? 80 : 5, order)
      const task = { url: chain.rpcUrl, folder, payments: [], plan }
      const senders = [startSender(task), startSender(task)]
      const reports = await Promise.all(senders.map(({ report }) => report))
      expect(reports).toMatchObject([{ error: null }, { error: null }])
      expect(reports[0]?.hashes).toEqual(reports[1]?.hashes)
      await assertCarriedOut(folder, plan)
    }),
  )
})

describe('a signed plan', () => {
  async function signedFile(folder: string, order: PlanOrder = 'one-by-one'): Promise<string> {
    const plan = await PLAN.read(await planFile(folder, 3, order))
    const file = join(folder, 'signed.json')
    await SIGNED_PLAN.writeNew(file, await signPlan(plan, walletSigner(FUNDED_KEYS[0]), Date.now()))
    return file
  }

  test('may be sent from anywhere, in any number of copies', () =>
    withFolder(async (folder) => {
      const { plan, rawTransactions: signed } = await SIGNED_PLAN.read(await signedFile(folder))
      const hashes: string[] = []
      for (const _ of [1, 2]) {
        await withFolder((home) =>
          withEngine(home, async ({ transactions }) => {
            const { outcomes } = await transactions.apply(plan, { signed })
            hashes.push(...outcomes.map(({ hash }) => hash))
          }),
        )
      }
      expect(new Set(hashes).size).toBe(3)
      expect([await sentCount(), await received()]).toEqual([3, 3n])
    }))

  test('by another key, of another value, unsigned, or too short is refused: exit 7', () =>
    withFolder(async (folder) => {
      const file = await signedFile(folder)
      const { plan, rawTransactions } = await SIGNED_PLAN.read(file)
      const forgeries = await forgeriesOf(rawTransactions)
      for (const forgery of forgeries) {
        const forged = join(folder, 'forged.json')
        writeFileSync(forged, forgedSignedPlan(plan, forgery))
        await expect(SIGNED_PLAN.read(forged)).rejects.toMatchObject({
          code: 'SIGNED_PLAN_MISMATCH',
          exitCode: 7,
        })
      }
      expect(forgeries).toHaveLength(6)
      expect(await sentCount()).toBe(0)
    }))
})
