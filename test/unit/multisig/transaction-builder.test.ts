import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { batchChecksum } from '../../../src/multisig/batch/batch-checksum.ts'
import { parseTransactionBuilder } from '../../../src/multisig/batch/transaction-builder.ts'

// Written by the Transaction Builder 1.18.2, as shown in TRANSACTION_BUILDER_FORMAT_ANALYSIS.md of
// github.com/5afe/safe-cli-nodejs.
const APPROVAL = {
  version: '1.0',
  chainId: '1',
  createdAt: 1761326849944,
  meta: {
    name: 'Transactions Batch',
    description: '',
    txBuilderVersion: '1.18.2',
    createdFromSafeAddress: '0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6',
    createdFromOwnerAddress: '',
    checksum: '0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989',
  },
  transactions: [
    {
      to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      value: '0',
      data: null,
      contractMethod: {
        inputs: [
          { internalType: 'address', name: 'spender', type: 'address' },
          { internalType: 'uint256', name: 'value', type: 'uint256' },
        ],
        name: 'approve',
        payable: false,
      },
      contractInputsValues: {
        spender: '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8',
        value: '100000000000',
      },
    },
  ],
}
const [APPROVE] = APPROVAL.transactions
const TOKEN = new Interface(['function approve(address spender, uint256 value)'])
const APPROVE_DATA = TOKEN.encodeFunctionData('approve', [
  '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8',
  100_000_000_000n,
])

const read = (file: object) => parseTransactionBuilder(JSON.stringify(file), 'batch.json')

/** One transaction in a file without a checksum. */
const readOne = async (transaction: object) => {
  const file = { ...APPROVAL, meta: { name: 'by hand' }, transactions: [transaction] }
  return (await read(file)).calls[0]
}

/** A function with one argument. */
const setting = (type: string, value: string, components?: object[]) => ({
  to: APPROVE?.to,
  value: '0',
  data: null,
  contractMethod: { name: 'set', payable: false, inputs: [{ name: 'x', type, components }] },
  contractInputsValues: { x: value },
})

describe('a batch file of the Safe Transaction Builder', () => {
  it('gives the calls it asks for, by name', async () => {
    expect(await read(APPROVAL)).toEqual({
      chainId: 1n,
      multisig: '0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6',
      calls: [
        {
          to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
          valueWei: 0n,
          data: APPROVE_DATA,
          decoded: {
            signature: 'approve(address,uint256)',
            argNames: ['spender', 'amount'],
            args: ['0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8', '100000000000'],
          },
        },
      ],
    })
  })

  it('has the checksum that its makers compute', () => {
    expect(batchChecksum(APPROVAL)).toBe(APPROVAL.meta.checksum)
  })

  it('may be given another name', async () => {
    const renamed = { ...APPROVAL, meta: { ...APPROVAL.meta, name: 'payroll' } }
    expect((await read(renamed)).calls).toHaveLength(1)
  })

  it.each<[string, object]>([
    ['recipient', { to: '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8' }],
    ['value', { value: '1' }],
    ['argument', { contractInputsValues: { ...APPROVE?.contractInputsValues, value: '1' } }],
  ])('is refused when its %s was changed', async (_, change) => {
    const changed = { ...APPROVAL, transactions: [{ ...APPROVE, ...change }] }
    await expect(read(changed)).rejects.toMatchObject({ code: 'BATCH_CHECKSUM', exitCode: 7 })
  })

  it.each(['', null, undefined])('has no checksum when it says %s', async (checksum) => {
    const bare = { ...APPROVAL, meta: { ...APPROVAL.meta, checksum, name: 'bare' } }
    expect((await read({ ...bare, createdAt: 0 })).calls).toHaveLength(1)
  })
})

