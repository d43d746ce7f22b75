import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CapstanResult } from '../../support/capstan.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { HOLDER, newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n

let stage: SwapStage
let proxy: FaultyProxy
beforeAll(async () => {
  stage = await SwapStage.set()
  proxy = await startFaultyProxy(stage.target.rpcUrl)
})
afterAll(async () => {
  await proxy.close()
  stage.remove()
})

/** What passes it waits until it is opened. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

describe('a release that another makes first', () => {
  const moments: [string, string, number][] = [
    ['before it is tried', 'eth_estimateGas', 1],
    ['before it is priced', 'eth_estimateGas', 3],
    ['before it is sent', 'eth_sendRawTransaction', 1],
  ]

  it.each(moments)('%s is no failure, and holds up no other', async (when, method, nth) => {
    const directory = stage.campaign(when.replaceAll(' ', '-'), { target: [proxy.url] })
    const recipients = [newRecipient(), newRecipient()] as const
    const taken = await stage.lockFor(recipients[0], ETHER)
    const left = await stage.lockFor(recipients[1], ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const before = await stage.releases()
    let release: string | undefined
    let n = 0
    proxy.setRule((call) => {
      const [{ data } = {}] = call.params as [{ data?: string }?]
      if (call.method === 'eth_estimateGas') release ??= data
      if (call.method !== method || ++n !== nth) return undefined
      const act = () => stage.send(stage.target, HOLDER, stage.release, release as string)
      return { kind: 'meanwhile', act }
    })
    const pass = await stage.relay('relayer-2', directory)
    proxy.setRule(undefined)
    expect([pass.exitCode, pass.json]).toMatchObject([
      0,
      { released: [{ lockId: left }], releasedByOthers: [taken], open: [], failure: null },
    ])
    for (const recipient of recipients) expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(before + recipients.length)
  })

  it('is this pass’s too when another run of its key sent it with other signatures', async () => {
    const directory = stage.campaign('other-words', { target: [proxy.url] })
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.attest('relayer-3', directory)
    const before = await stage.releases()
    const [signed, resumed] = [gate(), gate()]
    const counts = { eth_estimateGas: 0, eth_sendRawTransaction: 0 }
    let other: Promise<CapstanResult> | undefined
    proxy.setRule(({ method }) => {
      if (method === 'eth_estimateGas' && ++counts[method] === 1) {
        return {
          kind: 'meanwhile',
          act: async () => {
            await stage.attest('relayer-1', directory)
            other = stage.relay('relayer-2', directory)
            await signed.passed
          },
        }
      }
      if (method !== 'eth_sendRawTransaction') return undefined
      if (++counts[method] > 1) resumed.open()
      else signed.open()
      return { kind: 'meanwhile', act: () => resumed.passed }
    })
    const pass = await stage.relay('relayer-2', directory)
    const both = [pass, await other]
    proxy.setRule(undefined)
    for (const one of both) {
      expect(one).toMatchObject({
        exitCode: 0,
        json: { released: [{ lockId }], releasedByOthers: [], open: [], failure: null },
      })
    }
    expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(before + 1)
  })
})

describe('a release of one’s own', () => {
  it('that is not deep enough in time is pending, and nobody else’s', async () => {
    const directory = stage.campaign('shallow')
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const depth = ['--confirmations', '3', '--timeout', '1']
    const pass = await stage.relay('relayer-2', directory, ...depth)
    expect([pass.exitCode, pass.json]).toMatchObject([
      9,
      {
        released: [],
        releasedByOthers: [],
        open: [{ lockId, state: 'ready', reason: 'TX_PENDING' }],
        failure: { code: 'TX_PENDING' },
      },
    ])
    expect(await stage.paid(recipient)).toBe(ETHER)
  })
})

describe('two runs of one key', () => {
  it('hold no node to be behind because the other has noted a newer block', async () => {
    const directory = stage.campaign('newer', { target: [proxy.url] })
    await stage.relay('relayer-1', directory)
    let isFirst = true
    proxy.setRule(({ method }) => {
      if (method !== 'eth_call' || !isFirst) return undefined
      isFirst = false
      const act = async () => {
        await stage.settle(stage.target, 1)
        await stage.relay('relayer-1', directory)
      }
      return { kind: 'meanwhile', act }
    })
    const pass = await stage.relay('relayer-1', directory)
    proxy.setRule(undefined)
    expect([pass.exitCode, isFirst], pass.stdout).toEqual([0, false])
  })
})
