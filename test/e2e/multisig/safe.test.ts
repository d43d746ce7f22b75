import { Interface } from 'ethers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { batchChecksum } from '../../../src/multisig/batch/batch-checksum.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import {
  deploySafeRelease,
  type SafeRelease,
  safeInterface,
  sendTransaction,
} from '../../support/safe.ts'
import { ETHER, newSafeOperator, type SafeOperator } from '../../support/safe-operator.ts'
import { OWNERS } from '../../support/safe-owners.ts'
import { deployTestToken } from '../../support/test-token.ts'

const ERC20 = new Interface(['function transfer(address to, uint256 amount)'])
const PAYER = OWNERS[4] as string

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

const sentBy = async (account: string) =>
  Number(await chain.request('eth_getTransactionCount', [account, 'latest']))

describe.each(['1.3.0', '1.4.1'] as const)('an existing Safe %s', (version) => {
  it('pays what three owners signed apart, once', async () => {
    const release = await deploySafeRelease(chain, version)
    const operator = await newSafeOperator(chain, release)
    const { safe, payee, file, ok, balanceOf } = operator
    expect(await ok('show', safe, '--driver', 'safe')).toMatchObject({
      ...{ multisig: safe, driver: 'safe', version, threshold: 2, nonce: '0' },
      owners: OWNERS.slice(0, 3).map((address) => ({ address, weight: 1 })),
    })
    const proposed = await operator.propose('p.json', '--to', payee, '--value', '1.5')
    expect(proposed).toMatchObject({ threshold: 2, nonce: '0' })
    expect(await hashOnChain(safe, payee, (ETHER * 3n) / 2n)).toBe(proposed.digest)

    const merged = await operator.signApart('p.json', 'dev0', 'dev1', 'dev2')
    expect(merged.signers).toEqual([...OWNERS.slice(0, 3)].sort())
    const verified = await ok('verify', file('signed-p.json'))
    expect(verified).toMatchObject({ valid: true, signedWeight: 3, ready: true })

    const done = await ok('execute', file('signed-p.json'), '--key', 'dev5')
    expect(done).toMatchObject({ executed: true, alreadyDone: false })
    expect(await balanceOf(payee)).toBe((ETHER * 3n) / 2n)

    const sent = await sentBy(PAYER)
    const again = await ok('execute', file('signed-p.json'), '--key', 'dev4')
    const { transactionHash } = done
    expect(again).toMatchObject({ executed: true, alreadyDone: true, transactionHash })
    expect(await sentBy(PAYER)).toBe(sent)
    expect(await balanceOf(payee)).toBe((ETHER * 3n) / 2n)

    const { history } = await ok('history', safe, '--driver', 'safe')
    expect(history).toContainEqual(
      expect.objectContaining({ event: 'ExecutionSuccess', digest: proposed.digest }),
    )
  })

  async function hashOnChain(to: string, payee: string, value: bigint): Promise<string> {
    const zero = `0x${'00'.repeat(20)}`
    const args = [payee, value, '0x', 0, 0, 0, 0, zero, zero, 0]
    const data = safeInterface(version).encodeFunctionData('getTransactionHash', args)
    return chain.request('eth_call', [{ to, data }, 'latest'])
  }
})

