import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectChain } from '../../src/chain/chain.ts'
import { headNumber } from '../../src/chain/rpc/blocks.ts'
import { servedChainId } from '../../src/chain/rpc/chain-id.ts'
import { Endpoints } from '../../src/chain/rpc/endpoints.ts'
import { gasPrice } from '../../src/chain/rpc/prices.ts'
import type { Clock } from '../../src/primitives/clock.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { devnetProfile } from '../support/engine.ts'
import { fastClock } from '../support/fast-clock.ts'
import { type Fault, type FaultRule, startFaultyProxy } from '../support/faulty-proxy.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

async function withProxy<T>(
  rule: FaultRule,
  work: (url: string, calls: readonly { method: string }[]) => Promise<T>,
): Promise<T> {
  const proxy = await startFaultyProxy(chain.rpcUrl, rule)
  try {
    return await work(proxy.url, proxy.calls)
  } finally {
    await proxy.close()
  }
}

function endpoints(urls: readonly string[], clock: Clock = fastClock(), timeoutMs = 2_000) {
  return new Endpoints({ urls, network: 'devnet', clock, timeoutMs })
}

const once =
  (fault: Fault): FaultRule =>
  ({ n }) =>
    n === 1 ? fault : undefined

describe('reading through a bad connection', () => {
  const faults: readonly Fault[] = [
    { kind: 'drop' },
    { kind: 'loseAnswer' },
    { kind: 'status', status: 429, retryAfter: '7' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'truncate' },
    { kind: 'cut' },
    { kind: 'wrongId' },
    { kind: 'otherShape' },
    { kind: 'body', body: '<html>Bad Gateway</html>' },
    { kind: 'answer', result: null },
    { kind: 'answer', result: 'many' },
    { kind: 'error', code: 429, message: 'slow down' },
    { kind: 'error', code: -32005, message: 'Rate limit exceeded' },
  ]
  test.each(faults)('a read survives one $kind $status$message', async (fault) => {
    await withProxy(once(fault), async (url, calls) => {
      const rpc = endpoints([url])
      expect(await rpc.ask(servedChainId)).toBe(31337n)
      expect(calls).toHaveLength(2)
      rpc.close()
    })
  })

  test.each([
    [{ kind: 'drop' }, 'NETWORK_UNREACHABLE'],
    [{ kind: 'status', status: 429 }, 'NETWORK_RATE_LIMITED'],
    [{ kind: 'status', status: 502 }, 'NETWORK_BAD_RESPONSE'],
    [{ kind: 'truncate' }, 'NETWORK_BAD_RESPONSE'],
    [{ kind: 'wrongId' }, 'NETWORK_BAD_RESPONSE'],
  ] as [Fault, string][])('a lasting $kind ends in exit 5', async (fault, code) => {
    await withProxy(
      () => fault,
      async (url) => {
        const rpc = endpoints([url])
        await expect(rpc.ask(servedChainId)).rejects.toMatchObject({
          code,
          exitCode: 5,
        })
        rpc.close()
      },
    )
  })

  test('an endpoint that does not answer in time is given up', async () => {
    await withProxy(
      () => ({ kind: 'delay', ms: 400 }),
      async (url) => {
        const rpc = endpoints([url], fastClock(), 50)
        await expect(rpc.ask(servedChainId)).rejects.toMatchObject({
          code: 'NETWORK_TIMEOUT',
        })
        rpc.close()
      },
    )
  })

  test('Retry-After is obeyed', async () => {
    const clock = fastClock()
    await withProxy(once({ kind: 'status', status: 429, retryAfter: '7' }), async (url) => {
      const rpc = endpoints([url], clock)
      await rpc.ask(servedChainId)
      expect(clock.slept).toEqual([7_000])
      rpc.close()
    })
  })

  test('a rest longer than a minute is not waited for', async () => {
    const clock = fastClock()
    const rule: FaultRule = () => ({ kind: 'status', status: 429, retryAfter: '3600' })
    await withProxy(rule, async (url) => {
      const rpc = endpoints([url], clock)
      await expect(rpc.ask(servedChainId)).rejects.toMatchObject({
        code: 'NETWORK_RATE_LIMITED',
        details: { retryAfterMs: 3_600_000 },
      })
      expect(clock.slept).toEqual([])
      rpc.close()
    })
  })

  test('a rest longer than the time there is is not waited for, either', async () => {
    const clock = fastClock()
    const rule: FaultRule = () => ({ kind: 'status', status: 429, retryAfter: '30' })
    await withProxy(rule, async (url, calls) => {
      const rpc = endpoints([url], clock)
      for (let round = 0; round < 3; round++) {
        const asked = rpc.ask(servedChainId, { retry: false, timeoutMs: 5_000 })
        await expect(asked).rejects.toMatchObject({ code: 'NETWORK_RATE_LIMITED' })
      }
      expect([calls.length, clock.slept]).toEqual([1, []])
      rpc.close()
    })
  })

  test('an endpoint that hangs is tried twice, not five times', async () => {
    await withProxy(
      () => ({ kind: 'hang' }),
      async (url, calls) => {
        const rpc = endpoints([url], fastClock(), 100)
        await expect(rpc.ask(servedChainId)).rejects.toMatchObject({
          code: 'NETWORK_TIMEOUT',
        })
        expect(calls).toHaveLength(2)
        rpc.close()
      },
    )
  })

  test('a request that changes the node is not repeated once it may have arrived', async () => {
    await withProxy(once({ kind: 'loseAnswer' }), async (url, calls) => {
      const rpc = endpoints([url])
      await expect(rpc.ask({ method: 'evm_mine' })).rejects.toMatchObject({ kind: 'network' })
      expect(calls).toHaveLength(1)
      rpc.close()
    })
  })

  test('a refusal of the node is not repeated', async () => {
    await withProxy(
      () => undefined,
      async (url, calls) => {
        const rpc = endpoints([url])
        await expect(rpc.ask({ method: 'eth_unknown' })).rejects.toMatchObject({
          code: 'RPC_ERROR',
          details: { rpcCode: -32601 },
        })
        expect(calls).toHaveLength(1)
        rpc.close()
      },
    )
  })
})

