import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withFileLock } from '../../../src/primitives/file-lock.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { type CampaignOptions, campaignYaml } from '../../support/payments.ts'

const HOLDERS = 300
const TOTAL = (HOLDERS * (HOLDERS + 1)) / 2

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-paying-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

let homes = 0
function newHome(): string {
  const home = join(root, `home-${homes++}`)
  mkdirSync(home)
  return home
}

let series = 0
/** A campaign of 300 holders nobody else pays, who get 1, 2, 3 … base units. */
function newCampaign(options: CampaignOptions = {}) {
  const prefix = (0xdddd0000n + BigInt(series++)).toString(16)
  const accounts = Array.from(
    { length: HOLDERS },
    (_, index) => `0x${prefix}${(index + 1).toString(16).padStart(32, '0')}`,
  )
  const rows = accounts.map((account, index) => `${account},${index + 1}\n`)
  const directory = writeCampaign(join(root, prefix), campaignYaml(options), {
    'balances.csv': `address,balance\n${rows.join('')}`,
  })
  return { directory, accounts }
}

function operator(directory: string, key: string, home = newHome()) {
  const where = ['-c', directory, '--rpc-url', chain.rpcUrl, '--json']
  return (step: string, ...args: string[]) => {
    const signs = !['snapshot', 'build', 'status', 'audit'].includes(step)
    const signer = signs ? ['--key', key, '--yes'] : []
    return capstan(['migrate', step, ...args, ...signer, ...where], { home })
  }
}

async function balances(accounts: readonly string[]): Promise<number[]> {
  const answers = await chain.batch<string>(
    accounts.map((account) => ({ method: 'eth_getBalance', params: [account, 'latest'] })),
  )
  return answers.map(Number)
}

const everybodyOnce = Array.from({ length: HOLDERS }, (_, index) => index + 1)

describe('a campaign by push, step by step', () => {
  it('is published, distributed, audited and read by its status', async () => {
    const { directory, accounts } = newCampaign()
    const run = operator(directory, 'dev0')
    expect((await run('status')).json).toMatchObject({
      next: `capstan migrate snapshot -c ${directory}`,
    })
    const unbuilt = await run('publish')
    expect(unbuilt.json).toMatchObject({ error: { code: 'TREE_MISSING', exitCode: 4 } })
    for (const step of ['snapshot', 'build']) expect((await run(step)).exitCode).toBe(0)

    const planned = await run('publish', '--dry-run')
    expect(planned.json).toMatchObject({ planned: true, distributor: null })
    const published = await run('publish')
    expect(published.json).toMatchObject({ fundedBaseUnits: String(TOTAL), alreadyDone: false })
    expect((await run('publish')).json).toMatchObject({ alreadyDone: true })

    const some = await run('distribute', '--max-batches', '3', '--in-flight', '2')
    expect(some.json).toMatchObject({ batches: 3, alreadyPaid: 0, failed: [] })
    const [first] = accounts as [string]
    const claimed = await run('claim', '--address', first)
    expect(claimed.json).toMatchObject({ index: 0, amountBaseUnits: '1' })
    const rest = await run('distribute')
    expect(rest.json).toMatchObject({ totalBaseUnits: String(TOTAL), failed: [] })
    expect(await balances(accounts)).toEqual(everybodyOnce)

    const audited = await run('audit', '--full')
    expect(audited.exitCode, audited.stdout).toBe(0)
    expect(audited.json).toMatchObject({
      ok: true,
      paidBaseUnits: String(TOTAL),
      unpaidBaseUnits: '0',
      remainderBaseUnits: '0',
    })
    expect((await run('status')).json).toMatchObject({
      next: null,
      paid: HOLDERS,
      unpaid: 0,
      totalBaseUnits: String(TOTAL),
      paidBaseUnits: String(TOTAL),
    })
    const early = await run('close')
    expect(early.exitCode).toBe(3)
    expect(early.json).toMatchObject({ error: { code: 'CLOSE_TOO_EARLY' } })
  })

  it('fails its audit with exit 7 when a file was changed', async () => {
    const { directory } = newCampaign()
    const run = operator(directory, 'dev0')
    expect((await run('run')).exitCode).toBe(0)
    const other = newCampaign()
    expect((await operator(other.directory, 'dev0')('run')).exitCode).toBe(0)
    copyFileSync(
      join(other.directory, 'out', 'allocation.csv'),
      join(directory, 'out', 'allocation.csv'),
    )
    const audited = await run('audit')
    expect(audited.exitCode).toBe(7)
    expect(audited.json).toMatchObject({ ok: false })
  })

  it('asks before money moves, and without a terminal says what would have answered', async () => {
    const { directory } = newCampaign()
    const home = newHome()
    const run = operator(directory, 'dev0', home)
    for (const step of ['snapshot', 'build']) await run(step)
    const args = ['migrate', 'publish', '-k', 'dev0', '-c', directory, '--rpc-url', chain.rpcUrl]
    const asked = await capstan([...args, '--json'], { home })
    expect(asked.exitCode).toBe(2)
    expect(asked.json).toMatchObject({ error: { code: 'ANSWER_NEEDED' } })
  })
})

