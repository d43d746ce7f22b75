import { describe, expect, it } from 'vitest'
import { balanceAt, codeAt, nonceAt, storageAt } from '../../../../src/chain/rpc/accounts.ts'
import { automine, poolStatus } from '../../../../src/chain/rpc/anvil.ts'
import {
  blockAt,
  headNumber,
  newestBlock,
  transactionsAt,
} from '../../../../src/chain/rpc/blocks.ts'
import { callAt, gasEstimate } from '../../../../src/chain/rpc/calls.ts'
import { servedChainId } from '../../../../src/chain/rpc/chain-id.ts'
import { logsIn } from '../../../../src/chain/rpc/logs.ts'
import { createdBy, receiptOf } from '../../../../src/chain/rpc/receipts.ts'
import type { RpcCall } from '../../../../src/chain/rpc/rpc.ts'
import { simulation } from '../../../../src/chain/rpc/simulation.ts'
import { transactionOf } from '../../../../src/chain/rpc/transactions.ts'

const ACCOUNT = `0x${'ab'.repeat(20)}`
const EIP_55 = '0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB'
const HASH = `0x${'0c'.repeat(32)}`
const UPPER_HASH = `0x${'0C'.repeat(32)}`

const BLOCK = {
  ...{ number: '0x10', hash: UPPER_HASH, timestamp: '0x65', gasLimit: '0x1c9c380' },
  baseFeePerGas: '0x7',
}
const LOG = { address: ACCOUNT, topics: [HASH], data: '0x01', logIndex: '0x2' }
const RECEIPT = {
  ...{ transactionHash: UPPER_HASH, blockNumber: '0x10', blockHash: HASH, status: '0x1' },
  ...{ gasUsed: '0x5208', contractAddress: null, logs: [LOG] },
}
const PLACED_LOG = {
  ...LOG,
  ...{ blockNumber: '0x10', blockHash: HASH, transactionHash: HASH, transactionIndex: '0x1' },
}

const logs = logsIn({ address: ACCOUNT, topics: [[HASH]] }, { from: 16, to: 16 })

