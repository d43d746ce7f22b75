import { describe, expect, test } from 'vitest'
import { startChain, type TestChain } from '../../support/chain.ts'
import { first } from '../../support/fault-rules.ts'
import type { FaultRule } from '../../support/faulty-proxy.ts'
import { expectPublishedOnce, onStage, SHORT, statesOf } from '../../support/publishing.ts'
import { walletSigner } from '../../support/wallet-signer.ts'

/** A chain of the test's own, because what happens to it happens to everybody on it. */
const newChain = () => startChain({ chainId: 1 })

/** On the n-th look for a block the chain loses its last one, and later each look finds a new one. */
function reorganisedAt(look: number, chain: TestChain, replacement: () => Promise<unknown[]>) {
  let looks = 0
  const rule: FaultRule = ({ method }) => {
    if (method !== 'eth_blockNumber') return undefined
    looks++
    if (looks < look) return undefined
    if (looks > look) return { kind: 'meanwhile', act: () => chain.request('anvil_mine', ['0x1']) }
    return {
      kind: 'meanwhile',
      act: async () => chain.request('anvil_reorg', [1, await replacement()]),
    }
  }
  return rule
}

/** An estimate that holds for the plan, and is too low when it is sent. */
function tooLittleGas(): FaultRule {
  let estimates = 0
  return ({ method }) =>
    method === 'eth_estimateGas' && ++estimates === 2
      ? { kind: 'answer', result: '0x61a80' }
      : undefined
}

describe('a chain that does not mine', () => {
  test('is exit 9 with the hash, as often as it is run, and finished once it mines', async () => {
    const chain = await newChain()
    await onStage(chain, async ({ operator, proxy: { url } }) => {
      await chain.request('evm_setAutomine', [false])
      const told = await operator.publish([url], ...SHORT, '--json')
      const [row] = await operator.journal()
      expect([told.exitCode, told.json]).toMatchObject([
        9,
        { error: { code: 'TX_PENDING', details: { hash: row?.hash, id: 1 } } },
      ])
      const said = await operator.publish([url], ...SHORT)
      expect([said.exitCode, said.stdout]).toEqual([9, ''])
      expect(said.stderr).toContain(row?.hash)
      const waited = await operator.tx([url], 'wait', '1', ...SHORT)
      expect([waited.exitCode, waited.json]).toMatchObject([9, { error: { code: 'TX_PENDING' } }])

      await chain.request('evm_mine')
      await expectPublishedOnce(operator, await operator.publish([url], '--json'))
      expect((await operator.journal()).map(({ hash }) => hash)).toEqual([row?.hash])
    })
  })
})

describe('a transaction that is mined and reverts', () => {
  test('is exit 6, never 0, with the reason; the command may then be repeated', async () => {
    const chain = await newChain()
    await onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(tooLittleGas())
      const told = await operator.publish([proxy.url], '--json')
      const [row] = await operator.journal()
      expect([told.exitCode, told.json], told.stdout).toMatchObject([
        6,
        { error: { code: 'TX_REVERTED', details: { hash: row?.hash, reason: 'out of gas' } } },
      ])
      proxy.setRule(tooLittleGas())
      const said = await operator.publish([proxy.url])
      expect([said.exitCode, said.stdout]).toEqual([6, ''])
      expect(await operator.paidTimes()).toBe(0)
      const waited = await operator.tx([proxy.url], 'wait', '1')
      expect([waited.exitCode, waited.json]).toMatchObject([6, { error: { code: 'TX_REVERTED' } }])

      proxy.setRule(undefined)
      const done = await operator.publish([proxy.url], '--json')
      expect(done.exitCode, done.stdout).toBe(0)
      expect(statesOf(await operator.journal())).toEqual(['reverted', 'reverted', 'final'])
      expect(await operator.paidTimes()).toBe(1)
    })
  })
})

describe('a reorganisation', () => {
  test('that takes the block back while it waits: the same bytes again, exit 0', async () => {
    const chain = await newChain()
    await onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(reorganisedAt(2, chain, async () => []))
      const result = await operator.publish([proxy.url], '--confirmations', '3', '--json')
      await expectPublishedOnce(operator, result)
    })
  })

  test('after which another transaction has the nonce: exit 3, and a new one may be sent', async () => {
    const chain = await newChain()
    await onStage(chain, async ({ operator, proxy }) => {
      const rival = () =>
        walletSigner(operator.privateKey).signTransaction({
          ...{ type: 2, chainId: 1n, nonce: 0, to: operator.account, value: 0n, gasLimit: 21_000n },
          ...{ maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n },
        })
      proxy.setRule(reorganisedAt(2, chain, async () => [[await rival(), 0]]))
      const lost = await operator.publish([proxy.url], '--confirmations', '3', '--json')
      expect([lost.exitCode, lost.json], lost.stdout).toMatchObject([
        3,
        { error: { code: 'TX_REPLACED' } },
      ])
      expect(await operator.paidTimes()).toBe(0)

      proxy.setRule(undefined)
      const done = await operator.publish([proxy.url], '--json')
      expect(done.exitCode, done.stdout).toBe(0)
      expect(statesOf(await operator.journal())).toEqual(['replaced', 'final'])
      expect([await operator.sentCount(), await operator.paidTimes()]).toEqual([2, 1])
    })
  })

  test('deeper than was waited for: "tx wait" finds it out and sends the same bytes', async () => {
    const chain = await newChain()
    await onStage(chain, async ({ operator, proxy: { url } }) => {
      await expectPublishedOnce(operator, await operator.publish([url], '--json'))
      const [row] = await operator.journal()
      await chain.request('evm_setAutomine', [false])
      await chain.request('anvil_reorg', [1, []])
      const waiting = await operator.tx([url], 'wait', '1', ...SHORT)
      expect([waiting.exitCode, waiting.json], waiting.stdout).toMatchObject([
        9,
        { error: { code: 'TX_PENDING', details: { hash: row?.hash } } },
      ])

      await chain.request('evm_mine')
      const done = await operator.tx([url], 'wait', '1')
      expect([done.exitCode, done.json]).toMatchObject([0, { hash: row?.hash, alreadyDone: false }])
      expect((await operator.tx([], 'audit')).exitCode).toBe(0)
      await expectPublishedOnce(operator, await operator.publish([url], '--json'))
    })
  })
})

test('an endpoint that is behind at first takes over from one that stands still later', async () => {
  const chain = await newChain()
  await chain.request('anvil_mine', ['0x10'])
  await onStage(chain, async ({ operator, proxy }) => {
    const { url: healthy, setRule } = proxy
    setRule(first(1, 'eth_blockNumber', { kind: 'answer', result: '0x1' }))
    await onStage(chain, async ({ proxy: still }) => {
      let isSent = false
      still.setRule(({ method }) => {
        isSent ||= method === 'eth_sendRawTransaction'
        if (!isSent) return undefined
        if (method === 'eth_blockNumber') return { kind: 'answer', result: '0x10' }
        const shows = /^eth_getTransaction(?:Receipt|ByHash)$/.test(method)
        return shows ? { kind: 'answer', result: null } : undefined
      })
      const result = await operator.publish([healthy, still.url], '--json')
      await expectPublishedOnce(operator, result)
      const asked = (calls: readonly { method: string }[]) =>
        calls.some(({ method }) => method === 'eth_getTransactionReceipt')
      expect([asked(still.calls), asked(proxy.calls)]).toEqual([true, true])
    })
  })
})
