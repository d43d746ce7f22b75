import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { Intent, Outcome } from '../../src/chain/transactions/intent.ts'
import { waitFor } from '../../src/chain/transactions/resume.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine, withFolder } from '../support/engine.ts'
import { ONCE_ABI, ONCE_BYTECODE } from '../support/once-contract.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address

let chain: TestChain
let pristine: string
beforeAll(async () => {
  chain = await spawnChain()
})
beforeEach(async () => {
  pristine = await chain.request('evm_snapshot')
})
afterEach(async () => {
  await chain.request('evm_revert', [pristine])
  await chain.request('evm_setAutomine', [true])
})
afterAll(() => chain.stop())

async function withEngine(
  policy: Parameters<typeof openEngine>[2],
  work: (engine: TestEngine, folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const engine = await openEngine([chain.rpcUrl], folder, policy)
    try {
      await work(engine, folder)
    } finally {
      await engine.close()
    }
  })
}

const balance = async (account: string) =>
  BigInt(await chain.request('eth_getBalance', [account, 'latest']))
const sentCount = async (account = SENDER) =>
  Number(await chain.request('eth_getTransactionCount', [account, 'latest']))

function deployment(key: string): Intent {
  return { ...payment(key, 0n), to: null, data: ONCE_BYTECODE }
}

function onceCall(to: string, key: string): Intent {
  return { ...payment(key, 0n), to, abi: ONCE_ABI }
}

async function collect(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const all: Outcome[] = []
  for await (const outcome of outcomes) all.push(outcome)
  return all
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen within 10 s')
}

describe('one transaction', () => {
  test('is sent once, however often its intent is repeated', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const first = await transactions.send(payment('rent', 5n))
      const second = await transactions.send(payment('rent', 5n))
      expect(first.alreadyDone).toBe(false)
      expect(second).toEqual({ ...first, alreadyDone: true })
      expect(await balance(STRANGER)).toBe(5n)
      expect(await journal.allRows()).toHaveLength(1)
      await auditJournal(journal)
    }))

  test('a repeated key with another call is refused', () =>
    withEngine({}, async ({ transactions }) => {
      await transactions.send(payment('rent', 5n))
      await expect(transactions.send(payment('rent', 6n))).rejects.toMatchObject({
        code: 'TX_IDEMPOTENCY_CONFLICT',
        exitCode: 3,
      })
    }))

  test('a deployment reports its address', () =>
    withEngine({}, async ({ transactions }) => {
      const { contractAddress } = await transactions.send(deployment('deploy'))
      expect(await chain.request('eth_getCode', [contractAddress, 'latest'])).toMatch(/^0x6000/)
    }))

  test('waits for as many confirmations as asked', () =>
    withEngine({ confirmations: 3 }, async ({ transactions, journal }) => {
      const sending = transactions.send(payment('deep'))
      await eventually(async () => (await journal.find(1))?.state === 'mined')
      await chain.request('anvil_mine', ['0x1'])
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(await journal.find(1)).toMatchObject({ state: 'mined' })
      await chain.request('anvil_mine', ['0x1'])
      await sending
      expect(await journal.find(1)).toMatchObject({ state: 'final' })
    }))

  test('legacy networks get a legacy transaction', () =>
    withFolder(async (folder) => {
      const engine = await openEngine([chain.rpcUrl], folder)
      Object.assign(engine.chain.network, { eip1559: false })
      const { hash } = await engine.transactions.send(payment('legacy'))
      expect(await chain.request('eth_getTransactionByHash', [hash])).toMatchObject({ type: '0x0' })
      await engine.close()
    }))

  test('a plan needs no key and changes nothing', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const plan = await transactions.plan([payment('rent', 5n)])
      expect(plan).toMatchObject({
        from: SENDER,
        transactions: [
          {
            to: STRANGER,
            valueWei: 5n,
            gasLimit: 21_000n,
            nonce: await sentCount(),
            effects: [
              { account: STRANGER, asset: 'native', deltaBaseUnits: 5n },
              { account: SENDER, asset: 'native', deltaBaseUnits: -5n },
            ],
          },
        ],
      })
      expect(await journal.allRows()).toEqual([])
    }))
})

