import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectChain } from '../../src/chain/chain.ts'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { Outcome, SendPolicy } from '../../src/chain/transactions/intent.ts'
import { resumeOpen } from '../../src/chain/transactions/resume.ts'
import type { Clock } from '../../src/primitives/clock.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import {
  devnetProfile,
  openEngine,
  payment,
  STRANGER,
  type TestEngine,
  withFolder,
} from '../support/engine.ts'
import {
  type Fault,
  type FaultRule,
  type FaultyProxy,
  startFaultyProxy,
} from '../support/faulty-proxy.ts'
import { hastyClock } from '../support/snapshot.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address

let chain: TestChain
let proxy: FaultyProxy
let pristine: string
beforeAll(async () => {
  chain = await spawnChain()
})
beforeEach(async () => {
  pristine = await chain.request('evm_snapshot')
  proxy = await startFaultyProxy(chain.rpcUrl)
})
afterEach(async () => {
  await proxy.close()
  await chain.request('evm_revert', [pristine])
})
afterAll(() => chain.stop())

/** Sends one payment of 5 wei through the proxy and hands over how it ended. */
async function pay(
  policy: SendPolicy,
  check: (outcome: Outcome | Error, engine: TestEngine) => Promise<void>,
  restClock?: Clock,
): Promise<void> {
  await withFolder(async (folder) => {
    const engine = await openEngine([proxy.url], folder, policy, FUNDED_KEYS[0], restClock)
    try {
      const outcome = await engine.transactions.send(payment('wage', 5n)).catch((error) => error)
      await check(outcome, engine)
      await auditJournal(engine.journal)
    } finally {
      await engine.close()
    }
  })
}

async function expectPaidOnce(outcome: Outcome | Error): Promise<void> {
  expect(outcome).toMatchObject({ id: 1, alreadyDone: false })
  expect(BigInt(await chain.request('eth_getBalance', [STRANGER, 'latest']))).toBe(5n)
  expect(Number(await chain.request('eth_getTransactionCount', [SENDER, 'latest']))).toBe(1)
}

const SHOWS = ['eth_getTransactionReceipt', 'eth_getTransactionByHash']

function on(method: string, fault: Fault): FaultRule {
  return (call) => (call.method === method ? fault : undefined)
}

function ofAnother(receipt: unknown): unknown {
  return receipt && { ...(receipt as object), transactionHash: `0x${'ab'.repeat(32)}` }
}

function withoutStatus(receipt: unknown): unknown {
  return receipt && { ...(receipt as object), status: undefined }
}

describe('one fault, anywhere, changes nothing: paid once, exit 0', () => {
  const methods = [
    'eth_chainId',
    'eth_getBlockByNumber',
    'eth_estimateGas',
    'eth_getTransactionCount',
    'eth_sendRawTransaction',
    'eth_getTransactionReceipt',
  ]
  const faults: readonly Fault[] = [
    { kind: 'drop' },
    { kind: 'loseAnswer' },
    { kind: 'delay', ms: 80 },
    { kind: 'status', status: 429, retryAfter: '0' },
    { kind: 'status', status: 500 },
    { kind: 'truncate' },
    { kind: 'cut' },
    { kind: 'wrongId' },
    { kind: 'otherShape' },
    { kind: 'body', body: '<html>Bad Gateway</html>' },
    { kind: 'answer', result: { not: 'an answer' } },
  ]
  const table = methods.flatMap((method) => faults.map((fault) => ({ method, ...fault })))

  test.each(table)('$kind $status at $method', async ({ method, ...fault }) => {
    // Connecting asks for the chain id once or twice; every other method is struck at first sight.
    const strike = method === 'eth_chainId' ? 3 : 1
    proxy.setRule((call) => (call.method === method && call.n === strike ? fault : undefined))
    await pay({}, expectPaidOnce)
  })
})

