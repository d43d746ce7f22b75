import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findAnvil } from '../../src/chain/devnet/anvil.ts'
import {
  ensureDevnet,
  resetDevnet,
  runningDevnet,
  stopDevnet,
} from '../../src/chain/devnet/devnet.ts'
import { withDevnet } from '../../src/chain/devnet/devnet-chain.ts'
import { newDevnetChainId } from '../../src/chain/devnet/devnet-chain-id.ts'
import { DEVNET_CONTRACTS } from '../../src/chain/devnet/devnet-contracts.ts'
import { devnetUrl } from '../../src/chain/devnet/devnet-host.ts'
import { minedReceipt } from '../../src/chain/devnet/devnet-receipt.ts'
import {
  DEVNET_RECORD,
  devnetFolder,
  makeDevnetFolder,
} from '../../src/chain/devnet/devnet-record.ts'
import { startDevnet } from '../../src/chain/devnet/devnet-start.ts'
import { resolveNetwork } from '../../src/chain/networks/networks.ts'
import { DEVNET_CHAIN_IDS, DEVNET_KEYS } from '../../src/keystore/devnet-keys.ts'
import { projectRoot } from '../support/capstan.ts'
import { ask, devnetHost, nodesOf } from '../support/devnets.ts'
import { openEngine, payment } from '../support/engine.ts'
import { temporaryFolder } from '../support/home.ts'

const ANY_PORT = { port: 0 }
const STRANGER = '0x00000000000000000000000000000000c0ffee01'

describe('a devnet that is started', () => {
  it('has its contracts and ten funded accounts', async () => {
    const devnet = await startDevnet(devnetHost(), ANY_PORT)
    expect(await ask(devnet, 'eth_chainId')).toBe('0x7a69')
    for (const address of Object.values(DEVNET_CONTRACTS)) {
      expect(await ask(devnet, 'eth_getCode', [address, 'latest'])).toMatch(/^0x60.{100}/)
    }
    for (const { address } of DEVNET_KEYS) {
      const balance = BigInt(await ask<string>(devnet, 'eth_getBalance', [address, 'latest']))
      expect(balance).toBeGreaterThan(9_900n * 10n ** 18n)
    }
    expect(devnet.contracts).toEqual(DEVNET_CONTRACTS)
  })

  it('mines one transaction at once, and many that come together in a few blocks', async () => {
    const devnet = await startDevnet(devnetHost(), ANY_PORT)
    const engine = await openEngine([devnetUrl(devnet)], temporaryFolder())
    onTestFinished(() => engine.close())
    const first = await engine.transactions.send(payment('first'))
    const payments = Array.from({ length: 120 }, (_, index) => payment(String(index)))
    const blocks = new Set<number>()
    for await (const { blockNumber } of engine.transactions.sendMany(payments)) {
      blocks.add(blockNumber)
    }
    // Groups of 32; on a busy machine a group may be cut in two.
    expect(blocks.size).toBeLessThanOrEqual(8)
    expect(Math.max(...blocks) - first.blockNumber).toBeLessThanOrEqual(16)
  })

  it('keeps the balances of old blocks', async () => {
    const devnet = await startDevnet(devnetHost(), ANY_PORT)
    const height = Number(await ask<string>(devnet, 'eth_blockNumber'))
    const from = DEVNET_KEYS[0]?.address
    for (let paid = 1; paid <= 3; paid++) {
      await ask(devnet, 'eth_sendTransaction', [{ from, to: STRANGER, value: '0x1' }])
      await ask(devnet, 'anvil_mine', ['0xc8'])
    }
    const balances = [0, 1, 2 + 200, 3 + 400].map((later) =>
      ask(devnet, 'eth_getBalance', [STRANGER, `0x${(height + later).toString(16)}`]),
    )
    expect((await Promise.all(balances)).map(Number)).toEqual([0, 1, 2, 3])
  })

  it('has them also when blocks come by the clock', async () => {
    const devnet = await startDevnet(devnetHost(), { port: 0, blockTimeSeconds: 3_600 })
    const code = await ask<string>(devnet, 'eth_getCode', [DEVNET_CONTRACTS.distributor, 'latest'])
    expect(code.length).toBeGreaterThan(1_000)
  })

  it('is one, however many start it at once', async () => {
    const host = devnetHost()
    const started = await Promise.all([1, 2, 3].map(() => startDevnet(host, ANY_PORT)))
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1)
    expect(await nodesOf(host.home)).toEqual([started[0]?.pid])
  })

  it('goes on where it was when it is taken down and started again', async () => {
    const host = devnetHost()
    const before = await startDevnet(host, ANY_PORT)
    await ask(before, 'anvil_setBalance', [STRANGER, '0x7'])
    await ask(before, 'anvil_mine', ['0x5'])
    const height = await ask(before, 'eth_blockNumber')
    expect(await stopDevnet(host.home, 'main')).toBe(true)
    expect(await nodesOf(host.home)).toEqual([])

    const after = await startDevnet(host)
    expect(after.port).toBe(before.port)
    expect(await ask(after, 'eth_blockNumber')).toBe(height)
    expect(await ask(after, 'eth_getBalance', [STRANGER, 'latest'])).toBe('0x7')
  })

  it('starts over at the same address when it is reset', async () => {
    const host = devnetHost()
    // Below those that the system gives away: nobody takes it while the node is down.
    const port = 20_000 + (process.pid % 10_000)
    const before = await startDevnet(host, { ...ANY_PORT, port })
    const fresh = await ask(before, 'eth_blockNumber')
    await ask(before, 'anvil_setBalance', [STRANGER, '0x7'])
    await ask(before, 'anvil_mine', ['0x5'])
    const after = await resetDevnet(host, 'main')
    expect(after?.port).toBe(before.port)
    expect(await ask(before, 'eth_getBalance', [STRANGER, 'latest'])).toBe('0x0')
    expect(await ask(before, 'eth_blockNumber')).toBe(fresh)
  })

  it('runs beside another with its own chain id', async () => {
    const host = devnetHost()
    const [main, other] = await Promise.all([
      startDevnet(host, ANY_PORT),
      startDevnet(host, { name: 'other' }),
    ])
    expect([main.chainId, other.chainId]).toEqual([31337, 31338])
    expect(await ask(main, 'eth_chainId')).toBe('0x7a69')
    expect(await ask(other, 'eth_chainId')).toBe('0x7a6a')
    expect(await resolveNetwork(host, 'devnet-other')).toMatchObject({
      chainId: 31338,
      devnet: 'other',
      rpcUrls: [`http://127.0.0.1:${other.port}`],
    })
  })
})

