import { expect, it } from 'vitest'
import { assertChainId } from '../../../src/chain/rpc/chain-id.ts'
import type { Rpc, RpcCall } from '../../../src/chain/rpc/rpc.ts'

it('the proof of the chain id waits ten seconds and no longer', async () => {
  const limits: unknown[] = []
  const node: Rpc = {
    urls: ['http://127.0.0.1:1'],
    ask: async <T>(_call: RpcCall<T>, options?: object) => {
      limits.push(options)
      return 1n as T
    },
    askBytes: () => Promise.reject(new Error('not asked')),
    batch: () => Promise.reject(new Error('not asked')),
    rotate: () => undefined,
    close: () => undefined,
  }
  await assertChainId(node, 1n)
  expect(limits).toEqual([{ timeoutMs: 10_000 }])
})
