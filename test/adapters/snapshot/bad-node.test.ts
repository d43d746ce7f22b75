import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { spawnChain, startChain, type TestChain } from '../../support/chain.ts'
import { CmtToken, word } from '../../support/cmt-token.ts'
import {
  type FaultRule,
  type FaultyProxy,
  type ProxiedCall,
  startFaultyProxy,
} from '../../support/faulty-proxy.ts'
import {
  campaignFolder,
  connect,
  erc20Source,
  hastyClock,
  snapshotLines,
} from '../../support/snapshot.ts'

interface Log {
  readonly blockNumber: string
  readonly logIndex: string
  readonly data: string
  readonly topics: readonly string[]
}

describe('a snapshot over a bad node', () => {
  let chain: TestChain
  let token: CmtToken
  let block: number
  let proxy: FaultyProxy
  let directory: string

  beforeAll(async () => {
    chain = await spawnChain()
    token = await CmtToken.deploy(chain)
    const [deployer = '', rich = ''] = await chain.request<string[]>('eth_accounts')
    await token.transferAll(
      Array.from({ length: 120 }, (_, n) => ({
        from: deployer,
        to: n % 10 === 0 ? rich : `0x${(n + 1).toString(16).padStart(40, 'd')}`,
        value: BigInt(n + 1),
      })),
      4,
    )
    block = Number(await chain.request('eth_blockNumber'))
  })
  afterAll(() => chain.stop())

  beforeEach(async () => {
    proxy = await startFaultyProxy(chain.rpcUrl)
    onTestFinished(() => proxy.close())
    directory = await campaignFolder()
  })

  const take = async (rule?: FaultRule, urls: readonly string[] = [proxy.url]) => {
    proxy.setRule(rule)
    return takeSnapshot(
      { chain: () => connect(urls, {}, 2_000), clock: hastyClock },
      erc20Source(token.address, block),
      { directory },
    )
  }
  const expectExact = async () =>
    expect(await snapshotLines(directory)).toEqual(token.expectedLines())

  it.each<[string, FaultRule]>([
    ['drops connections', ({ n }) => (n % 3 === 1 ? { kind: 'drop' } : undefined)],
    ['loses answers', ({ n }) => (n % 3 === 1 ? { kind: 'loseAnswer' } : undefined)],
    ['cuts answers short', ({ n }) => (n % 3 === 1 ? { kind: 'cut' } : undefined)],
    [
      'ends answers early as if they were whole',
      ({ n }) => (n % 4 === 1 ? { kind: 'truncate' } : undefined),
    ],
    [
      'answers 429',
      ({ n }) => (n % 3 === 1 ? { kind: 'status', status: 429, retryAfter: '0' } : undefined),
    ],
    ['answers 503', ({ n }) => (n % 3 === 1 ? { kind: 'status', status: 503 } : undefined)],
    ['answers 413 to large questions', ifBlocksOver(4, { kind: 'status', status: 413 })],
    [
      'caps the range of blocks',
      ifBlocksOver(5, {
        kind: 'error',
        code: -32602,
        message: 'eth_getLogs is limited to a 5 block range',
      }),
    ],
    [
      'caps the results in words nobody has seen',
      ifBlocksOver(1, { kind: 'error', code: -32005, message: 'das ist zu viel' }),
    ],
    [
      'limits the rate inside of answers',
      ({ method, n }) =>
        method === 'eth_getLogs' && n === 2
          ? { kind: 'error', code: -32005, message: 'rate limit exceeded' }
          : undefined,
    ],
    [
      'will not run programs in eth_call',
      ({ method, params }) =>
        method === 'eth_call' && (params[0] as { to?: string }).to === undefined
          ? { kind: 'error', code: -32000, message: 'contract creation without any data provided' }
          : undefined,
    ],
  ])('that %s is still exact', async (_, rule) => {
    const taken = await take(rule)

    await expectExact()
    expect(taken.snapshot.checkedHolders).toBe(token.expected.size)
  })

  it('goes on at another endpoint when one is dead', async () => {
    await take(undefined, ['http://127.0.0.1:9', proxy.url])
    await expectExact()
  })

  it('gives up on a node that never answers, and goes on where it stopped', async () => {
    const dead: FaultRule = ({ method, n }) =>
      method === 'eth_getLogs' && n > 2 ? { kind: 'status', status: 500 } : undefined
    await expect(take(dead)).rejects.toMatchObject({ code: 'NETWORK_BAD_RESPONSE', exitCode: 5 })
    const asked = proxy.calls.length

    await take()
    const ranges = proxy.calls.slice(asked).filter(({ method }) => method === 'eth_getLogs')
    expect(firstBlockOf(ranges[0])).toBeGreaterThan(8)
    await expectExact()
  })

  it('names the node’s words when it refuses even one block', async () => {
    const refuses = ifBlocksOver(0, { kind: 'error', code: -32000, message: 'history pruned' })
    await expect(take(refuses)).rejects.toMatchObject({
      code: 'LOGS_REFUSED',
      details: { rpcMessage: 'history pruned' },
    })
  })

  it.each<[string, (logs: Log[]) => Log[]]>([
    ['an amount', change(3, (log) => ({ ...log, data: word(BigInt(log.data) + 1n) }))],
    [
      'a recipient',
      change(3, (log) => ({ ...log, topics: [...log.topics.slice(0, 2), word(77n)] })),
    ],
    ['a log it leaves out', (logs) => logs.filter((_, position) => position !== 3)],
    ['a log it invents', (logs) => [...logs, { ...(logs.at(-1) as Log), logIndex: '0xff' }]],
  ])('catches a node that lies about %s', async (_, lie) => {
    let lied = false
    const liar: FaultRule = ({ method }) => {
      if (method !== 'eth_getLogs') return undefined
      return {
        kind: 'rewrite',
        result: (result) => {
          const logs = result as Log[]
          if (lied || logs.length < 5) return logs
          lied = true
          return lie(logs)
        },
      }
    }
    await expect(take(liar)).rejects.toMatchObject({ code: 'LOGS_DO_NOT_ADD_UP', exitCode: 7 })

    // What a liar said is not kept: an honest node is asked again from the first block.
    await take()
    await expectExact()
  })

  it.each<[string, (logs: Log[]) => unknown]>([
    ['of another block', change(0, (log) => ({ ...log, blockNumber: '0xffff' }))],
    [
      'of another event',
      change(0, (log) => ({ ...log, topics: [word(1n), ...log.topics.slice(1)] })),
    ],
    ['twice', (logs) => [...logs, ...logs]],
    ['of a reorganised block', change(1, (log) => ({ ...log, blockHash: word(1n) }))],
  ])('refuses logs %s', async (_, change) => {
    const wrong: FaultRule = ({ method }) =>
      method === 'eth_getLogs'
        ? { kind: 'rewrite', result: (result) => change(result as Log[]) }
        : undefined
    await expect(take(wrong)).rejects.toMatchObject({ code: 'LOG_NOT_AS_ASKED', exitCode: 7 })
  })

  it('refuses without old state, naming what to do', async () => {
    await expect(take(withoutArchive(block))).rejects.toMatchObject({
      code: 'ARCHIVE_STATE_MISSING',
      exitCode: 3,
    })
  })

  it('goes by the logs alone when it is told to', async () => {
    proxy.setRule(withoutArchive(block))
    const taken = await takeSnapshot(
      { chain: () => connect(proxy.url) },
      erc20Source(token.address, block, { verify: 'none' }),
      { directory },
    )

    await expectExact()
    expect(taken.snapshot.seeds).toEqual([{ address: token.deployer, amount: 10n ** 27n }])
    expect(taken.warnings).toEqual([
      'No balance was checked against balanceOf.',
      'Name, decimals and supply are those of the newest block: older state is gone.',
      'CMT was not paused: holders can move it after the snapshot.',
    ])
  })

  it('checks a sample when it is told to', async () => {
    proxy.setRule(undefined)
    const taken = await takeSnapshot(
      { chain: () => connect(proxy.url) },
      erc20Source(token.address, block, { verify: 10 }),
      { directory },
    )

    await expectExact()
    expect(taken.snapshot.checkedHolders).toBeGreaterThanOrEqual(10)
    expect(taken.snapshot.checkedHolders).toBeLessThan(token.expected.size)
  })

  it('notices at the end that the block was reorganised', async () => {
    let headers = 0
    const reorganising: FaultRule = ({ method }) => {
      if (method !== 'eth_getBlockByNumber' || ++headers < 2) return undefined
      return { kind: 'rewrite', result: (header) => ({ ...(header as object), hash: word(5n) }) }
    }
    await expect(take(reorganising)).rejects.toMatchObject({
      code: 'SNAPSHOT_REORGED',
      exitCode: 7,
    })
    await rm(join(directory, 'out/.snapshot'), { recursive: true })
    await take()
    await expectExact()
  })

  it('does not go on after the chain was reorganised under a snapshot in progress', async () => {
    const dies: FaultRule = ({ method, n }) =>
      method === 'eth_getLogs' && n > 2 ? { kind: 'status', status: 500 } : undefined
    await expect(take(dies)).rejects.toMatchObject({ kind: 'network' })
    const reorganised: FaultRule = ({ method }) =>
      method === 'eth_getBlockByNumber' ? { kind: 'answer', result: null } : undefined

    await expect(take(reorganised)).rejects.toMatchObject({
      code: 'SNAPSHOT_REORGED',
      details: { got: null },
    })
  })

  it('notices that the node serves another chain in the end', async () => {
    let ids = 0
    const switching: FaultRule = ({ method }) =>
      method === 'eth_chainId' && ++ids > 2 ? { kind: 'answer', result: '0x1' } : undefined
    await expect(take(switching)).rejects.toMatchObject({ code: 'CHAIN_ID_MISMATCH', exitCode: 7 })
  })
})

