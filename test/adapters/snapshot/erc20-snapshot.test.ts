import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { startChain, type TestChain } from '../../support/chain.ts'
import { CmtToken } from '../../support/cmt-token.ts'
import { campaignFolder, connect, erc20Source, snapshotLines } from '../../support/snapshot.ts'

describe('a snapshot of an ERC-20 token', () => {
  it('finds every balance through detours, and the credit that no event tells of', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    await liveALittle(chain, token)
    await token.pause()
    const directory = await campaignFolder()
    const block = await height(chain)

    const taken = await takeSnapshot(
      { chain: () => connect(chain.rpcUrl) },
      erc20Source(token.address, block),
      { directory },
    )

    expect(await snapshotLines(directory)).toEqual(token.expectedLines())
    expect(taken.snapshot).toMatchObject({
      chainId: 31337,
      name: 'CyberMiles Token',
      symbol: 'CMT',
      decimals: 18,
      blockHeight: block,
      paused: true,
      holders: token.expectedLines().length,
      totalBaseUnits: 10n ** 27n,
      supplyBaseUnits: 10n ** 27n,
      seeds: [{ address: token.deployer, amount: 10n ** 27n }],
      checkedHolders: token.expected.size,
    })
    expect(taken.warnings).toEqual([])
  })

  it('repeated, changes nothing and says so', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    await liveALittle(chain, token)
    const directory = await campaignFolder()
    const take = async () =>
      takeSnapshot(
        { chain: () => connect(chain.rpcUrl) },
        erc20Source(token.address, 'finalized'),
        { directory },
      )
    const first = await take()
    const bytes = await filesOf(first.files)
    await chain.request('anvil_mine', ['0x5'])
    const second = await take()

    expect(second.alreadyDone).toBe(true)
    expect(second.snapshot).toEqual(first.snapshot)
    expect(await filesOf(second.files)).toEqual(bytes)
  })
})

/** Transfers back and forth, to oneself, of nothing, and on an allowance. */
async function liveALittle(chain: TestChain, token: CmtToken): Promise<void> {
  const [deployer = '', a = '', b = '', c = ''] = await chain.request<string[]>('eth_accounts')
  const strangers = Array.from(
    { length: 150 },
    (_, n) => `0x${(n + 1).toString(16).padStart(40, 'c')}`,
  )
  await token.transferAll([
    ...strangers.map((to, n) => ({ from: deployer, to, value: BigInt(n) * 10n ** 18n })),
    { from: deployer, to: a, value: 1000n },
    { from: deployer, to: b, value: 1n },
  ])
  await token.approve(a, c, 500n)
  await token.transferAll([
    { from: a, to: a, value: 1000n },
    { from: a, to: b, value: 300n },
    { from: b, to: a, value: 301n },
    { from: c, to: a, value: 0n },
    { from: a, to: c, value: 400n, spender: c },
    { from: c, to: token.address, value: 7n },
  ])
}

async function height(chain: TestChain): Promise<number> {
  return Number(await chain.request('eth_blockNumber'))
}

function filesOf(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => readFile(join(path), 'utf8')))
}
