import { Transaction } from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attemptsOf } from '../../src/chain/journal/attempts.ts'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { JournalRow } from '../../src/chain/journal/journal-row.ts'
import type { ReplacementKind } from '../../src/chain/replacement/sign-replacement.ts'
import type { SendPolicy } from '../../src/chain/transactions/intent.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine, withFolder } from '../support/engine.ts'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address
const GWEI = 10n ** 9n
/** As geth and anvil say it. */
const UNDERPRICED = 'replacement transaction underpriced'

let chain: TestChain
let proxy: FaultyProxy
beforeEach(async () => {
  chain = await spawnChain({ args: ['--no-mining'] })
  proxy = await startFaultyProxy(chain.rpcUrl)
})
afterEach(async () => {
  await proxy.close()
  chain.stop()
})

async function withEngine(
  policy: SendPolicy,
  work: (engine: TestEngine, folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const engine = await openEngine([proxy.url], folder, policy)
    try {
      await work(engine, folder)
      await auditJournal(engine.journal)
    } finally {
      await engine.close()
    }
  })
}

const mine = () => chain.request('evm_mine')
const received = async () => BigInt(await chain.request('eth_getBalance', [STRANGER, 'latest']))
const inPool = async (hash: string) =>
  (await chain.request('eth_getTransactionByHash', [hash])) !== null

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen within 10 s')
}

/** A payment of 5 wei that waits in the pool: the row of it. */
async function waiting({ journal }: TestEngine, folder: string): Promise<JournalRow> {
  const impatient = await openEngine([proxy.url], folder, { timeoutMs: 100 })
  await impatient.transactions.send(payment('wage', 5n)).catch(() => undefined)
  await impatient.close()
  return (await journal.find(1)) as JournalRow
}

/** Resolves with the row once its attempts are so many and the node has the last one. */
async function replacedBy({ journal }: TestEngine, count: number): Promise<JournalRow> {
  const ready = async () => {
    const row = await journal.find(1)
    return row !== undefined && attemptsOf(row).length === count && (await inPool(row.hash))
  }
  await eventually(ready)
  return (await journal.find(1)) as JournalRow
}

