import { Transaction, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { openEngine, payment, STRANGER } from '../../support/engine.ts'
import { startFaultyProxy } from '../../support/faulty-proxy.ts'
import { temporaryFolder } from '../../support/home.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

/** Nothing listens at port 1. */
const NO_NETWORK = ['--rpc-url', 'http://127.0.0.1:1']

async function decode(...args: string[]) {
  return capstan(['tx', 'decode', ...args, '--json'], { home: temporaryFolder() })
}

describe('a raw transaction is decoded without network', () => {
  // The example of EIP-155: https://eips.ethereum.org/EIPS/eip-155
  const EIP_155 =
    '0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83'

  it('as the example of EIP-155 says, its sender recovered', async () => {
    const { exitCode, json } = await decode(EIP_155, ...NO_NETWORK)
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      kind: 'transaction',
      foundIn: 'argument',
      transactionType: 0,
      chainId: 1,
      nonce: 9,
      from: '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F',
      to: '0x3535353535353535353535353535353535353535',
      valueWei: '1000000000000000000',
      gasLimit: '21000',
      maxFeeWei: '20000000000',
      priorityFeeWei: null,
      data: '0x',
      call: null,
    })
    const words = await capstan(['tx', 'decode', EIP_155], { home: temporaryFolder() })
    expect(words.stdout).toContain('0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F')
  })

  it.each([0, 1, 2] as const)('of type %i, signed and not', async (type) => {
    const fees = type === 2 ? { maxFeePerGas: 9n, maxPriorityFeePerGas: 2n } : { gasPrice: 9n }
    const fields = { type, chainId: 5n, nonce: 3, to: STRANGER, gasLimit: 50_000n, ...fees }
    const wallet = new Wallet(FUNDED_KEYS[0])
    const signed = await decode(await wallet.signTransaction(fields))
    expect(signed.json).toMatchObject({
      transactionType: type,
      chainId: 5,
      from: wallet.address,
      maxFeeWei: '9',
    })
    const unsigned = await decode(Transaction.from(fields).unsignedSerialized)
    expect(unsigned.json).toMatchObject({ transactionType: type, from: null, hash: null, nonce: 3 })
  })
})

describe('call data is decoded without network', () => {
  it('by name where the function is known', async () => {
    const data = `0x095ea7b3${STRANGER.slice(2).toLowerCase().padStart(64, '0')}${'f'.repeat(64)}`
    expect((await decode(data)).json).toMatchObject({
      kind: 'call',
      selector: '0x095ea7b3',
      call: {
        signature: 'approve(address,uint256)',
        args: [STRANGER, String(2n ** 256n - 1n)],
      },
    })
  })

  it('as unknown where it is not', async () => {
    const { exitCode, json } = await decode('0x12345678')
    expect([exitCode, json]).toMatchObject([0, { selector: '0x12345678', call: null }])
  })

  it.each([
    ['12345678', 'HEX_INVALID'],
    ['0xzz', 'HEX_INVALID'],
    ['0x123', 'HEX_INVALID'],
    ['0x', 'DATA_NOT_DECODABLE'],
    ['0x123456', 'DATA_NOT_DECODABLE'],
  ])('%s is refused: exit 2', async (text, code) => {
    expect((await decode(text)).json).toMatchObject({ error: { code, exitCode: 2 } })
  })
})

describe('a hash is decoded', () => {
  it('from the journal first, then from the network, and checked', async () => {
    const home = temporaryFolder()
    const engine = await openEngine([chain.rpcUrl], home)
    const { hash } = await engine.transactions.send(payment('rent', 5n))
    await engine.close()
    const facts = { hash, from: new Wallet(FUNDED_KEYS[0]).address, to: STRANGER, valueWei: '5' }
    const ours = await capstan(['tx', 'decode', hash, '--json', ...NO_NETWORK], { home })
    expect(ours.json).toMatchObject({ ...facts, foundIn: 'journal' })
    const theirs = await decode(hash, '--rpc-url', chain.rpcUrl)
    expect(theirs.json).toMatchObject({ ...facts, foundIn: 'network' })

    const liar = await startFaultyProxy(chain.rpcUrl, ({ method }) =>
      method === 'eth_getTransactionByHash'
        ? { kind: 'rewrite', result: (found) => ({ ...(found as object), value: '0x6' }) }
        : undefined,
    )
    const lied = await decode(hash, '--rpc-url', liar.url)
    await liar.close()
    expect([lied.exitCode, lied.json]).toMatchObject([7, { error: { code: 'TX_HASH_FOREIGN' } }])
  })

  it('and one that nobody knows is exit 4', async () => {
    const unknown = await decode(`0x${'12'.repeat(32)}`, '--rpc-url', chain.rpcUrl)
    expect([unknown.exitCode, unknown.json]).toMatchObject([4, { error: { code: 'TX_NOWHERE' } }])
  })
})
