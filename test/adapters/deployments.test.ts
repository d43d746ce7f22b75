import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Chain } from '../../src/chain/chain.ts'
import { findCreation } from '../../src/chain/contracts/creation.ts'
import { prepareContract } from '../../src/chain/contracts/deploy-contract.ts'
import type { PreparedContract } from '../../src/chain/contracts/prepared-contract.ts'
import { assertContract } from '../../src/chain/contracts/read-back.ts'
import { codeHashAt, type Deployment, Deployments } from '../../src/chain/deployments.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { ZERO_ADDRESS } from '../../src/primitives/address.ts'
import { spawnChain, startChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, withFolder } from '../support/engine.ts'
import { refuses } from '../support/fault-rules.ts'
import { type FaultRule, startFaultyProxy } from '../support/faulty-proxy.ts'
import { ONCE_BYTECODE } from '../support/once-contract.ts'

const ROOM: Deployment = {
  name: 'distributor',
  address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  chainId: 31337,
  transactionHash: `0x${'11'.repeat(32)}`,
  blockNumber: 5,
  codeHash: `0x${'22'.repeat(32)}`,
  constructorArgs: ['0x00', '1000'],
}

test('deployments are found by name, newest first, and by address in any case', () =>
  withFolder(async (folder) => {
    const database = await openDatabase(`sqlite:${join(folder, 'capstan.db')}`)
    const deployments = await Deployments.open(database)
    const newer = { ...ROOM, address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC', blockNumber: 9 }
    for (const deployment of [ROOM, newer, { ...ROOM, chainId: 56 }, newer]) {
      await deployments.record(deployment)
    }
    expect(await deployments.list(31337)).toEqual([newer, ROOM])
    expect(await deployments.find(31337, 'distributor')).toEqual(newer)
    expect(await deployments.find(31337, ROOM.address.toLowerCase())).toEqual(ROOM)
    expect(await deployments.find(1, 'distributor')).toBeUndefined()
    await database.destroy()
  }))

test('a code hash is that of the code on the chain', async () => {
  const chain = await spawnChain()
  await withFolder(async (folder) => {
    const engine = await openEngine([chain.rpcUrl], folder)
    const deploy = { ...payment('deploy', 0n), to: null, data: ONCE_BYTECODE }
    const { contractAddress } = await engine.transactions.send(deploy)
    const code = await chain.request<string>('eth_getCode', [contractAddress, 'latest'])
    const expected = await chain.request('web3_sha3', [code])
    expect(await codeHashAt(engine.chain, contractAddress as string)).toBe(expected)
    await engine.close()
  })
  await chain.stop()
})

describe('a contract that is read back', () => {
  const [OWNER, OTHER] = [ROOM.address, '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC']
  /** A release contract of native coin. */
  const TERMS = {
    ...{ sourceChainId: '1', lockContract: OTHER, sourceToken: OTHER, token: ZERO_ADDRESS },
    ...{ factor: '1', maximum: '1000', dayLimit: '5000', closesAt: '4102444800' },
    ...{ remainderTo: OWNER, owner: OWNER, guardian: OTHER, relayers: `${OTHER},${OWNER}` },
    ...{ quorum: '2', changeDelay: '86400' },
  }

  /** Work on a chain that has the contract at `address` since block 2 of 5, over a node as ruled. */
  const withRelease = (
    rule: FaultRule | undefined,
    work: (at: {
      node: Chain
      test: TestChain
      release: PreparedContract
      address: string
    }) => unknown,
  ) =>
    withFolder(async (folder) => {
      const test = await startChain()
      const proxy = await startFaultyProxy(test.rpcUrl)
      const engine = await openEngine([proxy.url], folder)
      try {
        await test.request('anvil_mine', ['0x1'])
        const given = Object.entries(TERMS).map(([name, value]) => `${name}=${value}`)
        const release = await prepareContract('swap-release', given)
        const deploy = { ...payment('deploy', 0n), to: null, data: release.data }
        const { contractAddress } = await engine.transactions.send(deploy)
        await test.request('anvil_mine', ['0x3'])
        proxy.setRule(rule)
        await work({ node: engine.chain, test, release, address: contractAddress as string })
      } finally {
        await engine.close()
        await proxy.close()
      }
    })

  test('is the one that was sent, by its code and by what it shows', () =>
    withRelease(undefined, async ({ node, test, release, address }) => {
      await assertContract(node, release, address, 5)
      const args = release.args.map((one) => ({ ...one, value: OTHER }))
      const other = { ...release, args }
      const mismatch = { code: 'CONTRACT_MISMATCH', exitCode: 7 }
      await expect(assertContract(node, other, address, 5)).rejects.toMatchObject(mismatch)
      const code = await test.request<string>('eth_getCode', [address, 'latest'])
      await test.request('anvil_setCode', [address, `${code}00`])
      await test.request('anvil_mine', ['0x1'])
      await expect(assertContract(node, release, address, 6)).rejects.toMatchObject(mismatch)
    }))

  test('is found by the block that made it', () =>
    withRelease(undefined, async ({ node, release, address }) => {
      expect((await findCreation(node, address, release.data)).blockNumber).toBe(2)
    }))

  test('is of unknown making where the node keeps no state of that time', () => {
    const forgotten: FaultRule = ({ method, params }) =>
      method === 'eth_getCode' && String(params[1]) < '0x4'
        ? refuses('missing trie node')
        : undefined
    return withRelease(forgotten, async ({ node, release, address }) => {
      await expect(findCreation(node, address, release.data)).rejects.toMatchObject({
        code: 'CONTRACT_CREATION_UNKNOWN',
      })
    })
  })
})
