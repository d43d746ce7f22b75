import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import type { FaultRule } from '../../support/faulty-proxy.ts'
import { expectPublishedOnce, onStage, type Scene, statesOf } from '../../support/publishing.ts'

// The table of ARCHITECTURE.md, "Where a process can die". The proxy sees every step from outside:
// it ends the process when a certain request arrives, before the node sees it or after.

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain({ chainId: 1 })
})
afterAll(() => chain.stop())

/** Long enough to reach the locked journal; a process that is slower dies one step earlier. */
const REACHES_JOURNAL_MS = 300

interface Kill {
  /** The request at whose arrival the process is killed. */
  readonly method: string
  readonly n?: number
  /** What becomes of that request. */
  readonly fault: 'drop' | 'loseAnswer'
}

type Step = readonly [step: string, kill: Kill, journal: readonly string[], sent: number]

const drop = (method: string, n = 1): Kill => ({ method, n, fault: 'drop' })
const loseAnswer = (method: string, n = 1): Kill => ({ method, n, fault: 'loseAnswer' })

// publish plans (first of each method), asks, and then sends (second).
const STEPS: readonly Step[] = [
  ['before the chain has proved its id', drop('eth_chainId'), [], 0],
  ['before the simulation', drop('eth_estimateGas'), [], 0],
  ['after the simulation, before it is confirmed', drop('eth_getTransactionCount'), [], 0],
  ['after it is confirmed', drop('eth_getBalance', 2), [], 0],
  ['before it has a nonce', drop('eth_getTransactionCount', 2), [], 0],
  [
    'signed and in the journal, before the broadcast',
    drop('eth_sendRawTransaction'),
    ['signed'],
    0,
  ],
  ['broadcast, before the answer', loseAnswer('eth_sendRawTransaction'), ['signed'], 1],
  ['broadcast and answered', drop('eth_blockNumber'), ['signed'], 1],
  ['before it sees the receipt', loseAnswer('eth_getTransactionReceipt'), ['signed'], 1],
  ['final, before the contract is read back', drop('eth_call'), ['final'], 1],
]

/** Starts a step of the campaign that dies as the rule says, and returns what it leaves behind. */
async function dies(
  { operator, proxy }: Scene,
  rule: (kill: () => void) => FaultRule,
  ...step: [string, ...string[]]
): Promise<string[]> {
  const doomed = operator.start([proxy.url], ...step)
  proxy.setRule(rule(() => doomed.kill('SIGKILL')))
  expect(await finished(doomed)).toMatchObject({ signal: 'SIGKILL' })
  proxy.setRule(undefined)
  return statesOf(await operator.journal())
}

function killAt({ method, n = 1, fault }: Kill): (kill: () => void) => FaultRule {
  return (kill) => (call) => {
    if (call.method !== method || call.n !== n) return undefined
    kill()
    return { kind: fault }
  }
}

/** From this request on nothing can be written, and soon after it the process is dead. */
function killBeforeWriting(home: string, method: string, n: number) {
  return (kill: () => void): FaultRule =>
    (call) => {
      if (call.method !== method || call.n !== n) return undefined
      const database = new Libsql(join(home, 'capstan.db'))
      database.exec('begin immediate')
      void sleep(REACHES_JOURNAL_MS).then(() => {
        kill()
        database.close()
      })
      return undefined
    }
}

async function finishes({ operator, proxy }: Scene): Promise<void> {
  await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
  expect(statesOf(await operator.journal())).toEqual(['final'])
}

// Each is several runs, and the machine may be busy.
describe.concurrent('a process killed, and run again', { timeout: 180_000 }, () => {
  test.each(STEPS)('%s: sent once', (_, kill, journal, sent) =>
    onStage(chain, async (scene) => {
      expect(await dies(scene, killAt(kill), 'publish')).toEqual(journal)
      // What the process sent last may reach the node after its end.
      await expect.poll(() => scene.operator.sentCount(), { timeout: 10_000 }).toBe(sent)
      await finishes(scene)
    }),
  )

  test('signed, before the journal has it: sent once', () =>
    onStage(chain, async (scene) => {
      const kill = killBeforeWriting(scene.operator.home, 'eth_getTransactionCount', 2)
      expect(await dies(scene, kill, 'publish')).toEqual([])
      await finishes(scene)
    }))

  test('mined, before the receipt is in the journal: sent once', () =>
    onStage(chain, async (scene) => {
      const kill = killBeforeWriting(scene.operator.home, 'eth_getTransactionReceipt', 1)
      expect(await dies(scene, kill, 'publish')).toEqual(['signed'])
      await finishes(scene)
    }))

  test('known to be with the node, before it is mined: sent once', () =>
    onStage(chain, async (scene) => {
      const kill =
        (end: () => void): FaultRule =>
        (call) => {
          if (call.method !== 'eth_getTransactionReceipt') return undefined
          if (call.n === 1) return { kind: 'answer', result: null }
          end()
          return { kind: 'drop' }
        }
      expect(await dies(scene, kill, 'publish')).toEqual(['broadcast'])
      await finishes(scene)
    }))

  test('mined, before it is final: sent once', () =>
    onStage(chain, async (scene) => {
      const kill = killAt(drop('eth_getTransactionReceipt', 2))
      expect(await dies(scene, kill, 'publish', '--confirmations', '9')).toEqual(['mined'])
      await finishes(scene)
    }))

  test('while it resumes what another one left: sent once', () =>
    onStage(chain, async (scene) => {
      const { operator, proxy } = scene
      await dies(scene, killAt(drop('eth_sendRawTransaction')), 'publish')
      expect(await dies(scene, killAt(drop('eth_sendRawTransaction', 2)), 'publish')).toEqual([
        'signed',
      ])
      expect(await dies(scene, killAt(loseAnswer('eth_sendRawTransaction', 3)), 'publish')).toEqual(
        ['signed'],
      )
      const resumed = await operator.tx([proxy.url], 'resume')
      expect([resumed.exitCode, resumed.json]).toMatchObject([0, { transactions: [{ id: 1 }] }])
      await finishes(scene)
    }))

  test('in the middle of a group that is broadcast: every batch once', () =>
    onStage(
      chain,
      async (scene) => {
        const { operator, proxy } = scene
        await operator.publish([proxy.url])
        let offered = 0
        const kill =
          (end: () => void): FaultRule =>
          ({ method }) => {
            if (method !== 'eth_sendRawTransaction') return undefined
            // Of the second group the node sees one half, and nobody hears of it.
            if (++offered < 12) return offered > 8 ? { kind: 'loseAnswer' } : undefined
            end()
            return { kind: 'answer', result: null }
          }
        const left = await dies(scene, kill, 'distribute', '--in-flight', '16')
        expect(left.length).toBeGreaterThan(12)
        const done = await finished(operator.start([proxy.url], 'distribute', '--json'))
        expect(done.exitCode, done.stdout).toBe(0)
        await operator.tx([proxy.url], 'resume')
        const states = statesOf(await operator.journal())
        expect(states).toEqual(Array.from({ length: 26 }, () => 'final'))
        expect(await operator.sentCount()).toBe(26)
        expect(await operator.received()).toBe(10n ** 19n)
      },
      25,
    ))
})