describe('batches', () => {
  test('each call has its own answer or refusal, in order, however many', async () => {
    const rpc = endpoints([chain.rpcUrl])
    const calls = Array.from({ length: 250 }, (_, index) =>
      index % 50 === 7 ? { method: 'eth_unknown' } : { method: 'eth_chainId' },
    )
    const answers = await rpc.batch(calls)
    expect(answers.map((answer) => 'error' in answer)).toEqual(
      calls.map(({ method }) => method === 'eth_unknown'),
    )
    rpc.close()
  })

  test('an answer missing from the list makes the whole batch repeat', async () => {
    await withProxy(
      ({ method, n }) => (method === 'eth_gasPrice' && n === 1 ? { kind: 'wrongId' } : undefined),
      async (url) => {
        const rpc = endpoints([url])
        const answers = await rpc.batch([{ method: 'eth_chainId' }, { method: 'eth_gasPrice' }])
        expect(answers[1]).toHaveProperty('result')
        rpc.close()
      },
    )
  })
})

const dead = 'http://127.0.0.1:9'

describe('several endpoints', () => {
  test('a dead one is passed over, and the healthy one is kept', async () => {
    const clock = fastClock()
    const rpc = endpoints([dead, chain.rpcUrl], clock)
    for (let i = 0; i < 5; i++) await rpc.ask(servedChainId)
    expect(clock.slept).toEqual([])
    rpc.close()
  })

  test('a rate-limited one rests while the other works', async () => {
    const clock = fastClock()
    const rule: FaultRule = () => ({ kind: 'status', status: 429, retryAfter: '30' })
    await withProxy(rule, async (url, calls) => {
      const rpc = endpoints([url, chain.rpcUrl], clock)
      for (let i = 0; i < 5; i++) await rpc.ask(servedChainId)
      expect(calls).toHaveLength(1)
      expect(clock.slept).toEqual([])
      rpc.close()
    })
  })

  /** As a node that stands still. */
  const stuckAt =
    (height: string): FaultRule =>
    ({ method }) =>
      method === 'eth_blockNumber' ? { kind: 'answer', result: height } : undefined

  test('the first that is not behind is used', async () => {
    await chain.request('anvil_mine', ['0x5'])
    await withProxy(stuckAt('0x1'), async (stale, seen) => {
      const { rpc } = await connectChain(devnetProfile([stale, chain.rpcUrl]))
      await rpc.ask(gasPrice)
      expect(seen.map(({ method }) => method)).toEqual(['eth_chainId', 'eth_blockNumber'])
      rpc.close()
    })
  })

  test('the next one is asked when the current one leads nowhere', async () => {
    await withProxy(stuckAt('0x7fff'), async (ahead) => {
      const rpc = endpoints([ahead, chain.rpcUrl, dead])
      const heights: unknown[] = []
      for (let turn = 0; turn < 4; turn++) {
        heights.push(await rpc.ask(headNumber))
        rpc.rotate()
      }
      expect(heights[0]).toBe(0x7fff)
      expect(heights[1]).not.toBe(0x7fff)
      rpc.close()
    })
  })

  test('when all fail, the error names an endpoint without its access key', async () => {
    const rpc = endpoints(['http://127.0.0.1:9/v3/0123456789abcdef0123456789abcdef'])
    await expect(rpc.ask(servedChainId)).rejects.toMatchObject({
      code: 'NETWORK_UNREACHABLE',
      details: { url: 'http://127.0.0.1:9/v3/[redacted]', reason: 'ECONNREFUSED' },
    })
    rpc.close()
  })
})

