import { describe, expect, it } from 'vitest'
import type { Rpc, RpcCall } from '../../../src/chain/rpc/rpc.ts'
import { findNonceUse } from '../../../src/chain/transactions/nonce-use.ts'

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const OTHER = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const NONCE = 94
const USED_FROM = 57
const HASHES = [1, 2, 3].map((n) => `0x${String(n).repeat(64)}`)

interface Mined {
  readonly from: string
  readonly nonce: number
}

/** A node at which the nonce counts as used from a height on, whatever the block there shows. */
function node(transactions: readonly Mined[] | null): Rpc {
  const answer = ({ method, params = [] }: RpcCall<unknown>) => {
    if (method === 'eth_getTransactionCount') {
      return Number(params[1]) >= USED_FROM ? '0x5f' : '0x5e'
    }
    expect([method, Number(params[0])]).toEqual(['eth_getBlockByNumber', USED_FROM])
    return (
      transactions && {
        transactions: transactions.map(({ from, nonce }, index) => ({
          ...{ hash: HASHES[index], from: from.toLowerCase(), to: OTHER.toLowerCase() },
          ...{ nonce: `0x${nonce.toString(16)}`, input: '0x' },
        })),
      }
    )
  }
  const ask = async (call: RpcCall<unknown>) => call.read?.(answer(call))
  return { ask } as unknown as Rpc
}

const use = (transactions: readonly Mined[] | null) =>
  findNonceUse(node(transactions), { account: ACCOUNT, nonce: NONCE, usedAt: 80 }, {})

describe('a nonce', () => {
  it('is used by the transaction of the account that has it', async () => {
    const transactions = [
      { from: OTHER, nonce: NONCE },
      { from: ACCOUNT, nonce: NONCE - 1 },
      { from: ACCOUNT, nonce: NONCE },
    ]
    expect(await use(transactions)).toEqual({ blockNumber: USED_FROM, hash: HASHES[2] })
  })

  it.each<[string, readonly Mined[] | null]>([
    ['has no transaction', []],
    ['has it from another account', [{ from: OTHER, nonce: NONCE }]],
    ['has another nonce of the account', [{ from: ACCOUNT, nonce: NONCE + 1 }]],
    ['is not there', null],
  ])('that counts as used is used by nothing if its block %s', async (_, transactions) => {
    expect(await use(transactions)).toBeUndefined()
  })
})
