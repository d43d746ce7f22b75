import { AbiCoder } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockInterface } from '../../../src/swap/contracts/lock-contract.ts'
import { releaseInterface } from '../../../src/swap/contracts/release-contract.ts'
import {
  type FaultRule,
  type FaultyProxy,
  type ProxiedCall,
  startFaultyProxy,
} from '../../support/faulty-proxy.ts'
import { HOUR, newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n

let stage: SwapStage
let proxy: FaultyProxy
let targetProxy: FaultyProxy
beforeAll(async () => {
  stage = await SwapStage.set()
  proxy = await startFaultyProxy(stage.source.rpcUrl)
  targetProxy = await startFaultyProxy(stage.target.rpcUrl)
})
afterAll(async () => {
  await proxy.close()
  await targetProxy.close()
  stage.remove()
})

interface Log {
  readonly topics: readonly string[]
  readonly blockHash: string
}

/** Changes what a view of a contract answers, wherever it is asked. */
function viewing(view: string, change: (result: string) => string): FaultRule {
  const abi = lockInterface.getFunction(view) ? lockInterface : releaseInterface
  const selector = abi.getFunction(view)?.selector as string
  return ({ method, params }: ProxiedCall) => {
    const [call] = params as [{ data?: string } | undefined]
    if (method !== 'eth_call' || !call?.data?.startsWith(selector)) return undefined
    return { kind: 'rewrite', result: (result) => change(result as string) }
  }
}

function answering(wanted: string, change: (result: never) => unknown): FaultRule {
  return ({ method }) =>
    method === wanted ? { kind: 'rewrite', result: (result) => change(result as never) } : undefined
}

const OTHER_HASH = `0x${'cd'.repeat(32)}`
const word = (value: bigint) => AbiCoder.defaultAbiCoder().encode(['uint256'], [value])

/** The seventh word of what `lockOf` answers is the amount. */
function tenfold(answer: string): string {
  const [from, to] = [2 + 6 * 64, 2 + 7 * 64]
  const amount = BigInt(`0x${answer.slice(from, to)}`) * 10n
  return answer.slice(0, from) + word(amount).slice(2) + answer.slice(to)
}

describe('a node of the source chain that lies', () => {
  const lies: [string, FaultRule][] = [
    ['withholds the event', answering('eth_getLogs', () => [])],
    [
      'invents an event',
      answering('eth_getLogs', (logs: Log[]) => [
        ...logs,
        {
          ...logs[0],
          topics: [logs[0]?.topics[0], `0x${'ab'.repeat(32)}`, ...(logs[0]?.topics.slice(2) ?? [])],
        },
      ]),
    ],
    [
      'moves the event to another block',
      answering('eth_getLogs', (logs: Log[]) =>
        logs.map((log) => ({ ...log, blockHash: `0x${'cd'.repeat(32)}` })),
      ),
    ],
    ['has no receipt of it', answering('eth_getTransactionReceipt', () => null)],
    [
      'has a receipt without it',
      answering('eth_getTransactionReceipt', (receipt: object) => ({ ...receipt, logs: [] })),
    ],
    [
      'has a receipt of a failure',
      answering('eth_getTransactionReceipt', (receipt: object) => ({ ...receipt, status: '0x0' })),
    ],
    ['names another amount', viewing('lockOf', tenfold)],
    ['names another id', viewing('lockIdAt', () => `0x${'ef'.repeat(32)}`)],
  ]

  it('is found out before anything is signed', async () => {
    const directory = stage.campaign('lies', { source: [proxy.url] })
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    for (const [lie, rule] of lies) {
      proxy.setRule(rule)
      const result = await stage.relay('relayer-1', directory)
      expect([lie, result.exitCode, result.json]).toMatchObject([
        lie,
        7,
        { error: { code: 'SWAP_LOCK_UNPROVEN' } },
      ])
      expect(() => stage.attestationFiles(directory, lockId), lie).toThrow(/ENOENT/)
    }
    proxy.setRule(undefined)
    await stage.relay('relayer-1', directory)
    const honest = await stage.relay('relayer-2', directory)
    expect(honest.json, honest.stdout).toMatchObject({ released: [{ lockId }] })
    expect(await stage.paid(recipient)).toBe(ETHER)
  })

  it('is contradicted by a second one, where alone it would be believed', async () => {
    const urls = { source: [stage.source.rpcUrl, proxy.url] }
    const directory = stage.campaign('contradiction', urls)
    await stage.lockFor(newRecipient(), ETHER)
    await stage.settle()
    proxy.setRule(viewing('lockCount', () => word(0n)))
    const result = await stage.relay('relayer-1', directory)
    expect([result.exitCode, result.json]).toMatchObject([
      7,
      { error: { code: 'SWAP_NODES_DISAGREE' } },
    ])
    proxy.setRule(undefined)
    const honest = await stage.relay('relayer-1', directory)
    expect(honest.exitCode, honest.stdout).toBe(0)
  })

  it('is left for another time where it replaces a block while that is read', async () => {
    const directory = stage.campaign('replaced', { source: [proxy.url] })
    const lockId = await stage.lockFor(newRecipient(), ETHER)
    await stage.settle(stage.source, stage.confirmations)
    const head = Number(await stage.source.request('eth_blockNumber'))
    const settled = `0x${(head - stage.confirmations + 1).toString(16)}`
    let asked = 0
    proxy.setRule(({ method, params }) =>
      method === 'eth_getBlockByNumber' && params[0] === settled && asked++ > 0
        ? { kind: 'rewrite', result: (block) => ({ ...(block as object), hash: OTHER_HASH }) }
        : undefined,
    )
    const result = await stage.relay('relayer-1', directory)
    proxy.setRule(undefined)
    expect([result.exitCode, result.json]).toMatchObject([
      5,
      { error: { code: 'SWAP_REORGANISED' } },
    ])
    expect(() => stage.attestationFiles(directory, lockId)).toThrow(/ENOENT/)
  })

  it('or does not answer, is exit 5, and the relay that goes on tries again', async () => {
    const directory = stage.campaign('silence', { source: [proxy.url] })
    const lockId = await stage.lockFor(newRecipient(), ETHER)
    await stage.settle()
    proxy.setRule(() => ({ kind: 'status', status: 500 }))
    const result = await stage.relay('relayer-1', directory)
    expect([result.exitCode, result.json]).toMatchObject([5, { error: {} }])
    let asked = 0
    proxy.setRule(({ method }) =>
      method === 'eth_getLogs' && asked++ < 5 ? { kind: 'status', status: 500 } : undefined,
    )
    const child = stage.start('relayer-1', directory, 'relay', '--interval', '1s', '--json')
    const { finished } = await import('../../support/capstan.ts')
    const ended = finished(child)
    await expect
      .poll(() => attestationFiles(directory, lockId), { timeout: 40_000 })
      .toHaveLength(1)
    child.kill('SIGTERM')
    const run = await ended
    expect([run.exitCode, run.json]).toMatchObject([0, { attested: expect.any(Array) }])
  })
})

function attestationFiles(directory: string, lockId: string): string[] {
  try {
    return stage.attestationFiles(directory, lockId)
  } catch {
    return []
  }
}

describe('a node of the target chain that lies', () => {
  it('cannot have a refund attested of what was released', async () => {
    const meeting = stage.campaign('meeting')
    const folder = ['--attestations', `${meeting}/out/swap/attestations`]
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.attest('relayer-1', meeting)
    await stage.relay('relayer-2', meeting)
    expect(await stage.paid(recipient)).toBe(ETHER)
    await stage.pass(3 * HOUR)
    targetProxy.setRule(viewing('isReleased', () => word(0n)))
    const alone = stage.campaign('deceived', { target: [targetProxy.url] })
    const others = stage.campaign('contradicted', {
      target: [stage.target.rpcUrl, targetProxy.url],
    })
    const cases = [
      [alone, 'SWAP_LOCK_UNPROVEN'],
      [others, 'SWAP_NODES_DISAGREE'],
    ] as const
    for (const [directory, code] of cases) {
      const result = await stage.relay('relayer-3', directory, ...folder)
      expect([result.exitCode, result.json]).toMatchObject([7, { error: { code } }])
    }
    expect(
      stage.attestationFiles(meeting, lockId).filter((name) => name.startsWith('refund')),
    ).toEqual([])
  })
})
