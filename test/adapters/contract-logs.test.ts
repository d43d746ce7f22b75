import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectChain } from '../../src/chain/chain.ts'
import { logsBackwards, logsForwards } from '../../src/chain/contracts/logs.ts'
import { checksumAddress } from '../../src/primitives/address.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { CmtToken } from '../support/cmt-token.ts'
import { devnetProfile } from '../support/engine.ts'
import { fastClock } from '../support/fast-clock.ts'
import { always, answers } from '../support/fault-rules.ts'
import { type FaultRule, startFaultyProxy } from '../support/faulty-proxy.ts'

const HOLDER = '0x00000000000000000000000000000000c0ffee01'
const TRANSFERS = 12

let chain: TestChain
let token: CmtToken
let address: string
beforeAll(async () => {
  chain = await spawnChain()
  token = await CmtToken.deploy(chain)
  address = checksumAddress(token.address)
  const transfers = Array.from({ length: TRANSFERS }, (_, index) => ({
    ...{ from: token.deployer, to: HOLDER },
    value: BigInt(index + 1),
  }))
  await token.transferAll(transfers, 2)
})
afterAll(() => chain.stop())

/** Amounts of all transfers, as they come, and what it took to ask. */
async function readAll(rule?: FaultRule, read = logsBackwards) {
  const proxy = await startFaultyProxy(chain.rpcUrl, rule)
  onTestFinished(() => proxy.close())
  const { rpc } = await connectChain(devnetProfile([proxy.url]), { clock: fastClock() })
  onTestFinished(() => rpc.close())
  const toBlock = Number(await chain.request('eth_blockNumber'))
  const amounts: number[] = []
  for await (const { data } of read(rpc, { address }, { from: 0, to: toBlock }, fastClock())) {
    amounts.push(Number(BigInt(data.slice(0, 66))))
  }
  return { amounts, asked: proxy.calls.filter(({ method }) => method === 'eth_getLogs').length }
}

/** A provider that gives the logs of no more than so many blocks. */
function blocksAtMost(most: number): FaultRule {
  return ({ method, params }) => {
    if (method !== 'eth_getLogs') return undefined
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    const refused = Number(toBlock) - Number(fromBlock) + 1 > most
    return refused ? { kind: 'error', code: -32005, message: 'range too wide' } : undefined
  }
}

const NEWEST_FIRST = Array.from({ length: TRANSFERS }, (_, index) => TRANSFERS - index)

describe('the logs of a contract', () => {
  it('come newest first, in one request where the node allows it', async () => {
    expect(await readAll()).toEqual({ amounts: NEWEST_FIRST, asked: 1 })
  })

  it.each([1, 2, 3, 5])('come from a node that gives %i blocks at once', async (most) => {
    expect((await readAll(blocksAtMost(most))).amounts).toEqual(NEWEST_FIRST)
  })

  it.each([2, 100])('come oldest first from a node that gives %i blocks at once', async (most) => {
    const { amounts } = await readAll(blocksAtMost(most), logsForwards)
    expect(amounts).toEqual(NEWEST_FIRST.toReversed())
  })

  it('are asked again, as many, of a node that is asked too often', async () => {
    const rule: FaultRule = ({ method, n }) =>
      method === 'eth_getLogs' && n % 3 > 0
        ? { kind: 'error', code: -32005, message: 'rate limit exceeded' }
        : undefined
    expect(await readAll(rule)).toEqual({ amounts: NEWEST_FIRST, asked: 3 })
  })

  it('come once from a node that gives each twice', async () => {
    const twice = (result: unknown) => [...(result as object[]), ...(result as object[])]
    const rule = always('eth_getLogs', { kind: 'rewrite', result: twice })
    expect((await readAll(rule)).amounts).toEqual(NEWEST_FIRST)
  })

  it('are not there where a node gives none', async () => {
    await expect(readAll(blocksAtMost(0))).rejects.toMatchObject({ code: 'RPC_ERROR' })
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'none'],
    ["another contract's", [{ address: HOLDER }]],
    ['half a log', [{ address: HOLDER, topics: null }]],
  ])('are not %s', async (_, result) => {
    await expect(readAll(always('eth_getLogs', answers(result)))).rejects.toMatchObject({
      code: 'NETWORK_BAD_RESPONSE',
      exitCode: 5,
    })
  })
})