describe('a devnet that was killed', () => {
  it('is not taken for running, and starts again with what it had saved', async () => {
    const host = devnetHost()
    const before = await startDevnet(host, ANY_PORT)
    process.kill(before.pid, 'SIGKILL')
    await expect.poll(() => runningDevnet(host.home, 'main')).toBeUndefined()
    const after = await ensureDevnet(host)
    expect(after.pid).not.toBe(before.pid)
    const code = await ask<string>(after, 'eth_getCode', [DEVNET_CONTRACTS.token, 'latest'])
    expect(code.length).toBeGreaterThan(1_000)
  })

  it('leaves its process number to others: whoever has it now is let alone', async () => {
    const host = devnetHost()
    await startDevnet(host, ANY_PORT)
    await stopDevnet(host.home, 'main')
    const bystander = spawn('sleep', ['600'])
    onTestFinished(() => void bystander.kill('SIGKILL'))
    const folder = await devnetFolder(host.home, 'main')
    const record = await DEVNET_RECORD.find(folder.recordFile)
    await DEVNET_RECORD.write(folder.recordFile, {
      ...(record as NonNullable<typeof record>),
      pid: bystander.pid as number,
    })

    expect(await runningDevnet(host.home, 'main')).toBeUndefined()
    expect(await stopDevnet(host.home, 'main')).toBe(false)
    await startDevnet(host)
    await stopDevnet(host.home, 'main')
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
  })
})

describe('a node that nobody wrote down', () => {
  const orphaned = async () => {
    const host = devnetHost()
    const { pid } = await startDevnet(host, ANY_PORT)
    rmSync((await devnetFolder(host.home, 'main')).recordFile)
    return { host, pid }
  }

  it('is ended by down', async () => {
    const { host, pid } = await orphaned()
    expect(await nodesOf(host.home)).toEqual([pid])
    expect(await stopDevnet(host.home, 'main')).toBe(true)
    expect(await nodesOf(host.home)).toEqual([])
  })

  it('is replaced by up', async () => {
    const { host, pid } = await orphaned()
    const devnet = await startDevnet(host, ANY_PORT)
    expect(devnet.pid).not.toBe(pid)
    expect(await nodesOf(host.home)).toEqual([devnet.pid])
  })
})