describe('what is refused before any gas is spent', () => {
  test('a call the contract would revert, with its error by name', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const { contractAddress } = await transactions.send(deployment('deploy'))
      await transactions.send(onceCall(contractAddress as string, 'first'))
      await expect(
        transactions.send(onceCall(contractAddress as string, 'second')),
      ).rejects.toMatchObject({
        code: 'TX_SIMULATION_REVERTED',
        exitCode: 3,
        details: { errorName: 'AlreadyDone', errorArgs: ['7'] },
      })
      expect(await journal.allRows()).toHaveLength(2)
    }))

  test('more than the account has, with both amounts', () =>
    withEngine({}, async ({ transactions }) => {
      const has = await balance(SENDER)
      await expect(transactions.send(payment('all', has))).rejects.toMatchObject({
        code: 'INSUFFICIENT_FUNDS',
        exitCode: 3,
        details: { availableWei: has.toString() },
      })
      await expect(transactions.send(payment('more', has + 1n))).rejects.toMatchObject({
        code: 'INSUFFICIENT_FUNDS',
        details: { neededWei: (has + 1n + 21_000n * 3_000_000_000n).toString() },
      })
    }))

  test('a fee cap below the base fee', () =>
    withEngine({ maxFeeWei: 1n }, async ({ transactions }) => {
      await expect(transactions.send(payment('cheap'))).rejects.toMatchObject({
        code: 'FEE_CAP_TOO_LOW',
        exitCode: 3,
      })
    }))

  test('a nonce that is used', () =>
    withEngine({ nonce: 0 }, async ({ transactions }) => {
      await transactions.send(payment('first'))
      await expect(transactions.send(payment('again'))).rejects.toMatchObject({
        code: 'NONCE_TAKEN',
      })
    }))

  test('a gas limit the block cannot hold: the nonce is free again', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const huge = { ...payment('huge'), gasLimit: 10n ** 9n }
      await expect(transactions.send(huge)).rejects.toMatchObject({ exitCode: 3 })
      await transactions.send(payment('next'))
      expect(await sentCount()).toBe(1)
      await auditJournal(journal)
    }))
})

describe('a transaction that is mined and fails', () => {
  test('is exit 6 with the decoded error, and the intent may be tried again', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const { contractAddress } = await transactions.send(deployment('deploy'))
      const rivals = [1, 2].map((n) => onceCall(contractAddress as string, `rival ${n}`))
      const done: Outcome[] = []
      const sending = (async () => {
        for await (const outcome of transactions.sendMany(rivals, { inFlight: 4 })) {
          done.push(outcome)
        }
      })()
      await expect(sending).rejects.toMatchObject({
        code: 'TX_REVERTED',
        exitCode: 6,
        details: { errorName: 'AlreadyDone', errorArgs: ['7'] },
      })
      expect(done.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['test:pay:rival 1'])
      expect((await journal.allRows()).map(({ state }) => state)).toEqual([
        'final',
        'final',
        'reverted',
      ])
      await expect(transactions.send(rivals[1] as Intent)).rejects.toMatchObject({
        code: 'TX_SIMULATION_REVERTED',
      })
    }))
})

describe('a transaction nobody mines', () => {
  test('is exit 9 with its hash, and a resumed one is finished, not sent again', () =>
    withEngine({ timeoutMs: 300 }, async ({ transactions, journal }) => {
      await chain.request('evm_setAutomine', [false])
      const failure = await transactions.send(payment('slow', 5n)).catch((error) => error)
      const row = await journal.find(1)
      expect(failure).toMatchObject({
        code: 'TX_PENDING',
        exitCode: 9,
        details: { hash: row?.hash, id: 1 },
        suggestions: ['capstan tx wait 1', 'capstan tx resume'],
      })
      await expect(transactions.resumeAll()).rejects.toMatchObject({ code: 'TX_PENDING' })
      await chain.request('evm_mine')
      expect(await transactions.resumeAll()).toMatchObject([{ id: 1, state: 'final' }])
      expect(await balance(STRANGER)).toBe(5n)
      expect((await transactions.send(payment('slow', 5n))).alreadyDone).toBe(true)
      expect(await sentCount()).toBe(1)
    }))

  test('is offered again when the node forgets it', () =>
    withEngine({}, async ({ transactions, journal }) => {
      await chain.request('evm_setAutomine', [false])
      const sending = transactions.send(payment('forgotten', 5n))
      await eventually(async () => (await journal.find(1))?.state === 'broadcast')
      const hash = (await journal.find(1))?.hash
      await chain.request('anvil_dropTransaction', [hash])
      await eventually(
        async () => (await chain.request('eth_getTransactionByHash', [hash])) !== null,
      )
      await chain.request('evm_mine')
      expect((await sending).hash).toBe(hash)
    }))

  test('is replaced when another transaction uses its nonce', () =>
    withEngine({}, async ({ transactions, journal }) => {
      await chain.request('evm_setAutomine', [false])
      const sending = transactions.send(payment('overtaken', 5n)).catch((error) => error)
      await eventually(async () => (await journal.find(1))?.state === 'broadcast')
      await chain.request('anvil_dropTransaction', [(await journal.find(1))?.hash])
      const rival = await walletSigner(FUNDED_KEYS[0]).signTransaction({
        ...{ type: 2, chainId: 31337n, nonce: 0, to: STRANGER, value: 9n, gasLimit: 21_000n },
        ...{ maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n },
      })
      await chain.request('eth_sendRawTransaction', [rival])
      await chain.request('evm_mine')
      expect(await sending).toMatchObject({ code: 'TX_REPLACED', exitCode: 3 })
      expect(await journal.find(1)).toMatchObject({ state: 'replaced' })
      await chain.request('evm_setAutomine', [true])
      expect(await transactions.send(payment('overtaken', 5n))).toMatchObject({ id: 2 })
      expect(await balance(STRANGER)).toBe(14n)
    }))

  test('comes back after a reorganisation took its block away', () =>
    withEngine({ confirmations: 3 }, async ({ transactions, journal }) => {
      const sending = transactions.send(payment('reorganised', 5n))
      await eventually(async () => (await journal.find(1))?.state === 'mined')
      await chain.request('evm_setAutomine', [false])
      await chain.request('anvil_reorg', [1, []])
      await eventually(async () => (await journal.find(1))?.state === 'broadcast')
      const hash = (await journal.find(1))?.hash
      await eventually(
        async () => (await chain.request('eth_getTransactionByHash', [hash])) !== null,
      )
      await chain.request('anvil_mine', ['0x3'])
      expect((await sending).hash).toBe(hash)
      expect(await balance(STRANGER)).toBe(5n)
      await auditJournal(journal)
    }))
})