describe('a result', () => {
  it.each<[string, RpcCall, unknown, unknown]>([
    ['a chain id', servedChainId, '0x7a69', 31337n],
    ['a height', headNumber, '0x10', 16],
    ['a balance above 2^53', balanceAt(ACCOUNT, 16), '0xde0b6b3a7640000', 10n ** 18n],
    ['a nonce', nonceAt(ACCOUNT, 'latest'), '0x2', 2],
    ['no code', codeAt(ACCOUNT, 'latest'), '0x', '0x'],
    ['storage without its leading zeros', storageAt(ACCOUNT, '0x0', 1), '0x0a', 10n],
    ['an empty answer of a call', callAt({ to: ACCOUNT }, 'latest'), '0x', '0x'],
    ['gas', gasEstimate({ to: ACCOUNT }), '0x5208', 21_000n],
    ['no block', blockAt(16), null, null],
    [
      'a block',
      newestBlock,
      BLOCK,
      {
        ...{ number: 16, hash: HASH, timestampSeconds: 101, gasLimit: 30_000_000n, baseFeeWei: 7n },
      },
    ],
    [
      'a block before EIP-1559',
      newestBlock,
      { ...BLOCK, baseFeePerGas: undefined },
      expect.objectContaining({ baseFeeWei: null }),
    ],
    [
      'transactions of a block',
      transactionsAt(16),
      {
        transactions: [{ hash: UPPER_HASH, from: ACCOUNT, to: null, input: '0x00', nonce: '0x0' }],
      },
      [{ hash: HASH, from: ACCOUNT, nonce: 0, to: null, input: '0x00' }],
    ],
    ['no receipt', receiptOf(HASH), null, null],
    ['a receipt of a block that is being made', receiptOf(HASH), { blockHash: null }, null],
    [
      'a receipt',
      receiptOf(HASH),
      RECEIPT,
      {
        ...{ transactionHash: HASH, blockNumber: 16, blockHash: HASH, succeeded: true },
        ...{ gasUsed: 21_000n, contractAddress: null, logs: [{ ...LOG, logIndex: 2 }] },
      },
    ],
    [
      'a contract of a time when receipts had no status',
      createdBy(HASH),
      { transactionHash: HASH, contractAddress: ACCOUNT },
      EIP_55,
    ],
    ['no transaction', transactionOf(HASH), null, null],
    [
      'a log',
      logs,
      [PLACED_LOG],
      [
        {
          ...{ address: EIP_55, topics: [HASH], data: '0x01', blockNumber: 16, blockHash: HASH },
          ...{ transactionHash: HASH, transactionIndex: 1, logIndex: 2 },
        },
      ],
    ],
    [
      'a simulated call that reverts',
      simulation([{ calls: [] }], 16),
      [
        {
          calls: [
            { status: '0x0', returnData: '0x', gasUsed: '0x1', logs: [], error: { data: '0xab' } },
          ],
        },
      ],
      [{ succeeded: false, returnData: '0xab', gasUsed: 1n, logs: [] }],
    ],
    ['a memory pool', poolStatus, { pending: '0x1', queued: '0x0' }, { pending: 1, queued: 0 }],
  ])('is read: %s', (_, { read }, result, expected) => {
    expect(read?.(result)).toEqual(expected)
  })

  it.each<[string, RpcCall, readonly unknown[]]>([
    ['number', headNumber, [null, '0x', '16', 16, '0xzz', `0x${'1'.repeat(65)}`]],
    ['amount', balanceAt(ACCOUNT, 1), [null, '', '0x', []]],
    ['code', codeAt(ACCOUNT, 1), [null, '', '0x0', '6060', {}]],
    ['call', callAt({ to: ACCOUNT }, 1), [null, undefined, '0xabc', 'revert']],
    ['newest block', newestBlock, [null, {}, [], { ...BLOCK, hash: '0x1' }]],
    ['block', blockAt(1), [{}, 'none', { ...BLOCK, timestamp: null }]],
    ['transactions of a block', transactionsAt(1), [{}, { transactions: [null] }]],
    [
      'receipt',
      receiptOf(HASH),
      [
        [],
        {},
        { ...RECEIPT, status: undefined },
        { ...RECEIPT, logs: [null] },
        { ...RECEIPT, transactionHash: `0x${'0d'.repeat(32)}` },
      ],
    ],
    [
      'receipt of a creation',
      createdBy(HASH),
      [[], {}, { transactionHash: HASH, contractAddress: 1 }],
    ],
    ['transaction', transactionOf(HASH), [[], {}, 'none']],
    [
      'list of the logs that were asked for',
      logs,
      [
        null,
        'none',
        [null],
        [{ ...PLACED_LOG, address: `0x${'ac'.repeat(20)}` }],
        [{ ...PLACED_LOG, topics: [`0x${'0d'.repeat(32)}`] }],
        [{ ...PLACED_LOG, topics: [] }],
        [{ ...PLACED_LOG, blockNumber: '0x11' }],
        [{ ...PLACED_LOG, transactionIndex: null }],
      ],
    ],
    ['simulation', simulation([], 1), [null, {}, [{}], [{ calls: [{ status: '0x1' }] }]]],
    ['flag', automine, [null, 'true', 1]],
  ])('of another shape is no %s', (_, { read }, results) => {
    for (const result of results) expect(read?.(result)).toBeUndefined()
  })
})

describe('logs', () => {
  const at = (block: number, transaction: number, index: number) => ({
    ...PLACED_LOG,
    blockNumber: `0x${block.toString(16)}`,
    transactionIndex: `0x${transaction}`,
    transactionHash: `0x${String(10 * block + transaction).padStart(64, '0')}`,
    logIndex: `0x${index}`,
  })
  const read = (results: readonly unknown[]) =>
    logsIn({ address: ACCOUNT }, { from: 1, to: 9 })
      .read?.(results)
      ?.map((log) => [log.blockNumber, log.transactionIndex, log.logIndex])

  it('come in the order of the chain, also from a node that counts in each transaction anew', () => {
    expect(read([at(2, 1, 0), at(2, 0, 1), at(1, 3, 0), at(2, 0, 0)])).toEqual([
      [1, 3, 0],
      [2, 0, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])
  })

  it('count once where a node gives one twice', () => {
    expect(read([at(2, 0, 0), at(2, 1, 0), at(2, 0, 0)])).toEqual([
      [2, 0, 0],
      [2, 1, 0],
    ])
  })

  it('that differ in one place are both told: one of them is a lie', () => {
    const other = { ...at(2, 0, 0), data: '0x02' }
    expect(read([at(2, 0, 0), other])).toHaveLength(2)
  })

  it('of a block that is no more do not count', () => {
    expect(read([at(2, 0, 0), { removed: true }])).toEqual([[2, 0, 0]])
  })
})