describe('a transaction that is sped up', () => {
  test('is the same call with the same nonce, a tenth dearer at least, and happens once', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      const speeding = engine.transactions.replace(row, 'speed-up')
      const { hash, raw } = await replacedBy(engine, 2)
      const [before, after] = [Transaction.from(row.raw), Transaction.from(raw)]
      for (const part of ['to', 'data', 'value', 'nonce', 'gasLimit', 'chainId', 'type'] as const) {
        expect(after[part]).toEqual(before[part])
      }
      expect(after.maxFeePerGas).toBe(((before.maxFeePerGas as bigint) * 11n) / 10n)
      expect(after.maxPriorityFeePerGas).toBe(((before.maxPriorityFeePerGas as bigint) * 11n) / 10n)
      await mine()
      expect(await speeding).toMatchObject({
        alreadyDone: false,
        row: { id: 1, state: 'final', hash, attempts: [{ hash: row.hash }, { hash }] },
      })
      expect(await received()).toBe(5n)
      expect(await engine.transactions.send(payment('wage', 5n))).toMatchObject({
        hash,
        alreadyDone: true,
      })
    }))

  test('pays what the market asks where that is more', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      await chain.request('anvil_setNextBlockBaseFeePerGas', ['0x2540be400'])
      await chain.request('anvil_dropTransaction', [row.hash])
      await mine()
      const speeding = engine.transactions.replace(row, 'speed-up')
      const { maxFeeWei } = await replacedBy(engine, 2)
      expect(BigInt(maxFeeWei)).toBeGreaterThan(15n * GWEI)
      await mine()
      await speeding
    }))

  test('again and again is a tenth dearer each time', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      const first = engine.transactions.replace(row, 'speed-up')
      const second = engine.transactions.replace(await replacedBy(engine, 2), 'speed-up')
      const { attempts = [] } = await replacedBy(engine, 3)
      expect(attempts.map(({ kind, maxFeeWei }) => [kind, BigInt(maxFeeWei)])).toEqual([
        ['original', 3n * GWEI],
        ['speed-up', (33n * GWEI) / 10n],
        ['speed-up', (363n * GWEI) / 100n],
      ])
      await mine()
      expect((await first).row).toEqual((await second).row)
      expect(await received()).toBe(5n)
    }))

  test('is taken by a pool that asks for a tenth more of both, as geth does', () =>
    withEngine({}, async (engine, folder) => {
      const held: Transaction[] = []
      proxy.setRule(({ method, params }) => {
        if (method !== 'eth_sendRawTransaction') return undefined
        const offered = Transaction.from(params[0] as string)
        const before = held.at(-1)
        const isMore = (a: bigint | null, b: bigint | null) => (a ?? 0n) * 10n >= (b ?? 0n) * 11n
        const isTaken =
          before === undefined ||
          (isMore(offered.maxFeePerGas, before.maxFeePerGas) &&
            isMore(offered.maxPriorityFeePerGas, before.maxPriorityFeePerGas))
        if (!isTaken && offered.hash !== before?.hash) {
          return { kind: 'error', code: -32000, message: UNDERPRICED }
        }
        held.push(offered)
        return undefined
      })
      const odd = { maxFeeWei: 2_000_000_001n, priorityFeeWei: 7n }
      const impatient = await openEngine([proxy.url], folder, { ...odd, timeoutMs: 100 })
      await impatient.transactions.send(payment('wage', 5n)).catch(() => undefined)
      await impatient.close()
      const row = (await engine.journal.find(1)) as JournalRow
      const speeding = engine.transactions.replace(row, 'speed-up')
      await replacedBy(engine, 2)
      await mine()
      await speeding
      expect(held.at(-1)?.maxFeePerGas).toBeGreaterThan(odd.maxFeeWei)
    }))

  test('by another process, which then looks away, is seen through by the one that sent it', () =>
    withEngine({}, async (engine, folder) => {
      const sending = engine.transactions.send(payment('wage', 5n))
      await eventually(async () => (await engine.journal.find(1))?.state === 'broadcast')
      const other = await openEngine([chain.rpcUrl], folder, { timeoutMs: 1 })
      const row = (await other.journal.find(1)) as JournalRow
      await expect(other.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        exitCode: 9,
      })
      await other.close()
      const { hash } = await replacedBy(engine, 2)
      await mine()
      expect((await sending).hash).toBe(hash)
    }))

  test('may still be mined as it was first', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      // The node says that it takes the other one, and does not.
      proxy.setRule(({ method, params }) =>
        method === 'eth_sendRawTransaction' && params[0] !== row.raw
          ? { kind: 'answer', result: `0x${'00'.repeat(32)}` }
          : undefined,
      )
      const speeding = engine.transactions.replace(row, 'speed-up')
      await eventually(async () => (await engine.journal.find(1))?.attempts?.length === 2)
      await mine()
      expect(await speeding).toMatchObject({ row: { state: 'final', hash: row.hash } })
    }))

  test('in the moment it is mined is not signed again', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      proxy.setRule(({ method }) => {
        if (method === 'eth_getTransactionCount') void mine()
        return method === 'eth_getTransactionCount' ? { kind: 'delay', ms: 200 } : undefined
      })
      expect(await engine.transactions.replace(row, 'speed-up')).toMatchObject({
        row: { state: 'final', hash: row.hash },
      })
      expect((await engine.journal.find(1))?.attempts).toBeUndefined()
      expect(await engine.transactions.replace(row, 'speed-up')).toMatchObject({
        alreadyDone: true,
      })
    }))

  test('is followed through a reorganisation from one attempt to the other', () =>
    withEngine({ confirmations: 3 }, async (engine, folder) => {
      const row = await waiting(engine, folder)
      const speeding = engine.transactions.replace(row, 'speed-up')
      const faster = await replacedBy(engine, 2)
      await chain.request('anvil_dropTransaction', [faster.hash])
      await chain.request('eth_sendRawTransaction', [row.raw])
      await mine()
      await eventually(async () => (await engine.journal.find(1))?.state === 'mined')
      expect(await engine.journal.find(1)).toMatchObject({ hash: row.hash })
      await chain.request('anvil_reorg', [1, []])
      await eventually(async () => (await engine.journal.find(1))?.state === 'broadcast')
      await eventually(() => inPool(faster.hash))
      await chain.request('anvil_mine', ['0x3'])
      expect(await speeding).toMatchObject({ row: { state: 'final', hash: faster.hash } })
      expect(await received()).toBe(5n)
    }))
})