describe('what nodes say about a transaction they have', () => {
  test.each(['already known', 'nonce too low', 'internal error'])(
    '"%s" after success is success',
    async (message) => {
      proxy.setRule(({ method, n }) =>
        method === 'eth_sendRawTransaction' && n === 1
          ? { kind: 'errorAfter', code: -32000, message }
          : undefined,
      )
      await pay({}, expectPaidOnce)
    },
  )

  test('an answer lost, then "already known"', async () => {
    proxy.setRule(({ method, n }) => {
      if (method !== 'eth_sendRawTransaction') return undefined
      if (n === 1) return { kind: 'loseAnswer' }
      return { kind: 'errorAfter', code: -32000, message: 'already known' }
    })
    await pay({}, expectPaidOnce)
  })
})

describe('a node that lies', () => {
  test('accepted but not propagated: offered again until it is mined', async () => {
    proxy.setRule(({ method, n }) =>
      method === 'eth_sendRawTransaction' && n <= 2
        ? { kind: 'answer', result: `0x${'00'.repeat(32)}` }
        : undefined,
    )
    await pay({}, expectPaidOnce)
  })

  test('a stale head confirms nothing', async () => {
    await chain.request('anvil_mine', ['0x5'])
    proxy.setRule(({ method, n }) =>
      method === 'eth_blockNumber' && n <= 5 ? { kind: 'answer', result: '0x1' } : undefined,
    )
    await pay({}, async (outcome) => {
      await expectPaidOnce(outcome)
      expect(proxy.calls.filter(({ method }) => method === 'eth_blockNumber')).toHaveLength(6)
    })
  })

  test('a chain id that changes before sending stops everything: exit 7, nothing sent', async () => {
    proxy.setRule(({ method, n }) =>
      method === 'eth_chainId' && n > 2 ? { kind: 'answer', result: '0x1' } : undefined,
    )
    await pay({}, async (outcome, { journal }) => {
      expect(outcome).toMatchObject({ code: 'CHAIN_ID_MISMATCH', exitCode: 7 })
      expect(await journal.allRows()).toEqual([])
    })
  })
})

describe('a node that lies about what was sent', () => {
  /** What it says from the broadcast on, and nothing of it may close the transaction. */
  const lies: readonly [what: string, lie: FaultRule][] = [
    [
      'the receipt of another transaction',
      on('eth_getTransactionReceipt', { kind: 'rewrite', result: ofAnother }),
    ],
    ['half a receipt', on('eth_getTransactionReceipt', { kind: 'rewrite', result: withoutStatus })],
    [
      'no receipt and no transaction, while the nonce is used',
      ({ method }) => (SHOWS.includes(method) ? { kind: 'answer', result: null } : undefined),
    ],
    [
      'the same, without the states that would show who used it',
      ({ method, params }) => {
        if (SHOWS.includes(method)) return { kind: 'answer', result: null }
        const isPast = method === 'eth_getTransactionCount' && params[1] === '0x0'
        return isPast ? { kind: 'error', code: -32000, message: 'missing trie node' } : undefined
      },
    ],
    ['a height that is none', on('eth_blockNumber', { kind: 'answer', result: null })],
    [
      'another chain id, and that chain has used the nonce',
      ({ method }) => {
        if (method === 'eth_chainId') return { kind: 'answer', result: '0x1' }
        if (method === 'eth_getTransactionCount') return { kind: 'answer', result: '0x9' }
        return SHOWS.includes(method) ? { kind: 'answer', result: null } : undefined
      },
    ],
  ]

  test.each(lies)('%s: exit 9, and it is finished once the node is honest', async (_, lie) => {
    let isSent = false
    proxy.setRule((call) => {
      isSent ||= call.method === 'eth_sendRawTransaction'
      return isSent && call.method !== 'eth_sendRawTransaction' ? lie(call) : undefined
    })
    await pay({ timeoutMs: 1_500 }, async (outcome, { journal, transactions }) => {
      expect(outcome).toMatchObject({ code: 'TX_PENDING', exitCode: 9 })
      const [row] = await journal.allRows()
      expect(row?.state).toMatch(/^(signed|broadcast)$/)
      expect(outcome).toMatchObject({ details: { hash: row?.hash } })
      proxy.setRule(undefined)
      const honest = await connectChain(devnetProfile([chain.rpcUrl]))
      const [done] = await resumeOpen({ chain: honest, journal })
      honest.rpc.close()
      expect(done).toMatchObject({ state: 'final', hash: row?.hash })
      expect(await transactions.send(payment('wage', 5n))).toMatchObject({ alreadyDone: true })
      await expectPaidOnce({ ...(outcome as Outcome), id: 1, alreadyDone: false })
    })
  })
})