describe('a transaction of a batch file', () => {
  it('is a plain payment without data and function', async () => {
    const payment = { to: APPROVE?.to, value: '1000000000000000000', data: null }
    const paid = { valueWei: 10n ** 18n, data: '0x', decoded: null }
    expect(await readOne(payment)).toMatchObject(paid)
    const receive = { inputs: [], name: 'receive', payable: true }
    expect(await readOne({ ...payment, contractMethod: receive })).toMatchObject(paid)
  })

  it('may have the data beside the function', async () => {
    const whole = await readOne({
      ...APPROVE,
      data: APPROVE_DATA.toUpperCase().replace('0X', '0x'),
    })
    expect(whole?.data).toBe(APPROVE_DATA)
    const bare = await readOne({ ...APPROVE, data: APPROVE_DATA, contractInputsValues: null })
    expect(bare?.data).toBe(APPROVE_DATA)
  })

  it.each<[string, object]>([
    ['arguments', { data: `${APPROVE_DATA.slice(0, -1)}1` }],
    ['function', { data: `0xa9059cbb${APPROVE_DATA.slice(10)}`, contractInputsValues: null }],
    ['end', { data: `${APPROVE_DATA}00` }],
  ])('is refused when its data has another %s than it says', async (_, change) => {
    await expect(readOne({ ...APPROVE, ...change })).rejects.toMatchObject({
      code: 'BATCH_CONTRADICTION',
      exitCode: 7,
    })
  })

  it.each<[type: string, written: string, value: unknown, components?: object[]]>([
    [
      'uint256',
      '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      2n ** 256n - 1n,
    ],
    ['uint8', '0xff', 255n],
    ['int64', '-5', -5n],
    ['bool', 'True', true],
    ['bytes4', '0xcafebabe', '0xcafebabe'],
    ['string', '[a, "b"]', '[a, "b"]'],
    ['uint256[]', '[9007199254740993, "2"]', [9007199254740993n, 2n]],
    [
      'address[]',
      '[0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8]',
      ['0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8'],
    ],
    ['string[]', '["a, b", "]\\""]', ['a, b', ']"']],
    ['uint8[][2]', '[[1,2],[]]', [[1n, 2n], []]],
    [
      'tuple',
      '[7, ["0xcafe"]]',
      [7n, ['0xcafe']],
      [
        { name: 'a', type: 'uint8' },
        { name: 'b', type: 'bytes[]' },
      ],
    ],
  ])('may have a %s written as %s', async (type, written, value, components) => {
    const { data } = (await readOne(setting(type, written, components))) ?? {}
    const inputs = [{ name: 'x', type, components }]
    const set = new Interface(JSON.stringify([{ type: 'function', name: 'set', inputs }]))
    expect(set.decodeFunctionData('set', data ?? '')[0]).toEqual(value)
  })

  it.each<[type: string, written: string]>([
    ['uint8', '256'],
    ['uint8', '1.5'],
    ['uint8', ''],
    ['uint256', '1e18'],
    ['bool', 'yes'],
    ['address', '0x474e5ded6b5D078163BFB8F6dBa355C3aA5478C8'],
    ['address', 'vitalik.eth'],
    ['bytes4', '0xcafe'],
    ['bytes', 'cafe'],
    ['uint8[]', '1,2'],
    ['uint8[]', '[1,2'],
    ['uint8[]', '[1,,2]'],
    ['uint8[]', '[1]]'],
    ['uint8[]', '[1 2]'],
    ['uint8[2]', '[1]'],
    ['uint8', '[1]'],
    ['nonsense', '1'],
  ])('is refused with a %s written as %s', async (type, written) => {
    await expect(readOne(setting(type, written))).rejects.toMatchObject({
      code: 'BATCH_INVALID',
      exitCode: 2,
    })
  })

  it.each<[string, object]>([
    ['transactions.0.value', { ...APPROVE, value: 0 }],
    ['transactions.0.value', { ...APPROVE, value: '0x0' }],
    ['transactions.0.value', { ...APPROVE, value: '01' }],
    ['transactions.0.value', { ...APPROVE, value: String(2n ** 256n) }],
    ['transactions.0.to', { ...APPROVE, to: '0x1234' }],
    ['transactions.0.to', { ...APPROVE, to: null }],
    ['transactions.0', { ...APPROVE, operation: 1 }],
    ['transactions.0.data', { ...APPROVE, data: '0xabc' }],
    ['transactions.0.contractInputsValues.spender', { ...APPROVE, contractInputsValues: {} }],
    ['transactions.0.contractInputsValues.spender', { ...APPROVE, contractInputsValues: null }],
    [
      'transactions.0.contractInputsValues.amount',
      { ...APPROVE, contractInputsValues: { ...APPROVE?.contractInputsValues, amount: '1' } },
    ],
    [
      'transactions.0.contractInputsValues.value',
      { ...APPROVE, contractInputsValues: { ...APPROVE?.contractInputsValues, value: 1 } },
    ],
  ])('is refused for its %s', async (field, transaction) => {
    await expect(readOne(transaction)).rejects.toMatchObject({
      code: 'BATCH_INVALID',
      details: { file: 'batch.json', field },
    })
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', 'to,amount'],
    ['a list', '[]'],
    ['another version', JSON.stringify({ ...APPROVAL, version: '2.0' })],
    ['no transactions', JSON.stringify({ ...APPROVAL, transactions: [] })],
  ])('is not read from %s', async (_, text) => {
    await expect(parseTransactionBuilder(text, 'batch.json')).rejects.toMatchObject({
      code: 'BATCH_INVALID',
    })
  })
})
