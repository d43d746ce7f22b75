import { Transaction } from 'ethers'
import { beforeAll, describe, expect, test } from 'vitest'
import { attemptsOf } from '../../src/chain/journal/attempts.ts'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { JournalRow } from '../../src/chain/journal/journal-row.ts'
import type { Outcome, SendPolicy } from '../../src/chain/transactions/intent.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine, withFolder } from '../support/engine.ts'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import type { SenderTask } from '../support/sender.ts'
import { compileSender, type Sender } from '../support/sender-process.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address
/** The first fee on a fresh chain is 3 gwei: two steps lead here. */
const BUDGET_WEI = 3_700_000_000n
/** Long enough that a busy machine does every step in its time. */
const SOON: SendPolicy = { deadline: { withinMs: 7_000 }, maxFeeWei: BUDGET_WEI }

/** A chain of a test's own that mines when it is told, behind a proxy. */
interface Stage {
  readonly chain: TestChain
  readonly proxy: FaultyProxy
  /** What STRANGER has got. */
  received(): Promise<bigint>
  /** Transactions of SENDER on the chain. */
  sentCount(): Promise<number>
}

let startSender: (task: SenderTask) => Sender
beforeAll(async () => {
  startSender = await compileSender()
})

async function onStage(act: (stage: Stage, folder: string) => Promise<void>): Promise<void> {
  const chain = await spawnChain({ args: ['--no-mining'] })
  const proxy = await startFaultyProxy(chain.rpcUrl)
  const count = async (method: string, account: string) =>
    BigInt(await chain.request<string>(method, [account, 'latest']))
  const stage = {
    chain,
    proxy,
    received: () => count('eth_getBalance', STRANGER),
    sentCount: async () => Number(await count('eth_getTransactionCount', SENDER)),
  }
  try {
    await withFolder((folder) => act(stage, folder))
  } finally {
    await proxy.close()
    chain.stop()
  }
}

function withEngine(
  policy: SendPolicy,
  work: (engine: TestEngine, stage: Stage, folder: string) => Promise<void>,
): Promise<void> {
  return onStage(async (stage, folder) => {
    const engine = await openEngine([stage.proxy.url], folder, policy)
    try {
      await work(engine, stage, folder)
      await auditJournal(engine.journal)
    } finally {
      await engine.close()
    }
  })
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen within 20 s')
}

/** Highest fees of all attempts of a row, as they were signed. */
function signedFees(row: JournalRow | undefined): bigint[] {
  const attempts = row === undefined ? [] : attemptsOf(row)
  return attempts.map(({ raw }) => Transaction.from(raw).maxFeePerGas ?? 0n)
}

describe.concurrent('a transaction with a deadline', () => {
  test('is raised step by step to the budget, waits there, and is exit 9 with its hash', () =>
    withEngine(SOON, async ({ transactions, journal }, { chain, received, sentCount }) => {
      const failure = await transactions.send(payment('wage', 5n)).catch((error) => error)
      const row = await journal.find(1)
      expect(signedFees(row)).toEqual([3_000_000_000n, 3_300_000_000n, BUDGET_WEI])
      expect(failure).toMatchObject({
        code: 'TX_PENDING',
        exitCode: 9,
        details: { hash: row?.hash },
      })
      const resuming = transactions.resumeAll()
      await chain.request('evm_mine')
      expect(await resuming).toMatchObject([{ state: 'final', hash: row?.hash }])
      expect([await received(), await sentCount()]).toEqual([5n, 1])
    }))

  test('that is mined is not raised any more', () =>
    withEngine(SOON, async ({ transactions, journal }, { chain }) => {
      const sending = transactions.send(payment('wage', 5n))
      await eventually(async () => signedFees(await journal.find(1)).length === 2)
      await chain.request('evm_mine')
      const { hash } = await sending
      expect(await journal.find(1)).toMatchObject({ state: 'final', hash })
      expect(signedFees(await journal.find(1))).toHaveLength(2)
    }))

  test('never passes its budget, whatever the market asks', () =>
    withEngine(SOON, async ({ transactions, journal }, { proxy }) => {
      const sending = transactions.send(payment('wage', 5n)).catch((error) => error)
      await eventually(async () => (await journal.find(1))?.state === 'broadcast')
      proxy.setRule(({ method }) =>
        method === 'eth_maxPriorityFeePerGas'
          ? { kind: 'answer', result: '0x174876e800' }
          : undefined,
      )
      expect(await sending).toMatchObject({ exitCode: 9 })
      expect(signedFees(await journal.find(1))).toEqual([3_000_000_000n, BUDGET_WEI])
    }))

  test('whose budget leaves no room waits as it is', () =>
    withEngine(
      { deadline: { withinMs: 400 }, maxFeeWei: 3_100_000_000n },
      async ({ transactions, journal }) => {
        await expect(transactions.send(payment('wage'))).rejects.toMatchObject({ exitCode: 9 })
        expect(signedFees(await journal.find(1))).toEqual([3_000_000_000n])
      },
    ))

  test('is followed as before where the node refuses to replace it', () =>
    withEngine(SOON, async ({ transactions, journal }, { chain, proxy }) => {
      let first: unknown
      proxy.setRule(({ method, params }) => {
        if (method !== 'eth_sendRawTransaction') return undefined
        first ??= params[0]
        if (params[0] === first) return undefined
        return { kind: 'error', code: -32000, message: 'replacement transaction underpriced' }
      })
      const sending = transactions.send(payment('wage', 5n))
      await eventually(async () => signedFees(await journal.find(1)).length === 3)
      await chain.request('evm_mine')
      expect((await sending).hash).toBe(Transaction.from(first as string).hash)
    }))

  test('is refused where the balance does not reach for the budget, or the time has passed', () =>
    withEngine(SOON, async ({ transactions, journal }, { chain }, folder) => {
      const cost = 21_000n * BUDGET_WEI + 5n
      await chain.request('anvil_setBalance', [SENDER, `0x${(cost - 1n).toString(16)}`])
      await expect(transactions.send(payment('wage', 5n))).rejects.toMatchObject({
        code: 'INSUFFICIENT_FUNDS',
        details: { missingWei: '1' },
      })
      const late = await openEngine([chain.rpcUrl], folder, { ...SOON, deadline: { at: 1 } })
      await expect(late.transactions.send(payment('wage', 5n))).rejects.toMatchObject({
        code: 'TX_DEADLINE_PASSED',
        exitCode: 3,
      })
      expect(await journal.allRows()).toEqual([])
      await late.close()
    }))

  test('that has passed signs no replacement either', () =>
    withEngine({ timeoutMs: 100 }, async ({ transactions, journal }, { chain }, folder) => {
      await transactions.send(payment('wage', 5n)).catch(() => undefined)
      const row = (await journal.find(1)) as JournalRow
      const late = await openEngine([chain.rpcUrl], folder, { ...SOON, deadline: { at: 1 } })
      for (const kind of ['speed-up', 'cancel'] as const) {
        await expect(late.transactions.replace(row, kind)).rejects.toMatchObject({
          code: 'TX_DEADLINE_PASSED',
        })
      }
      expect(signedFees(await journal.find(1))).toHaveLength(1)
      await late.close()
    }))
})

