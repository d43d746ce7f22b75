import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { realCampaign, realHolders } from '../../support/real-swap.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

/** Of the genesis allocation that the real swap ended in: reference, CyberMiles, 1.3. */
const GENESIS_SHA256 = '3d980a5d38e4f947d1e0f4184247b1881e3531620f9bbed63fac467c1328e197'
const ACCOUNTS = 22_035
const SUPPLY = 10n ** 27n

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
    const directory = await realCampaign(chain, join(home, 'cmt'), holdings)
    const run = (...args: string[]) =>
      capstan([...args, '-c', directory, '--rpc-url', chain.rpcUrl, '--json'], { home })

    const done = await run('migrate', 'run', '--key', 'dev1', '--yes')
    expect(done.exitCode, done.stdout + done.stderr).toBe(0)
    expect(done.json).toMatchObject({
      snapshot: { holders: ACCOUNTS, totalBaseUnits: String(SUPPLY) },
      build: { leaves: ACCOUNTS, totalBaseUnits: String(SUPPLY) },
      distribute: { failed: [] },
      audit: { ok: true, paidBaseUnits: String(SUPPLY), unpaidBaseUnits: '0' },
    })

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
