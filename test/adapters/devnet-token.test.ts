import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import { advanceDevnet, fundAccount, withDevnet } from '../../src/chain/devnet/devnet-chain.ts'
import { DEVNET_CONTRACTS } from '../../src/chain/devnet/devnet-contracts.ts'
import { startDevnet } from '../../src/chain/devnet/devnet-start.ts'
import { CMT_SUPPLY, type HolderSource, spreadToken } from '../../src/chain/devnet/devnet-token.ts'
import { DEVNET_KEYS } from '../../src/keystore/devnet-keys.ts'
import { ask, devnetHost } from '../support/devnets.ts'

const cmt = new Interface(cyberMilesToken.abi)
const DEPLOYER = DEVNET_KEYS[0]?.address as string
const STRANGER = '0x00000000000000000000000000000000C0FFEE01'.toLowerCase()

/** A devnet on which tokens can be spread and asked. */
async function tokenDevnet(blockTimeSeconds?: number) {
  const host = devnetHost()
  const devnet = await startDevnet(host, { port: 0, blockTimeSeconds })
  const call = async (to: string, method: string, ...args: unknown[]) => {
    const data = cmt.encodeFunctionData(method, args)
    const answer = await ask<string>(devnet, 'eth_call', [{ to, data }, 'latest'])
    return cmt.decodeFunctionResult(method, answer)[0]
  }
  return {
    devnet,
    spread: (source: HolderSource) => withDevnet(host, 'main', (rpc) => spreadToken(rpc, source)),
    call,
    /** Balances as the Transfer events alone tell them. */
    async received(token: string): Promise<Map<string, bigint>> {
      const logs = await ask<{ topics: string[]; data: string }[]>(devnet, 'eth_getLogs', [
        { address: token, fromBlock: '0x0' },
      ])
      const balances = new Map<string, bigint>()
      for (const { topics, data } of logs) {
        const event = cmt.parseLog({ topics, data })
        if (event?.name !== 'Transfer') continue
        expect(event.args.from).toBe(DEPLOYER)
        balances.set(event.args.to, (balances.get(event.args.to) ?? 0n) + event.args.value)
      }
      return balances
    },
  }
}

describe('a token that is spread', () => {
  it('reaches its holders by real transfers and then stands still', async () => {
    const { devnet, spread, call, received } = await tokenDevnet()
    const { token, holders, blockNumber, totalBaseUnits } = await spread({
      holders: 1_500,
      seed: 'seed',
    })
    expect(token).toBe(DEVNET_CONTRACTS.token)
    expect([holders, totalBaseUnits]).toEqual([1_500, CMT_SUPPLY])
    expect(await call(token, 'paused')).toBe(true)
    expect(Number(await ask<string>(devnet, 'eth_blockNumber'))).toBe(blockNumber)

    const balances = await received(token)
    expect(balances.size).toBe(1_499)
    expect(balances.has(DEVNET_KEYS[1]?.address as string)).toBe(true)
    const given = [...balances.values()].reduce((sum, value) => sum + value, 0n)
    expect(await call(token, 'balanceOf', DEPLOYER)).toBe(CMT_SUPPLY - given)
    for (const [account, value] of [...balances].slice(0, 20)) {
      expect(await call(token, 'balanceOf', account)).toBe(value)
    }
  })

  it('is the same on every devnet for the same seed', async () => {
    const source = { holders: 50, seed: 'seed' }
    const [a, b] = [await tokenDevnet(), await tokenDevnet()]
    const [first, second] = [await a.spread(source), await b.spread(source)]
    expect(second).toEqual(first)
    expect(await b.received(second.token)).toEqual(await a.received(first.token))
  })

  it('is a new one when the first has been spread', async () => {
    const { spread, call } = await tokenDevnet()
    const first = await spread({ holders: 5, seed: 'a' })
    const second = await spread({ holders: 5, seed: 'b' })
    expect(second.token).not.toBe(first.token)
    expect(await call(second.token, 'paused')).toBe(true)
    expect(await call(second.token, 'totalSupply')).toBe(CMT_SUPPLY)
  })

  it('has exactly the balances of a file, also with blocks by the clock', async () => {
    const { spread, call } = await tokenDevnet(3_600)
    const balances = join(devnetHost().home, 'holders.csv')
    const rows = [
      [STRANGER, 3n],
      ['0x0000000000000000000000000000000000000002', 0n],
      ['0x0000000000000000000000000000000000000003', CMT_SUPPLY - 3n],
    ]
    writeFileSync(balances, `address,balance\n${rows.map((row) => `${row.join(',')}\n`).join('')}`)
    const { token, holders } = await spread({ balances })
    expect(holders).toBe(2)
    expect(await call(token, 'balanceOf', DEPLOYER)).toBe(0n)
    for (const [account, value] of rows) {
      expect(await call(token, 'balanceOf', account)).toBe(value)
    }
  })
})

describe('a devnet gives way', () => {
  it('to funding, which adds', async () => {
    const host = devnetHost()
    const devnet = await startDevnet(host, { port: 0 })
    const fund = (amount: string) =>
      withDevnet(host, 'main', (rpc) => fundAccount(rpc, STRANGER, amount))
    await fund('1.5')
    expect(await fund('10 wei')).toMatchObject({
      addedWei: 10n,
      balanceWei: 1_500_000_000_000_000_010n,
    })
    expect(BigInt(await ask<string>(devnet, 'eth_getBalance', [STRANGER, 'latest']))).toBe(
      1_500_000_000_000_000_010n,
    )
    const most = ((1n << 256n) - 1n).toString()
    await expect(fund(`${most} wei`)).rejects.toMatchObject({ code: 'DEVNET_BALANCE_TOO_LARGE' })
  })

  it('to time and blocks', async () => {
    const host = devnetHost()
    await startDevnet(host, { port: 0 })
    const advance = (by: { time?: string; blocks?: number }) =>
      withDevnet(host, 'main', (rpc) => advanceDevnet(rpc, by))
    const before = await advance({})
    const later = await advance({ time: '7d' })
    expect(later.blockNumber).toBe(before.blockNumber + 1)
    expect(later.timestamp - before.timestamp).toBeGreaterThanOrEqual(7 * 86_400)
    expect(later.timestamp - before.timestamp).toBeLessThan(7 * 86_400 + 60)
    expect((await advance({ blocks: 40 })).blockNumber).toBe(later.blockNumber + 40)
    await expect(advance({ time: '999999w' })).rejects.toMatchObject({
      code: 'DEVNET_ADVANCE_TOO_FAR',
    })
  })
})