test('of many in flight each is raised by itself', () =>
  withEngine(SOON, async ({ transactions, journal }, { chain, received, sentCount }) => {
    const wages = ['a', 'b', 'c'].map((name) => payment(name))
    const done: Outcome[] = []
    const sending = (async () => {
      for await (const outcome of transactions.sendMany(wages, { inFlight: 8 })) done.push(outcome)
    })()
    await eventually(async () => {
      const rows = await journal.allRows()
      return rows.length === 3 && rows.every((row) => signedFees(row).length === 2)
    })
    await chain.request('evm_mine')
    await sending
    expect(new Set(done.map(({ hash }) => hash)).size).toBe(3)
    expect([await received(), await sentCount()]).toEqual([3n, 3])
  }))

interface Strike {
  readonly since: string
  readonly method: string
  readonly fault: Fault
  readonly left: number
}

const QUOTE = 'eth_maxPriorityFeePerGas'
const OFFER = 'eth_sendRawTransaction'

describe.concurrent('a run killed while it raises a fee', () => {
  /**
   * The kill strikes at the first call of `method` after the second one of `since`: the first quote
   * and the first offer are of the original. `left` is how many attempts the journal then has.
   */
  const steps: readonly [where: string, strike: Strike][] = [
    [
      'before the attempt is in the journal',
      { since: QUOTE, method: 'eth_getTransactionCount', fault: { kind: 'drop' }, left: 1 },
    ],
    [
      'before the node sees the attempt',
      { since: QUOTE, method: OFFER, fault: { kind: 'drop' }, left: 2 },
    ],
    [
      'before it hears of its reception',
      { since: QUOTE, method: OFFER, fault: { kind: 'loseAnswer' }, left: 2 },
    ],
    [
      'while it looks for receipts of both',
      { since: OFFER, method: 'eth_getTransactionReceipt', fault: { kind: 'drop' }, left: 2 },
    ],
  ]
  const raising = { withinMs: 7_000, budgetWei: BUDGET_WEI.toString() }

  async function doom(
    { chain, proxy }: Stage,
    folder: string,
    { since, method, fault, left }: Strike,
  ): Promise<void> {
    const doomed = startSender({ url: proxy.url, folder, payments: ['wage'], raising })
    let seen = 0
    proxy.setRule((call) => {
      if (call.method === since) seen++
      if (seen < 2 || call.method !== method) return undefined
      doomed.process.kill('SIGKILL')
      return fault
    })
    expect(await doomed.report).toBeNull()
    proxy.setRule(undefined)
    const { journal, close } = await openEngine([chain.rpcUrl], folder)
    expect(signedFees(await journal.find(1))).toHaveLength(left)
    await close()
  }

  async function expectOnce({ chain, received, sentCount }: Stage, folder: string): Promise<void> {
    const engine = await openEngine([chain.rpcUrl], folder)
    expect([await received(), await sentCount()]).toEqual([1n, 1])
    expect(await engine.journal.allRows()).toMatchObject([{ state: 'final' }])
    await auditJournal(engine.journal)
    await engine.close()
  }

  test.each(steps)('%s is finished by another run, once', (_where, strike) =>
    onStage(async (stage, folder) => {
      const { chain, proxy } = stage
      await doom(stage, folder, strike)
      const again = startSender({ url: proxy.url, folder, payments: ['wage'], raising })
      await chain.request('evm_setAutomine', [true])
      await chain.request('evm_mine')
      expect((await again.report)?.error).toBeNull()
      await expectOnce(stage, folder)
    }),
  )

  test.each(steps)('%s is finished by "resume", without a key', (_where, strike) =>
    onStage(async (stage, folder) => {
      const { chain } = stage
      await doom(stage, folder, strike)
      await chain.request('evm_setAutomine', [true])
      const engine = await openEngine([chain.rpcUrl], folder)
      const resuming = engine.transactions.resumeAll()
      await chain.request('evm_mine')
      expect(await resuming).toMatchObject([{ id: 1, state: 'final' }])
      await engine.close()
      await expectOnce(stage, folder)
    }),
  )
})