describe('a transaction that anvil takes for one whose turn is yet to come', () => {
  // As where it arrives in the moment its predecessor is mined: it waits for that one for ever.
  test('is taken out of its pool and offered again', () =>
    withEngine({ nonce: 1 }, async ({ transactions }) => {
      const sending = transactions.send(payment('late'))
      await eventually(async () => {
        const { queued } = await chain.request<{ queued: string }>('txpool_status')
        return Number(queued) === 1
      })
      await chain.request('anvil_setNonce', [SENDER, '0x1'])
      expect(await sending).toMatchObject({ alreadyDone: false })
      expect(await sentCount()).toBe(2)
    }))
})

describe('many at once', () => {
  test('every intent once, each nonce once, in one pass', () =>
    withEngine({}, async ({ transactions, journal }) => {
      const intents = Array.from({ length: 150 }, (_, n) => payment(`wage ${n}`))
      const outcomes = await collect(transactions.sendMany(intents, { inFlight: 40 }))
      expect(new Set(outcomes.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(150)
      expect(await balance(STRANGER)).toBe(150n)
      const nonces = (await journal.allRows()).map(({ nonce }) => nonce)
      expect(nonces).toEqual(Array.from({ length: 150 }, (_, n) => n))
      const again = await collect(transactions.sendMany(intents, { inFlight: 40 }))
      expect(again.every(({ alreadyDone }) => alreadyDone)).toBe(true)
      expect(await sentCount()).toBe(150)
      await auditJournal(journal)
    }))

  test('a repeated intent in the list is one transaction with two outcomes', () =>
    withEngine({}, async ({ transactions }) => {
      const intents = [payment('twin'), payment('twin'), payment('single')]
      expect(await collect(transactions.sendMany(intents, { inFlight: 8 }))).toHaveLength(3)
      expect(await sentCount()).toBe(2)
    }))

  test('a slow source is not waited for', () =>
    withEngine({}, async ({ transactions }) => {
      let release: () => void = () => undefined
      const gate = new Promise<void>((resolve) => {
        release = resolve
      })
      async function* slow() {
        yield payment('first')
        await gate
        yield payment('second')
      }
      const outcomes = transactions.sendMany(slow(), { inFlight: 8 })
      const { value: first } = await outcomes.next()
      expect(first).toMatchObject({ idempotencyKey: 'test:pay:first' })
      release()
      expect(await collect(outcomes)).toHaveLength(1)
    }))

  test('sends what the balance pays for, then says what is missing', () =>
    withEngine({}, async ({ transactions }) => {
      const whole = await balance(SENDER)
      const intents = [0, 1, 2].map((n) => payment(`share ${n}`, (whole * 45n) / 100n))
      const outcomes: Outcome[] = []
      const sending = (async () => {
        for await (const outcome of transactions.sendMany(intents, { inFlight: 8 })) {
          outcomes.push(outcome)
        }
      })()
      await expect(sending).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
      expect(outcomes).toHaveLength(2)
    }))
})

test('a transaction of another chain is not followed', () =>
  withEngine({}, async ({ transactions, journal, chain: ours }) => {
    const { id } = await transactions.send(payment('here'))
    const elsewhere = { ...ours, chainId: 1n }
    await expect(waitFor({ chain: elsewhere, journal }, String(id))).rejects.toMatchObject({
      code: 'TX_OTHER_CHAIN',
      exitCode: 2,
    })
  }))

describe('a devnet under the journal', () => {
  test('that was set back is noticed: the intent is sent again', () =>
    withEngine({}, async ({ transactions, journal }, folder) => {
      await transactions.send(payment('kept', 1n))
      const checkpoint = await chain.request('evm_snapshot')
      await transactions.send(payment('lost', 2n))
      await chain.request('evm_revert', [checkpoint])
      await chain.request('evm_mine')
      const later = await openEngine([chain.rpcUrl], folder)
      await expect(waitFor(later, '2')).rejects.toMatchObject({ code: 'TX_REJECTED' })
      expect(await waitFor(later, '1')).toMatchObject({ alreadyDone: true })
      expect((await later.transactions.send(payment('kept', 1n))).alreadyDone).toBe(true)
      expect((await later.transactions.send(payment('lost', 2n))).alreadyDone).toBe(false)
      expect(await balance(STRANGER)).toBe(3n)
      await auditJournal(journal)
      await later.close()
    }))
})
