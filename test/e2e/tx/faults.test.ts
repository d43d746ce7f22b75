import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { first, from } from '../../support/fault-rules.ts'
import type { Fault } from '../../support/faulty-proxy.ts'
import {
  type Ending,
  expectEnding,
  expectPublishedOnce,
  onStage,
  SHORT,
} from '../../support/publishing.ts'

/** Each is several runs, and the machine may be busy. */
const PATIENT = { timeout: 180_000 }

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain({ chainId: 1 })
})
afterAll(() => chain.stop())

type NamedFault = readonly [name: string, fault: Fault]

/** What breaks a request on its way. */
const PASSING: readonly NamedFault[] = [
  ['connection dropped', { kind: 'drop' }],
  ['answer lost', { kind: 'loseAnswer' }],
  ['429, Retry-After', { kind: 'status', status: 429, retryAfter: '1' }],
  ['500', { kind: 'status', status: 500 }],
  ['JSON cut short', { kind: 'truncate' }],
  ['connection cut in the answer', { kind: 'cut' }],
  ['wrong id', { kind: 'wrongId' }],
  ['a list for one, one for a list', { kind: 'otherShape' }],
  ['HTML error page', { kind: 'body', body: '<html><h1>Bad Gateway</h1></html>' }],
  ['bytes of no encoding', { kind: 'body', body: new Uint8Array([31, 139, 8, 0, 255, 254]) }],
]
const LASTING: readonly NamedFault[] = [
  ...PASSING,
  ['429, Retry-After an hour', { kind: 'status', status: 429, retryAfter: '3600' }],
]

const NOTHING_SENT = { exit: 5, code: expect.stringMatching(/^NETWORK_/), journal: [] }
const MAYBE_SENT = { exit: 9, code: 'TX_PENDING', journal: ['signed'] }

/** From when on it strikes everything, and how the run ends. */
const MOMENTS: readonly (readonly [moment: string, method: string, ending: Ending])[] = [
  ['before anything is signed', 'eth_getBlockByNumber', NOTHING_SENT],
  ['from the broadcast on', 'eth_sendRawTransaction', MAYBE_SENT],
  ['while it waits', 'eth_getTransactionReceipt', MAYBE_SENT],
]

describe.concurrent('a broken connection', PATIENT, () => {
  test.each(PASSING)('%s, once: exit 0', (_, fault) =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(first(1, 'eth_sendRawTransaction', fault))
      await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
    }),
  )

  for (const [moment, method, ending] of MOMENTS) {
    test.each(LASTING)(`%s, ${moment}: exit ${ending.exit}`, (_, fault) =>
      onStage(chain, (scene) => expectEnding(scene, () => from(method, fault), ending)),
    )
  }
})

describe.concurrent('a slow node', PATIENT, () => {
  test('within the limit of a request: exit 0', () =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(() => ({ kind: 'delay', ms: 300 }))
      await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
    }))

  test('that hangs from the start: exit 5', () =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(() => ({ kind: 'hang' }))
      const result = await operator.publish([proxy.url], '--json')
      expect([result.exitCode, result.json]).toMatchObject([
        5,
        { error: { code: 'NETWORK_TIMEOUT' } },
      ])
      expect(await operator.sentCount()).toBe(0)
    }))

  test.each(['eth_sendRawTransaction', 'eth_getTransactionReceipt'])(
    'that hangs from %s on: exit 9, and the next run finishes',
    (method) =>
      onStage(chain, async ({ operator, proxy }) => {
        proxy.setRule(from(method, { kind: 'hang' }))
        const result = await operator.publish([proxy.url], ...SHORT, '--json')
        expect([result.exitCode, result.json]).toMatchObject([9, { error: { code: 'TX_PENDING' } }])
        proxy.setRule(undefined)
        await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
      }),
  )
})