describe('a Safe', () => {
  let release: SafeRelease
  let operator: SafeOperator
  beforeAll(async () => {
    release = await deploySafeRelease(chain, '1.4.1')
  })
  beforeEach(async () => {
    operator = await newSafeOperator(chain, release)
  })

  it('pays nobody before its threshold', async () => {
    const { payee, file, multisig, ok, balanceOf } = operator
    await operator.propose('p.json', '--to', payee, '--value', '1')
    await ok('sign', file('p.json'), '--key', 'dev0')
    const refused = await multisig('execute', file('p.json'), '--key', 'dev5')
    expect(refused).toMatchObject({ exitCode: 3, json: { error: { details: { weight: 1 } } } })
    // Of an account that is no owner a signature is worth nothing.
    const stranger = await multisig('sign', file('p.json'), '--key', 'dev6')
    expect(stranger.exitCode).toBe(3)
    expect(await balanceOf(payee)).toBe(0n)
  })

  it('is not made to pay anything else by a changed file', async () => {
    const { payee, file, multisig, balanceOf } = operator
    await operator.propose('p.json', '--to', payee, '--value', '1')
    await operator.signApart('p.json', 'dev0', 'dev1')
    const text = operator.read('signed-p.json')
    for (const [command, is, becomes] of [
      ['sign', `"${ETHER}"`, `"${9n * ETHER}"`],
      ['execute', `"${ETHER}"`, `"${9n * ETHER}"`],
      ['verify', '"nonce": "0"', '"nonce": "1"'],
      ['execute', '"fields": {}', `"fields": {\n    "multiSend": "${release.multiSend}"\n  }`],
    ] as const) {
      expect(text).toContain(is)
      operator.write('changed.json', text.replace(is, becomes))
      const key = command === 'verify' ? [] : ['--key', 'dev2']
      const refused = await multisig(command, file('changed.json'), ...key)
      expect([command, becomes, refused.exitCode]).toEqual([command, becomes, 7])
    }
    expect(await balanceOf(payee)).toBe(0n)
  })

  it('rejects a proposal by another one of the same nonce', async () => {
    const { safe, payee, file, multisig, ok, balanceOf } = operator
    await operator.propose('p.json', '--to', payee, '--value', '1')
    await operator.signApart('p.json', 'dev0', 'dev1')
    const nowhere = await multisig('cancel', file('signed-p.json'))
    expect(nowhere.json).toMatchObject({ error: { code: 'MULTISIG_OUT_MISSING', exitCode: 2 } })
    await ok('cancel', file('signed-p.json'), '--out', file('no.json'))
    const rejection = { nonce: '0', calls: [{ to: safe, valueWei: '0', data: '0x' }] }
    expect(JSON.parse(operator.read('no.json'))).toMatchObject(rejection)
    await operator.signApart('no.json', 'dev1', 'dev2')
    await ok('execute', file('signed-no.json'), '--key', 'dev5')

    const late = await multisig('execute', file('signed-p.json'), '--key', 'dev5')
    expect(late.exitCode).toBe(3)
    expect(await ok('verify', file('signed-p.json'))).toMatchObject({ state: 'cancelled' })
    expect(await balanceOf(payee)).toBe(0n)
  })

  it('takes no signature that the contract it is said to be of does not vouch for', async () => {
    const { safe, payee, file, multisig, ok } = operator
    const nested = await release.create({ owners: [PAYER], threshold: 1 })
    const add = ['--call', 'addOwnerWithThreshold(address,uint256)', nested, '2']
    await operator.propose('add.json', '--to', safe, ...add)
    await operator.signApart('add.json', 'dev0', 'dev1')
    await ok('execute', file('signed-add.json'), '--key', 'dev5')
    await operator.propose('p.json', '--to', payee, '--value', '1')
    const before = operator.read('p.json')
    const given = ['--signer', nested, '--signature', `0x${'ab'.repeat(64)}1b`]
    const refused = await multisig('sign', file('p.json'), ...given)
    expect(refused.json).toMatchObject({
      error: { code: 'PROPOSAL_SIGNATURE_REFUSED', exitCode: 7 },
    })
    expect(operator.read('p.json')).toBe(before)
  })

  it('counts what an owner confirmed on chain', async () => {
    const { safe, payee, file, ok, balanceOf } = operator
    await operator.propose('p.json', '--to', payee, '--value', '1')
    await ok('sign', file('p.json'), '--key', 'dev0')
    await ok('confirm', safe, '--driver', 'safe', '--proposal', file('p.json'), '--key', 'dev2')
    expect(await ok('verify', file('p.json'))).toMatchObject({ signedWeight: 2, ready: true })
    await ok('execute', file('p.json'), '--key', 'dev5')
    expect(await balanceOf(payee)).toBe(ETHER)
  })

  it('says in words why it would refuse', async () => {
    const { safe, file, multisig } = operator
    await operator.propose('p.json', '--to', safe, '--call', 'changeThreshold(uint256)', '9')
    await operator.signApart('p.json', 'dev0', 'dev1')
    const refused = await multisig('execute', file('signed-p.json'), '--key', 'dev5')
    expect(refused.exitCode).toBe(3)
    expect(refused.stdout).toContain('GS201, the threshold would be above the number of owners')
  })

  it('makes the calls of a Transaction Builder file through MultiSendCallOnly', async () => {
    const { safe, payee, file, multisig, ok, balanceOf } = operator
    const token = await deployTestToken(chain)
    const fund = ERC20.encodeFunctionData('transfer', [safe, 1000n])
    await sendTransaction(chain, { to: token.address, data: fund })
    const batch = batchFile(safe, [
      { to: payee, value: `${ETHER}`, data: null, contractMethod: null },
      {
        ...{ to: token.address, value: '0', data: null, contractMethod: TRANSFER },
        contractInputsValues: { to: payee, amount: '250' },
      },
    ])
    operator.write('batch.json', batch)
    await operator.propose('p.json', '--batch', file('batch.json'))
    expect(JSON.parse(operator.read('p.json')).fields).toEqual({
      multiSend: release.multiSendCallOnly,
    })
    await operator.signApart('p.json', 'dev0', 'dev2')
    await ok('execute', file('signed-p.json'), '--key', 'dev5')
    expect(await balanceOf(payee)).toBe(ETHER)
    expect(await token.balanceOf(payee)).toBe(250n)

    operator.write('batch.json', { ...batch, transactions: batch.transactions.slice(1) })
    const args = ['--batch', file('batch.json'), '--out', file('q.json')]
    const refused = await multisig('propose', safe, '--driver', 'safe', ...args)
    expect(refused).toMatchObject({ exitCode: 7, json: { error: { code: 'BATCH_CHECKSUM' } } })
  })

  it('is not another contract that one believes to be a Safe', async () => {
    for (const [address, exitCode] of [
      [operator.payee, 4],
      [release.singleton, 7],
      [release.factory, 7],
    ] as const) {
      const shown = await operator.multisig('show', address, '--driver', 'safe')
      expect([address, shown.exitCode]).toEqual([address, exitCode])
    }
  })
})

const TRANSFER = {
  ...{ name: 'transfer', payable: false },
  inputs: [
    { name: 'to', type: 'address', internalType: 'address' },
    { name: 'amount', type: 'uint256', internalType: 'uint256' },
  ],
}

/** As the Transaction Builder writes it. */
function batchFile(safe: string, transactions: readonly object[]) {
  const batch = {
    ...{ version: '1.0', chainId: '31337', createdAt: 1_700_000_000_000, transactions },
    meta: { name: 'payroll', description: '', createdFromSafeAddress: safe },
  }
  return { ...batch, meta: { ...batch.meta, checksum: batchChecksum(batch) } }
}
