import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { first, from } from '../../support/fault-rules.ts'
import { expectEnding, expectPublishedOnce, onStage, SHORT } from '../../support/publishing.ts'
import { LASTING, PASSING } from './broken-connections.ts'

/** Each is several runs, and the machine may be busy. */
const PATIENT = { timeout: 180_000 }

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain({ chainId: 1 })
})
afterAll(() => chain.stop())

const NOTHING_SENT = { exit: 5, code: expect.stringMatching(/^NETWORK_/), journal: [] }

describe.concurrent('a broken connection', PATIENT, () => {
  test.each(PASSING)('%s, once: exit 0', (_, fault) =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(first(1, 'eth_sendRawTransaction', fault))
      await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
    }),
  )

  test.each(LASTING)('%s, before anything is signed: exit 5', (_, fault) =>
    onStage(chain, (scene) =>
      expectEnding(scene, () => from('eth_getBlockByNumber', fault), NOTHING_SENT),
    ),
  )
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
