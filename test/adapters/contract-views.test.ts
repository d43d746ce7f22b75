import { Interface } from 'ethers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectChain } from '../../src/chain/chain.ts'
import { readValues, type ViewedContract } from '../../src/chain/contracts/views.ts'
import { CapstanError } from '../../src/primitives/capstan-error.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { devnetProfile } from '../support/engine.ts'
import { fastClock } from '../support/fast-clock.ts'
import { always, answers, refuses } from '../support/fault-rules.ts'
import { type FaultRule, startFaultyProxy } from '../support/faulty-proxy.ts'

const ADDRESS = `0x${'70'.repeat(20)}`
const ABI = new Interface(['function owner() view returns (address)'])
/** PUSH1 n, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN. */
const ANSWERS_TWO = '0x600260005260206000f3'
const REVERTS = '0x60006000fd'
const ANSWERS_NOTHING = '0x00'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

const unexpected = () =>
  new CapstanError({ code: 'CONTRACT_FOREIGN', kind: 'mismatch', message: 'It is another one.' })

/** The owner that a contract with this code says it has, over a node as ruled. */
async function ownerOf(
  code: string,
  rule?: FaultRule,
  contract: Partial<ViewedContract> = { unexpected },
) {
  await chain.request('anvil_setCode', [ADDRESS, code])
  const proxy = await startFaultyProxy(chain.rpcUrl, rule)
  onTestFinished(() => proxy.close())
  const node = await connectChain(devnetProfile([proxy.url]), { clock: fastClock() })
  onTestFinished(() => node.rpc.close())
  const asked = { address: ADDRESS, abi: ABI, ...contract }
  return (await readValues(node, asked, ['owner'], 'latest')).owner
}

describe('a view of a contract', () => {
  it('is what the contract answers', async () => {
    expect(await ownerOf(ANSWERS_TWO)).toBe(`0x${'2'.padStart(40, '0')}`)
  })

  it.each([
    ['reverts', REVERTS],
    ['answers nothing', ANSWERS_NOTHING],
    ['is not there', '0x'],
  ])('is none where the contract %s: it is another one', async (_, code) => {
    await expect(ownerOf(code)).rejects.toMatchObject({ code: 'CONTRACT_FOREIGN' })
  })

  it('that reverts is for the caller to read where the code of the contract is proved', async () => {
    await expect(ownerOf(REVERTS, undefined, {})).rejects.toMatchObject({ code: 'RPC_ERROR' })
  })

  it('says nothing of the contract where the node refuses it for a reason of its own', async () => {
    const rule = always('eth_call', refuses('header not found'))
    await expect(ownerOf(ANSWERS_TWO, rule)).rejects.toMatchObject({ code: 'RPC_ERROR' })
  })

  it.each([
    ['null', null],
    ['half a byte', '0x0'],
  ])('says nothing of the contract where the node answers %s', async (_, result) => {
    const rule = always('eth_call', answers(result))
    await expect(ownerOf(ANSWERS_TWO, rule)).rejects.toMatchObject({
      code: 'NETWORK_BAD_RESPONSE',
      exitCode: 5,
    })
  })

  it('is asked again where the node has answered something else once', async () => {
    const once: FaultRule = ({ method, n }) =>
      method === 'eth_call' && n === 1 ? answers(null) : undefined
    expect(await ownerOf(ANSWERS_TWO, once)).toBe(`0x${'2'.padStart(40, '0')}`)
  })
})