describe('the chain id', () => {
  test('is proved before anything else is asked', async () => {
    const profile = { ...devnetProfile([chain.rpcUrl]), chainId: 1 }
    await expect(connectChain(profile)).rejects.toMatchObject({
      code: 'CHAIN_ID_MISMATCH',
      exitCode: 7,
      details: { url: chain.rpcUrl, expected: '1', got: '31337' },
    })
  })

  const foreign: FaultRule = ({ method }) =>
    method === 'eth_chainId' ? { kind: 'answer', result: '0x1' } : undefined

  test('a wrong one is asked for nothing else, said aloud, and the right one goes on', async () => {
    await withProxy(
      ({ method, n }) => (method === 'eth_blockNumber' && n > 1 ? { kind: 'drop' } : undefined),
      (good) =>
        withProxy(foreign, async (wrong, seen) => {
          const warnings: string[] = []
          const story = { warn: (text: string) => warnings.push(text) }
          const clock = fastClock()
          const options = { story, clock }
          const { rpc } = await connectChain(devnetProfile([wrong, good]), options)
          await expect(rpc.ask(headNumber)).rejects.toMatchObject({ kind: 'network' })
          expect(seen.map(({ method }) => method)).toEqual(['eth_chainId'])
          expect(warnings).toEqual([expect.stringContaining(wrong)])
          rpc.close()
        }),
    )
  })

  test('wrong everywhere is exit 7', async () => {
    await withProxy(foreign, async (wrong) => {
      await expect(connectChain(devnetProfile([wrong, wrong]))).rejects.toMatchObject({
        code: 'CHAIN_ID_MISMATCH',
        exitCode: 7,
      })
    })
  })

  test('that changes is noticed by whoever asks for it', async () => {
    const changing: FaultRule = ({ method, n }) =>
      method === 'eth_chainId' && n > 2 ? { kind: 'answer', result: '0x1' } : undefined
    await withProxy(changing, async (url) => {
      const { rpc } = await connectChain(devnetProfile([url, chain.rpcUrl]))
      const calls = [{ method: 'eth_chainId' }, { method: 'eth_blockNumber' }]
      for (let round = 0; round < 3; round++) {
        expect(await rpc.batch(calls)).toMatchObject([{ result: '0x7a69' }, {}])
      }
      rpc.close()
    })
  })

  test('is proved again after the endpoint was gone', async () => {
    const rule: FaultRule = ({ method, n }) =>
      method === 'eth_blockNumber' && n === 1 ? { kind: 'drop' } : undefined
    await withProxy(rule, async (url, calls) => {
      const chain = await connectChain(devnetProfile([url]))
      await chain.rpc.ask(headNumber)
      expect(calls.map(({ method }) => method)).toEqual([
        'eth_chainId',
        'eth_chainId',
        'eth_blockNumber',
        'eth_chainId',
        'eth_blockNumber',
      ])
      chain.rpc.close()
    })
  })
})

test.each(['ftp://host', 'localhost:8545', 'http://'])('%s is no endpoint', (url) => {
  expect(() => endpoints([url])).toThrow(expect.objectContaining({ code: 'RPC_URL_INVALID' }))
})

test('a network without any endpoint is not connected to', async () => {
  await expect(connectChain(devnetProfile([]))).rejects.toMatchObject({
    code: 'RPC_URL_MISSING',
    exitCode: 2,
  })
})