describe('two processes that replace one transaction at once', () => {
  /** Both have seen it and agreed before either signs. */
  async function atOnce(engine: TestEngine, folder: string, kinds: readonly ReplacementKind[]) {
    const row = await waiting(engine, folder)
    const engines = await Promise.all(kinds.map(() => openEngine([chain.rpcUrl], folder)))
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let arrived = 0
    const agree = () => {
      if (++arrived === kinds.length) open()
      return gate
    }
    const endings = Promise.all(
      kinds.map((kind, index) =>
        engines[index]?.transactions.replace(row, kind, agree).catch((error) => error),
      ),
    )
    return { endings, close: () => Promise.all(engines.map((one) => one.close())) }
  }

  test('with the same wish sign one attempt between them', () =>
    withEngine({}, async (engine, folder) => {
      const { endings, close } = await atOnce(engine, folder, ['speed-up', 'speed-up'])
      const { hash, attempts } = await replacedBy(engine, 2)
      await mine()
      for (const ending of await endings) expect(ending).toMatchObject({ row: { hash, attempts } })
      expect(await received()).toBe(5n)
      await close()
    }))

  test('with opposite wishes cancel it: whoever is first, the other one hears of it', () =>
    withEngine({}, async (engine, folder) => {
      const { endings, close } = await atOnce(engine, folder, ['speed-up', 'cancel'])
      const isCancelling = async () => {
        const row = await engine.journal.find(1)
        const last = row && attemptsOf(row).at(-1)
        return last?.kind === 'cancel' && (await inPool(last.hash))
      }
      await eventually(isCancelling)
      await mine()
      const [speedUp, cancel] = await endings
      expect(speedUp).toMatchObject({ exitCode: 3 })
      expect(['TX_BEING_CANCELLED', 'TX_CANCELLED']).toContain(speedUp.code)
      expect(cancel).toMatchObject({ row: { state: 'replaced' } })
      expect(await received()).toBe(0n)
      await close()
    }))
})

describe('a transaction that is cancelled', () => {
  test('never happens, and its intent may be wanted again', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      const cancelling = engine.transactions.replace(row, 'cancel')
      const { hash, raw } = await replacedBy(engine, 2)
      expect(Transaction.from(raw)).toMatchObject({
        to: SENDER,
        value: 0n,
        data: '0x',
        gasLimit: 21_000n,
        nonce: row.nonce,
      })
      await mine()
      const cancelled = await cancelling
      expect(cancelled).toMatchObject({
        alreadyDone: false,
        row: { state: 'replaced', reason: `cancelled by ${hash}`, hash, to: STRANGER },
      })
      expect(await received()).toBe(0n)
      expect(await engine.transactions.replace(row, 'cancel')).toEqual({
        ...cancelled,
        alreadyDone: true,
      })
      await expect(engine.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        code: 'TX_TOO_LATE',
        exitCode: 3,
      })
      await chain.request('evm_setAutomine', [true])
      expect(await engine.transactions.send(payment('wage', 5n))).toMatchObject({ id: 2 })
    }))

  test('tells whoever waits for it', () =>
    withEngine({}, async (engine, folder) => {
      const sending = engine.transactions.send(payment('wage', 5n)).catch((error) => error)
      await eventually(async () => (await engine.journal.find(1))?.state === 'broadcast')
      const other = await openEngine([chain.rpcUrl], folder)
      const row = (await other.journal.find(1)) as JournalRow
      const cancelling = other.transactions.replace(row, 'cancel')
      await replacedBy(engine, 2)
      await mine()
      await cancelling
      expect(await sending).toMatchObject({ code: 'TX_CANCELLED', exitCode: 3 })
      await other.close()
    }))

  test('too late has happened: exit 3, and the journal says so', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      await mine()
      await expect(engine.transactions.replace(row, 'cancel')).rejects.toMatchObject({
        code: 'TX_TOO_LATE',
        exitCode: 3,
        details: { state: 'final', hash: row.hash },
      })
      expect(await received()).toBe(5n)
    }))

  test('is not sped up, and never offered again as it was', () =>
    withEngine({ timeoutMs: 300 }, async (engine, folder) => {
      const row = await waiting(engine, folder)
      await expect(engine.transactions.replace(row, 'cancel')).rejects.toMatchObject({
        code: 'TX_PENDING',
        exitCode: 9,
      })
      await expect(engine.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        code: 'TX_BEING_CANCELLED',
        exitCode: 3,
      })
      const { hash } = (await engine.journal.find(1)) as JournalRow
      await chain.request('anvil_dropTransaction', [hash])
      await expect(engine.transactions.resumeAll()).rejects.toMatchObject({ exitCode: 9 })
      expect([await inPool(row.hash), await inPool(hash)]).toEqual([false, true])
    }))
})

