import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeHashAt, type Deployment, Deployments } from '../../src/chain/deployments.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { spawnChain } from '../support/chain.ts'
import { openEngine, payment, withFolder } from '../support/engine.ts'
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