describe('a node that takes nothing', () => {
  test('a refusal with a reason is exit 3, and the nonce is free again', async () => {
    proxy.setRule(({ method }) =>
      method === 'eth_sendRawTransaction'
        ? { kind: 'error', code: -32000, message: 'intrinsic gas too low' }
        : undefined,
    )
    await pay({}, async (outcome, { transactions, journal }) => {
      expect(outcome).toMatchObject({
        code: 'TX_REJECTED',
        exitCode: 3,
        details: { reason: 'intrinsic gas too low' },
      })
      proxy.setRule(undefined)
      expect(await transactions.send(payment('wage', 5n))).toMatchObject({ id: 2 })
      expect((await journal.allRows()).map(({ nonce, state }) => [nonce, state])).toEqual([
        [0, 'dropped'],
        [0, 'final'],
      ])
    })
  })

  test('a refusal after the answer to the first offer was lost frees nothing: exit 9', async () => {
    proxy.setRule(({ method, n }) => {
      if (method !== 'eth_sendRawTransaction') return undefined
      if (n === 1) return { kind: 'drop' }
      return { kind: 'error', code: -32000, message: 'insufficient funds for gas' }
    })
    await pay({ timeoutMs: 500 }, async (outcome, { journal, transactions }) => {
      expect(outcome).toMatchObject({ code: 'TX_PENDING', exitCode: 9 })
      expect(await journal.find(1)).toMatchObject({ state: 'signed' })
      proxy.setRule(undefined)
      expect(await transactions.resumeAll()).toMatchObject([{ state: 'final' }])
    })
  })

  test('a refusal that cannot be asked about frees nothing: exit 9', async () => {
    proxy.setRule(({ method }) => {
      if (method === 'eth_sendRawTransaction') {
        return { kind: 'error', code: -32000, message: 'intrinsic gas too low' }
      }
      return method === 'eth_getTransactionByHash' ? { kind: 'drop' } : undefined
    })
    await pay({ timeoutMs: 500 }, async (outcome, { journal }) => {
      expect(outcome).toMatchObject({ code: 'TX_PENDING', exitCode: 9 })
      expect(await journal.find(1)).toMatchObject({ state: 'signed' })
    })
  })

  test('a node that is gone after the signature is exit 9, gone before it is exit 5', async () => {
    const gone: Fault = { kind: 'drop' }
    let silent = false
    proxy.setRule(({ method }) => {
      silent ||= method === 'eth_sendRawTransaction'
      return silent ? gone : undefined
    })
    await pay(
      { timeoutMs: 300 },
      async (outcome, { journal, transactions }) => {
        expect(outcome).toMatchObject({ code: 'TX_PENDING', exitCode: 9 })
        const early = await transactions.send(payment('next')).catch((error) => error)
        expect(early).toMatchObject({ kind: 'network', exitCode: 5 })
        expect(await journal.allRows()).toHaveLength(1)
      },
      hastyClock,
    )
  })
})

test('a call that the node cannot run, for a reason of its own, is not sent', async () => {
  proxy.setRule(on('eth_estimateGas', { kind: 'error', code: -32000, message: 'out of memory' }))
  await pay({}, async (outcome, { journal }) => {
    expect(outcome).toMatchObject({ code: 'TX_SIMULATION_FAILED', exitCode: 3 })
    expect(await journal.allRows()).toEqual([])
  })
})

test('with two endpoints the healthy one is used, also in the middle of sending', () =>
  withFolder(async (folder) => {
    let struck = false
    proxy.setRule(({ method }) => {
      struck ||= method === 'eth_sendRawTransaction'
      return struck ? { kind: 'drop' } : undefined
    })
    const engine = await openEngine([proxy.url, chain.rpcUrl], folder)
    await expectPaidOnce(await engine.transactions.send(payment('wage', 5n)))
    await engine.close()
  }))