describe('several operators', () => {
  it('with homes and keys of their own push at once, and nobody is paid twice', async () => {
    const { directory, accounts } = newCampaign({ batchSize: 4 })
    const first = operator(directory, 'dev1')
    for (const step of ['snapshot', 'build', 'publish']) {
      expect((await first(step)).exitCode).toBe(0)
    }
    const elsewhere = join(root, 'elsewhere')
    cpSync(directory, elsewhere, { recursive: true })
    const second = operator(elsewhere, 'dev2')
    const third = operator(directory, 'dev3')
    const results = await Promise.all([
      first('distribute', '--in-flight', '8'),
      second('distribute', '--in-flight', '8'),
      third('distribute', '--in-flight', '8'),
    ])
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    const paid = results.map(({ json }) => (json as { paid: number }).paid)
    expect(paid.reduce((sum, one) => sum + one, 0)).toBe(HOLDERS)
    expect(await balances(accounts)).toEqual(everybodyOnce)
    expect((await first('audit', '--full')).json).toMatchObject({ ok: true })
  })

  it('do not run the same campaign at once', async () => {
    const { directory } = newCampaign()
    const run = operator(directory, 'dev1')
    await withFileLock(join(directory, 'out', 'campaign.lock'), async () => {
      const busy = await run('run')
      expect(busy.exitCode).toBe(8)
      expect(busy.json).toMatchObject({ error: { code: 'CAMPAIGN_BUSY' } })
    })
    expect((await run('run')).exitCode).toBe(0)
  })
})

describe('a campaign by payout book', () => {
  it('is run with a one-time key, and again by anybody without one', async () => {
    const { directory, accounts } = newCampaign({ mode: 'transfers' })
    const run = operator(directory, 'dev4')
    const first = await run('run', '--payout-key', 'dev8')
    expect(first.exitCode, first.stdout).toBe(0)
    expect(first.json).toMatchObject({
      distribute: { paid: HOLDERS, gasUsed: String(HOLDERS * 21_000) },
      audit: { ok: true, paidBaseUnits: String(TOTAL) },
    })
    expect(await balances(accounts)).toEqual(everybodyOnce)

    const anybody = ['migrate', 'distribute', '-c', directory, '--rpc-url', chain.rpcUrl, '--json']
    const again = await capstan([...anybody, '--yes'], { home: newHome() })
    expect(again.json).toMatchObject({ paid: 0, alreadyPaid: HOLDERS })
    expect((await run('audit', '--full')).json).toMatchObject({ ok: true })
  })

  it('can be signed without a network, and refuses a key that was used', async () => {
    const { directory } = newCampaign({ mode: 'transfers', name: 'offline' })
    const home = newHome()
    const run = operator(directory, 'dev4', home)
    for (const step of ['snapshot', 'build']) await run(step)
    const used = await run('publish', '--payout-key', 'dev8')
    expect(used.exitCode).toBe(3)
    expect(used.json).toMatchObject({ error: { code: 'PAYOUT_ACCOUNT_USED' } })
    const unknown = await run('publish')
    expect(unknown.json).toMatchObject({ error: { code: 'KEY_UNKNOWN' } })

    const keyFile = join(home, 'key')
    writeFileSync(keyFile, `0x${'5'.repeat(64)}`)
    const offline = ['migrate', 'publish', '--sign-only', '--payout-key', 'env', '-c', directory]
    const options = { home, env: { CAPSTAN_PRIVATE_KEY_FILE: keyFile } }
    const unpriced = await capstan([...offline, '--json'], options)
    expect(unpriced.json).toMatchObject({ error: { code: 'BOOK_PRICE_MISSING', exitCode: 2 } })
    const signed = await capstan([...offline, '--max-fee', '5', '--json'], options)
    expect(signed.exitCode, signed.stdout).toBe(0)
    const { costWei } = signed.json as { costWei: string }
    expect(BigInt(costWei)).toBe(BigInt(TOTAL) + BigInt(HOLDERS) * 21_000n * 5_000_000_000n)
    expect((await run('publish')).json).toMatchObject({ fundedBaseUnits: costWei })
    expect((await run('distribute')).json).toMatchObject({ paid: HOLDERS, failed: [] })
    const closed = await run('close')
    expect(closed.json).toMatchObject({ error: { code: 'MODE_WITHOUT_STEP', exitCode: 3 } })
  })
})