describe('a snapshot of what cannot be snapshot', () => {
  it('refuses a block that does not exist, one that is not final, and what is no token', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    await chain.request('anvil_mine', ['0x14'])
    const directory = await campaignFolder()
    const take = async (address: string, block: number) =>
      takeSnapshot(
        { chain: () => connect(chain.rpcUrl, { finality: 'finalized', confirmations: 12 }) },
        erc20Source(address, block),
        { directory },
      )

    await expect(take(token.address, 22)).rejects.toMatchObject({
      code: 'BLOCK_NOT_FOUND',
      exitCode: 4,
    })
    await expect(take(token.address, 11)).rejects.toMatchObject({
      code: 'BLOCK_NOT_FINAL',
      exitCode: 3,
    })
    await expect(take(token.deployer, 10)).rejects.toMatchObject({
      code: 'TOKEN_NOT_A_CONTRACT',
      exitCode: 3,
    })
    await expect(take(token.address, 0)).rejects.toMatchObject({ code: 'TOKEN_NOT_A_CONTRACT' })
    await expect(take(token.address, 10)).resolves.toMatchObject({ alreadyDone: false })
  })

  it('refuses a token whose balances change without an event, and names the holders', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    const holder = `0x${'ab'.repeat(20)}`
    await token.transferAll([{ from: token.deployer, to: holder, value: 1000n }])
    await token.setBalanceSilently(holder, 990n)
    await chain.request('anvil_mine', ['0x1'])

    const error = await refusal(chain, token)
    expect(error).toMatchObject({ code: 'LOGS_DO_NOT_ADD_UP', exitCode: 7, details: { count: 1 } })
    expect(error.details.holders[0]?.toLowerCase()).toBe(`${holder} logs 1000 balanceof 990`)
  })

  it('refuses supply that nobody known holds, and names the amount', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    const supplySlot = await chain.request<string>('eth_getStorageAt', [
      token.address,
      '0x0',
      'latest',
    ])
    expect(BigInt(supplySlot)).toBe(10n ** 27n)
    await chain.request('anvil_setStorageAt', [token.address, word(0n), word(10n ** 27n + 5n)])
    await chain.request('anvil_mine', ['0x1'])

    expect(await refusal(chain, token)).toMatchObject({
      code: 'LOGS_DO_NOT_ADD_UP',
      details: { missingBaseUnits: '5' },
    })
  })

  it('finds a creator who never moved anything', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    const directory = await campaignFolder()
    await takeSnapshot({ chain: () => connect(chain.rpcUrl) }, erc20Source(token.address, 1), {
      directory,
    })

    expect(await snapshotLines(directory)).toEqual([`${token.deployer},${10n ** 27n}`])
  })

  async function refusal(chain: TestChain, token: CmtToken) {
    const directory = await campaignFolder()
    const block = Number(await chain.request('eth_blockNumber'))
    return takeSnapshot({ chain: () => connect(chain.rpcUrl) }, erc20Source(token.address, block), {
      directory,
    }).then(
      () => {
        throw new Error('it was not refused')
      },
      (error) => error,
    )
  }
})

/** Strikes requests for logs of more than `most` blocks. */
function ifBlocksOver(most: number, fault: ReturnType<FaultRule>): FaultRule {
  return ({ method, params }) => {
    if (method !== 'eth_getLogs') return undefined
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    return Number(toBlock) - Number(fromBlock) + 1 > most ? fault : undefined
  }
}

/** A full node as most are: no state of `block` or older. */
function withoutArchive(block: number): FaultRule {
  return ({ method, params }) => {
    if (method !== 'eth_call' && method !== 'eth_getCode') return undefined
    const tag = params[1] as string
    if (tag === 'latest' || Number(tag) > block) return undefined
    return { kind: 'error', code: -32000, message: 'missing trie node 2a7b (path ) <nil>' }
  }
}

function firstBlockOf(call: ProxiedCall | undefined): number {
  const [filter] = call?.params ?? []
  return Number((filter as { fromBlock: string }).fromBlock)
}

function change(position: number, to: (log: Log) => object): (logs: Log[]) => Log[] {
  return (logs) => logs.map((log, i) => (i === position ? (to(log) as Log) : log))
}
