import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { deployCmt, type Holding } from '../../support/cmt-holders.ts'
import { sharedFixture, sharedFixturesMissing } from '../../support/shared-fixtures.ts'

/** Of the genesis allocation that the real swap ended in: reference, CyberMiles, 1.3. */
const GENESIS_SHA256 = '3d980a5d38e4f947d1e0f4184247b1881e3531620f9bbed63fac467c1328e197'
const ACCOUNTS = 22_035
const SUPPLY = 10n ** 27n
const RUN_GOAL_MS = 60_000

let home: string
let chain: TestChain
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'capstan-cmt-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(home, { recursive: true, force: true })
})

describe.skipIf(sharedFixturesMissing)('the CyberMiles swap of October 2018, once more', () => {
  it('ends in the real genesis allocation, and every holder is paid', async () => {
    const holdings = realHolders()
    const { token, block } = await deployCmt(chain, holdings)
    await chain.request('anvil_setBalance', [DEV1, `0x${(2n * SUPPLY).toString(16)}`])
    const directory = writeCampaign(join(home, 'cmt'), campaign(token, block))
    const run = (...args: string[]) =>
      capstan([...args, '-c', directory, '--rpc-url', chain.rpcUrl, '--json'], { home })

    const started = performance.now()
    const done = await run('migrate', 'run', '--key', 'dev1', '--yes')
    const tookMs = performance.now() - started
    expect(done.exitCode, done.stdout + done.stderr).toBe(0)
    expect(done.json).toMatchObject({
      snapshot: { holders: ACCOUNTS, totalBaseUnits: String(SUPPLY) },
      build: { leaves: ACCOUNTS, totalBaseUnits: String(SUPPLY) },
      distribute: { failed: [] },
      audit: { ok: true, paidBaseUnits: String(SUPPLY), unpaidBaseUnits: '0' },
    })
    expect(tookMs).toBeLessThan(RUN_GOAL_MS)

    const list = join(home, 'genesis.csv')
    const genesis = await run('migrate', 'genesis', '--format', 'cybermiles', '--out', list)
    expect(genesis.exitCode, genesis.stdout).toBe(0)
    expect(createHash('sha256').update(readFileSync(list)).digest('hex')).toBe(GENESIS_SHA256)

    const balances = await chain.batch<string>(
      holdings.map(({ address }) => ({ method: 'eth_getBalance', params: [address, 'latest'] })),
    )
    const wrong = holdings.filter(({ baseUnits }, i) => BigInt(balances[i] as string) !== baseUnits)
    expect(wrong).toEqual([])

    const again = await run('migrate', 'run', '--key', 'dev1', '--yes')
    expect(again.exitCode, again.stdout + again.stderr).toBe(0)
    expect(again.json).toMatchObject({ distribute: { batches: 0, transactionHashes: [] } })
  }, 300_000)
})

/** The second account of every development node, which capstan knows as the key dev1. */
const DEV1 = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

function realHolders(): Holding[] {
  const lines = readFileSync(sharedFixture('cybermiles', 'mainnet-genesis-alloc.csv'), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [address, wei] = line.split(',') as [string, string]
      return { address: `0x${address}`, baseUnits: BigInt(wei) }
    })
}

function campaign(token: string, block: number): string {
  return `format: capstan/campaign@1
name: cmt-mainnet
source:
  kind: erc20
  network: devnet
  token: "${token}"
  block: ${block}
target:
  network: devnet
  asset: native
  mode: push
  batchSize: 256
  claimUntil: 2099-01-01T00:00:00Z
  remainderTo: "0x4444444444444444444444444444444444444444"
`
}