describe('a replacement that is refused', () => {
  test('by the pool is exit 3 with both prices; what was there is followed as before', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      proxy.setRule(({ method, params }) =>
        method === 'eth_sendRawTransaction' && params[0] !== row.raw
          ? { kind: 'error', code: -32000, message: UNDERPRICED }
          : undefined,
      )
      await expect(engine.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        code: 'TX_UNDERPRICED',
        exitCode: 3,
        details: { earlierMaxFeeWei: '3000000000', maxFeeWei: '3300000000', reason: UNDERPRICED },
      })
      const resuming = engine.transactions.resumeAll()
      await mine()
      expect(await resuming).toMatchObject([{ state: 'final', hash: row.hash }])
    }))

  test('by --max-fee names the least that would do, and signs nothing', () =>
    withEngine({ maxFeeWei: (33n * GWEI) / 10n - 1n }, async (engine, folder) => {
      const row = await waiting(engine, folder)
      await expect(engine.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        code: 'FEE_CAP_TOO_LOW',
        exitCode: 3,
        details: { leastMaxFeeWei: '3300000000' },
        suggestions: ['capstan tx speed-up 1 --max-fee 3.3'],
      })
      expect((await engine.journal.find(1))?.attempts).toBeUndefined()
    }))

  test('by the balance says what is missing, and signs nothing', () =>
    withEngine({}, async (engine, folder) => {
      const row = await waiting(engine, folder)
      await chain.request('anvil_setBalance', [
        SENDER,
        `0x${(21_000n * 3n * GWEI + 5n).toString(16)}`,
      ])
      await expect(engine.transactions.replace(row, 'speed-up')).rejects.toMatchObject({
        code: 'INSUFFICIENT_FUNDS',
        exitCode: 3,
        details: { missingWei: ((21_000n * 3n * GWEI) / 10n).toString() },
      })
      expect((await engine.journal.find(1))?.attempts).toBeUndefined()
    }))
})

describe('on a network before EIP-1559', () => {
  test('the gas price is raised by a tenth, and type 0 stays type 0', async () => {
    const legacy = await spawnChain({ hardfork: 'berlin', args: ['--no-mining'] })
    await withFolder(async (folder) => {
      const engine = await openEngine([legacy.rpcUrl], folder, { timeoutMs: 5_000 })
      const impatient = await openEngine([legacy.rpcUrl], folder, { timeoutMs: 100 })
      await impatient.transactions.send(payment('wage', 5n)).catch(() => undefined)
      const row = (await engine.journal.find(1)) as JournalRow
      const speeding = engine.transactions.replace(row, 'speed-up')
      await eventually(async () => (await engine.journal.find(1))?.attempts?.length === 2)
      const { raw } = (await engine.journal.find(1)) as JournalRow
      const [before, after] = [Transaction.from(row.raw), Transaction.from(raw)]
      expect([before.type, after.type]).toEqual([0, 0])
      expect(after.gasPrice).toBe(((before.gasPrice as bigint) * 11n) / 10n)
      await eventually(
        async () => (await legacy.request('eth_getTransactionByHash', [after.hash])) !== null,
      )
      await legacy.request('evm_mine')
      expect(await speeding).toMatchObject({ row: { state: 'final', hash: after.hash } })
      await Promise.all([engine.close(), impatient.close()])
    })
    legacy.stop()
  })
})