describe('what a devnet refuses', () => {
  it('a port that another program has, if it was asked for', async () => {
    const port = await takenPort()
    await expect(startDevnet(devnetHost(), { port })).rejects.toMatchObject({
      code: 'DEVNET_PORT_TAKEN',
      kind: 'refused',
      details: { port },
    })
  })

  it('but not one it only had before: it takes another and says so', async () => {
    const host = devnetHost()
    const before = await startDevnet(host, ANY_PORT)
    await stopDevnet(host.home, 'main')
    await takenPort(before.port)
    const after = await startDevnet(host)
    expect(after.port).not.toBe(before.port)
    expect(host.notes).toEqual([expect.stringContaining(String(before.port))])
  })

  it('another port, block time or chain id than it runs with', async () => {
    const host = devnetHost()
    const { port } = await startDevnet(host, ANY_PORT)
    const differs = { code: 'DEVNET_DIFFERS', kind: 'refused' }
    await expect(startDevnet(host, { port: port + 1 })).rejects.toMatchObject(differs)
    await expect(startDevnet(host, { blockTimeSeconds: 2 })).rejects.toMatchObject(differs)
    await expect(startDevnet(host, { chainId: 31340 })).rejects.toMatchObject(differs)
  })

  it('a chain id where the devnet keys may not sign, or that another one has', async () => {
    const host = devnetHost()
    await expect(startDevnet(host, { chainId: 1 })).rejects.toMatchObject({
      code: 'DEVNET_CHAIN_ID_REFUSED',
    })
    await startDevnet(host, ANY_PORT)
    await expect(startDevnet(host, { name: 'other', chainId: 31337 })).rejects.toMatchObject({
      code: 'DEVNET_CHAIN_ID_USED',
    })
  })

  it('another one where every chain id of theirs is taken', async () => {
    const { home } = devnetHost()
    const { first, last } = DEVNET_CHAIN_IDS
    for (let chainId = Number(first); chainId <= Number(last); chainId++) {
      const { name, recordFile } = await makeDevnetFolder(home, `d${chainId}`)
      const facts = { pid: null, blockTimeSeconds: null, contracts: {}, port: 1 }
      const startedAt = '2026-11-21T10:00:00.000Z'
      await DEVNET_RECORD.write(recordFile, { name, chainId, startedAt, ...facts })
    }
    await expect(newDevnetChainId(home, 'one-more', undefined)).rejects.toMatchObject({
      code: 'DEVNET_CHAIN_IDS_USED',
    })
    expect(await newDevnetChainId(home, `d${last}`, undefined)).toBe(Number(last))
  })

  it('to go on from a transaction that reverts', async () => {
    const host = devnetHost()
    const devnet = await startDevnet(host, ANY_PORT)
    await withDevnet(host, 'main', async (rpc) => {
      await ask(devnet, 'anvil_setCode', [STRANGER, '0x60006000fd'])
      const [from] = await ask<string[]>(devnet, 'eth_accounts')
      const call = { from, to: STRANGER, gas: '0x186a0' }
      const hash = await ask<string>(devnet, 'eth_sendTransaction', [call])
      await expect(minedReceipt(rpc, hash)).rejects.toMatchObject({
        code: 'DEVNET_TRANSACTION_FAILED',
      })
    })
  })

  it('a saved state that is damaged, without a node left behind', async () => {
    const host = devnetHost()
    await startDevnet(host, ANY_PORT)
    await stopDevnet(host.home, 'main')
    writeFileSync((await devnetFolder(host.home, 'main')).stateFile, '{"block":')
    await expect(startDevnet(host)).rejects.toMatchObject({
      code: 'DEVNET_NOT_STARTED',
      kind: 'state',
    })
    expect(await nodesOf(host.home)).toEqual([])
  })

  it('a record that a newer capstan wrote', async () => {
    const host = devnetHost()
    await startDevnet(host, ANY_PORT)
    await stopDevnet(host.home, 'main')
    const { recordFile } = await devnetFolder(host.home, 'main')
    writeFileSync(recordFile, '{"format":"capstan/devnet@2"}')
    await expect(startDevnet(host)).rejects.toMatchObject({ code: 'DEVNET_RECORD_INVALID' })
    rmSync(recordFile)
  })

  it.each(['', 'Main', '../escape', 'a b', 'x'.repeat(33)])('the name "%s"', async (name) => {
    await expect(startDevnet(devnetHost(), { name })).rejects.toMatchObject({
      code: 'DEVNET_NAME_INVALID',
    })
  })
})

describe('anvil', () => {
  it('is the one that CAPSTAN_ANVIL names, and no other when that is wrong', () => {
    const packaged = findAnvil(projectRoot, {})
    expect(findAnvil('/', { CAPSTAN_ANVIL: packaged })).toBe(packaged)
    expect(() => findAnvil(projectRoot, { CAPSTAN_ANVIL: '/no/such/anvil' })).toThrowError(
      expect.objectContaining({ code: 'ANVIL_MISSING' }),
    )
  })

  it('is missed by all three of its names where there is none', () => {
    expect(() => findAnvil('/', { PATH: '/no/such/folder' })).toThrowError(
      /CAPSTAN_ANVIL.*@foundry-rs\/anvil-.*PATH/,
    )
  })
})

/** A port of the loopback that this test listens on. */
async function takenPort(port = 0): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    // Where another program was quicker, it is taken all the same.
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve()
      else reject(error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}
