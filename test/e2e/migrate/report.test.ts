import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileCampaign, writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { temporaryFolder } from '../../support/home.ts'
import { type CampaignOptions, campaignYaml } from '../../support/payments.ts'

const HOLDERS = 300
const NO_NETWORK = ['--rpc-url', 'http://127.0.0.1:9']

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-report-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

function steps(directory: string, network: readonly string[] = ['--rpc-url', chain.rpcUrl]) {
  const where = ['-c', directory, ...network, '--json']
  return (step: string, ...args: string[]) => {
    const signer = ['run', 'publish', 'distribute', 'claim'].includes(step)
      ? ['--key', 'dev0', '--yes']
      : []
    return capstan(['migrate', step, ...args, ...signer, ...where], { home: root })
  }
}

let series = 0
/** A campaign of 300 holders, who get 1, 2, 3 … base units. */
function newCampaign(options: CampaignOptions = {}): { directory: string; accounts: string[] } {
  const prefix = (0xeeee0000n + BigInt(series++)).toString(16)
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

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** What a reader sees: the page without its markup. */
function textOf(file: string): string {
  const page = readFileSync(file, 'utf8')
  return page
    .slice(page.indexOf('<body>'))
    .replace(/<\/?(?:span|bdi|code|strong)[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}

describe('a report before anything is published', () => {
  const hostile = "<script>alert(1)</script>\" onload='x'"
  const rules = `rules:
  decimals: { from: 2, to: 4 }
  minimumBaseUnits: "300"
  exclude: [ { address: "0x1111111111111111111111111111111111111111", reason: ${JSON.stringify(hostile)} } ]
  redirect: [ { from: "0x2222222222222222222222222222222222222222", to: "0x3333333333333333333333333333333333333333", reason: hot wallet } ]
`
  const holders = [
    ['0x1111111111111111111111111111111111111111', 500n],
    ['0x2222222222222222222222222222222222222222', 250n],
    ['0x5555555555555555555555555555555555555555', 1000n],
    ['0x6666666666666666666666666666666666666666', 2n],
  ] as const

  it('asks no network, and says where every base unit is', async () => {
    const directory = fileCampaign(temporaryFolder(), { holders, rules })
    const run = steps(directory, NO_NETWORK)
    expect((await run('report')).json).toMatchObject({ error: { code: 'SNAPSHOT_MISSING' } })
    await run('snapshot')
    const file = join(directory, 'out', 'report.html')
    const taken = await run('report')
    expect(taken).toMatchObject({ exitCode: 0, json: { file, ok: null, warnings: [] } })
    expect(textOf(file)).toContain('Supply 17.52 100.00 %')

    await run('build')
    const built = await run('report')
    expect(built.json).toMatchObject({ file, digest: sha256(file), ok: null })
    const text = textOf(file)
    expect(text).toContain('Allocated 12.50 71.35 % 2 Excluded 5.00 28.54 % 1')
    expect(text).toContain('Dust, below the minimum allocation 0.02 0.11 % 1')
    expect(text).toContain('Snapshot 17.52 100.00 %')
    expect(text).toContain('which is 12.5000 with 4')
    expect(text).toContain(
      'excluded: &lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;',
    )
    expect(readFileSync(file, 'utf8')).not.toContain('<script')
    for (const name of ['snapshot.csv', 'snapshot.json', 'allocation.csv', 'buckets.csv']) {
      expect(text).toContain(sha256(join(directory, 'out', name)))
    }
    const plain = await capstan(['migrate', 'report', '-c', directory], { home: root })
    expect(plain).toMatchObject({ exitCode: 0, stderr: '' })
    expect(plain.stdout).toContain(file)
  })

  it('has the same bytes in another folder, on another day', async () => {
    const directory = fileCampaign(temporaryFolder(), { holders, rules })
    const run = steps(directory, NO_NETWORK)
    for (const step of ['snapshot', 'build', 'report']) expect((await run(step)).exitCode).toBe(0)
    const elsewhere = temporaryFolder()
    cpSync(directory, elsewhere, { recursive: true })
    const out = join(elsewhere, 'again.html')
    await steps(elsewhere, NO_NETWORK)('report', '--out', out)
    expect(readFileSync(out)).toEqual(readFileSync(join(directory, 'out', 'report.html')))
  })

  it('overwrites another report and nothing else', async () => {
    const directory = fileCampaign(temporaryFolder(), { holders })
    const run = steps(directory, NO_NETWORK)
    await run('snapshot')
    const out = join(directory, 'page.html')
    for (const text of ['<!doctype html>\n<html lang="en">', '']) {
      writeFileSync(out, text)
      const refused = await run('report', '--out', out)
      expect(refused).toMatchObject({
        exitCode: 3,
        json: { error: { code: 'REPORT_WOULD_OVERWRITE' } },
      })
      expect(readFileSync(out, 'utf8')).toBe(text)
    }
    expect((await run('report', '--out', directory)).exitCode).toBe(3)
    rmSync(out)
    for (const _ of ['first', 'second']) {
      expect(await run('report', '--out', out)).toMatchObject({ exitCode: 0, json: { file: out } })
    }
  })

  it.each([
    ['out/snapshot.csv', 'SNAPSHOT_DIGEST_MISMATCH'],
    ['out/buckets.csv', 'BUILD_NOT_RECOMPUTED'],
    ['out/allocation.csv', 'BUILD_NOT_RECOMPUTED'],
  ])('is refused when somebody added to %s', async (name, code) => {
    const directory = fileCampaign(temporaryFolder(), { holders, rules })
    const run = steps(directory, NO_NETWORK)
    for (const step of ['snapshot', 'build']) await run(step)
    appendFileSync(join(directory, name), '\n')
    expect(await run('report')).toMatchObject({ exitCode: 7, json: { error: { code } } })
  })

  it.each([
    ['dust', '"dust": "2"', '"dust": "3"'],
    ['leaves', '"leaves": 2', '"leaves": 1'],
    ['root', '"root": "0x', '"root": "0x0000'],
  ])('is refused when tree.json says another %s', async (_, from, to) => {
    const directory = fileCampaign(temporaryFolder(), { holders, rules })
    const run = steps(directory, NO_NETWORK)
    for (const step of ['snapshot', 'build']) await run(step)
    const file = join(directory, 'out', 'tree.json')
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(from, to).replace(/(0x0000[0-9a-f]{60})[0-9a-f]{4}/, '$1')
    expect(changed).not.toBe(text)
    writeFileSync(file, changed)
    expect(await run('report')).toMatchObject({
      exitCode: 7,
      json: { error: { code: 'BUILD_NOT_RECOMPUTED' } },
    })
  })
})

describe('the report of a published campaign', () => {
  it('names every transaction that paid, adds them up, and carries a clean audit', async () => {
    const { directory, accounts } = newCampaign({ batchSize: 64 })
    const run = steps(directory)
    for (const step of ['snapshot', 'build', 'publish']) expect((await run(step)).exitCode).toBe(0)
    const out = join(directory, 'report.html')
    const begun = await run('report', '--out', out)
    expect(begun).toMatchObject({ exitCode: 0, json: { ok: true } })
    expect(textOf(out)).toContain('0 of 300 accounts are paid')

    const some = await run('distribute', '--max-batches', '2')
    const claimed = await run('claim', '--address', accounts.at(-1) as string)
    const rest = await run('distribute')
    expect((await run('report', '--out', out)).json).toMatchObject({ ok: true })
    const text = textOf(out)
    const { transactionHash } = claimed.json as { transactionHash: string }
    const hashes = [some, rest].flatMap(
      ({ json }) => (json as { transactionHashes: string[] }).transactionHashes,
    )
    for (const hash of [...hashes, transactionHash]) expect(text).toContain(hash)
    expect(text).toContain(`${hashes.length + 1} transactions that paid`)
    expect(text).toContain(`${transactionHash} claim of 299 1 0.000000000000000300`)
    expect(text).toContain('All 300 0.000000000000045150')
    expect(text).toContain('Paid 0.000000000000045150 100.00 % 300')
    expect(text).toContain('Every account is paid; all')
    const { distributor } = JSON.parse(
      readFileSync(join(directory, 'out', 'deployment.json'), 'utf8'),
    ) as { distributor: string }
    expect(text).toContain(distributor)

    const before = readFileSync(out)
    await run('report', '--out', out)
    expect(readFileSync(out)).toEqual(before)
  })

  it('needs no journal: anyone writes the same page', async () => {
    const { directory } = newCampaign()
    const run = steps(directory)
    expect((await run('run')).exitCode).toBe(0)
    await run('report')
    const elsewhere = temporaryFolder()
    const args = ['-c', directory, '--rpc-url', chain.rpcUrl, '--out', join(elsewhere, 'r.html')]
    const stranger = await capstan(['migrate', 'report', ...args, '--json'], { home: elsewhere })
    expect(stranger.json).toMatchObject({ digest: sha256(join(directory, 'out', 'report.html')) })
  })

  it('that is not clean is written, and exits 7', async () => {
    const { directory } = newCampaign()
    const run = steps(directory)
    for (const step of ['snapshot', 'build', 'publish']) await run(step)
    const { distributor } = JSON.parse(
      readFileSync(join(directory, 'out', 'deployment.json'), 'utf8'),
    ) as { distributor: string }
    const file = join(directory, 'out', 'report.html')

    await chain.request('anvil_setBalance', [distributor, '0x5'])
    expect(await run('report')).toMatchObject({ exitCode: 7, json: { file, ok: false } })
    expect(textOf(file)).toMatch(/The audit finds 2 differences\..* funding &#10007; FAILS/)

    await chain.request('anvil_setCode', [distributor, '0x6000'])
    expect((await run('report')).json).toMatchObject({ error: { code: 'DISTRIBUTOR_FOREIGN' } })
  })

  it('by payout book lists the transfers with their hashes', async () => {
    const { directory } = newCampaign({ mode: 'transfers' })
    const run = steps(directory)
    const done = await run('run', '--payout-key', 'dev9')
    expect(done.exitCode, done.stdout).toBe(0)
    const { distribute } = done.json as { distribute: { transactionHashes: string[] } }
    expect((await run('report')).json).toMatchObject({ ok: true })
    const text = textOf(join(directory, 'out', 'report.html'))
    expect(text).toContain('300 transactions that paid')
    for (const hash of distribute.transactionHashes) expect(text).toContain(hash)
    expect(text).toContain('Nonces 0 to 299')
    expect(text).toContain('out/payout-book.ndjson')
  })

  it('exits 5 where the chain cannot be reached', async () => {
    const { directory } = newCampaign()
    const run = steps(directory)
    for (const step of ['snapshot', 'build', 'publish']) await run(step)
    expect((await steps(directory, NO_NETWORK)('report')).exitCode).toBe(5)
  })
})
