import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytomOperator } from '../../support/bytom-operator.ts'
import { finished, startCapstan } from '../../support/capstan.ts'
import { capturedHolders } from '../../support/captured-holders.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-late-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

let count = 0
const newAccount = () => Wallet.createRandom().address
const balanceOf = async (account: string) =>
  BigInt(await chain.request<string>('eth_getBalance', [account, 'latest']))

/** A campaign that is published for bob, and for which carol has bound since. */
async function lateCampaign() {
  const { bob, carol } = capturedHolders()
  const operator = await bytomOperator(join(root, String(count++)), chain, { mode: 'claim' })
  await operator.run('snapshot')
  operator.bind(bob, newAccount())
  await operator.run('build')
  expect((await operator.run('publish')).exitCode).toBe(0)
  operator.bind(carol, newAccount())
  return operator
}

/** Every file below a folder but the locks, by its name. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => /\.(?:yaml|csv|json|ndjson)$/.test(name))
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

describe.skipIf(sharedFixturesMissing)('a supplement', () => {
  it('is the same wherever it was killed', async () => {
    const { home, directory, run } = await lateCampaign()
    const untouched = join(root, 'untouched')
    cpSync(directory, untouched, { recursive: true })
    expect((await run('build', '--supplement')).exitCode).toBe(0)
    const whole = filesOf(join(directory, 'supplement-1'))
    expect(Object.keys(whole)).toContain('out/tree.json')

    for (const mark of ['migration.yaml', 'snapshot.csv', 'snapshot.json', 'allocation.csv']) {
      const copy = join(root, `killed-at-${mark}`)
      cpSync(untouched, copy, { recursive: true })
      const child = startCapstan(['migrate', 'build', '--supplement', '-c', copy], { home })
      const watcher = watch(copy, { recursive: true }, (_, name) => {
        if (name?.endsWith(mark)) child.kill('SIGKILL')
      })
      await finished(child)
      watcher.close()
      const args = ['migrate', 'build', '--supplement', '-c', copy, '--json']
      const again = await finished(startCapstan(args, { home }))
      expect(again.exitCode, again.stdout).toBe(0)
      expect(filesOf(join(copy, 'supplement-1')), mark).toEqual(whole)
      expect(existsSync(join(copy, 'supplement-2'))).toBe(false)
    }
  })

  it('is one, whoever builds it at the same time', async () => {
    const { directory, run } = await lateCampaign()
    const both = await Promise.all([run('build', '--supplement'), run('build', '--supplement')])
    expect(both.map(({ exitCode }) => exitCode)).toContain(0)
    for (const { exitCode, json } of both) {
      if (exitCode !== 0) expect(json).toMatchObject({ error: { code: 'CAMPAIGN_BUSY' } })
    }
    expect(readdirSync(directory).filter((name) => name.startsWith('supplement-'))).toEqual([
      'supplement-1',
    ])
  })

  it('has one place: a copy beside it would pay its holders again', async () => {
    const { directory, run, inSupplement } = await lateCampaign()
    await run('build', '--supplement')
    cpSync(join(directory, 'supplement-1'), join(directory, 'supplement-7'), { recursive: true })
    const refused = await inSupplement(7, 'build')
    expect([refused.exitCode, refused.json]).toMatchObject([
      3,
      { error: { code: 'SUPPLEMENT_MISPLACED' } },
    ])
  })

  it('has nobody who was put among the unbound afterwards', async () => {
    const { bob } = capturedHolders()
    const { directory, run } = await lateCampaign()
    const [unbound, snapshot, tree] = ['unbound.csv', 'snapshot.csv', 'tree.json'].map((name) =>
      join(directory, 'out', name),
    ) as [string, string, string]
    const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
    const before = readFileSync(unbound, 'utf8')
    const [header, ...rows] = before.trimEnd().split('\n')
    const paid = readFileSync(snapshot, 'utf8').split('\n')
    const own = paid.filter((row) => row.startsWith(bob.address))
    const after = `${[header, ...[...rows, ...own].sort()].join('\n')}\n`
    writeFileSync(unbound, after)
    const altered = readFileSync(tree, 'utf8').replace(digestOf(before), digestOf(after))
    writeFileSync(tree, altered)
    const built = await run('build', '--supplement')
    expect([built.exitCode, built.json]).toMatchObject([
      7,
      { error: { code: 'BUILD_NOT_RECOMPUTED' } },
    ])
  })

  it('follows another, and never has whoever was in an earlier one', async () => {
    const { bob, carol, treasury } = capturedHolders()
    const { run, inSupplement, bind } = await lateCampaign()
    await run('build', '--supplement')
    expect((await inSupplement(1, 'publish')).exitCode).toBe(0)
    const last = newAccount()
    bind(treasury, last, { signers: [1, 2] })
    bind(bob, last, { sequence: 2 })
    bind(carol, last, { sequence: 2 })
    const second = await run('build', '--supplement')
    expect(second.json).toMatchObject({ leaves: 1, buckets: { allocated: '206253000000' } })
    expect((await inSupplement(2, 'publish')).exitCode).toBe(0)
    const claimed = await inSupplement(2, 'claim', '--address', treasury.address)
    expect(claimed.exitCode, claimed.stdout).toBe(0)
    expect(await balanceOf(last)).toBe(206253000000n * 10n ** 10n)
    const audited = await inSupplement(2, 'audit')
    expect([audited.exitCode, audited.json]).toMatchObject([
      0,
      {
        checks: expect.arrayContaining([
          { name: 'holders in two trees', ok: true, detail: '0' },
          expect.objectContaining({ name: 'unbound by btm-supplement-1', ok: true }),
          expect.objectContaining({ name: 'published by btm', ok: true }),
        ]),
      },
    ])
  })
})

describe.skipIf(sharedFixturesMissing)('a distributor that is on its way to the chain', () => {
  it('keeps its allocation, whoever binds meanwhile', async () => {
    const { bob, carol } = capturedHolders()
    const own = await spawnChain()
    try {
      const { run, bind } = await bytomOperator(join(root, String(count++)), own)
      await run('snapshot')
      bind(bob, newAccount())
      await run('build')
      await own.request('evm_setAutomine', [false])
      const sent = await run('publish', '--timeout', '1')
      expect([sent.exitCode, sent.stdout]).toMatchObject([9, expect.any(String)])
      bind(carol, newAccount())
      const built = await run('build')
      expect([built.exitCode, built.json]).toMatchObject([
        3,
        { error: { code: 'ALLOCATION_PUBLISHED' } },
      ])
      const early = await run('build', '--supplement')
      expect(early.json).toMatchObject({ error: { code: 'SUPPLEMENT_TOO_EARLY', exitCode: 3 } })
      await own.request('evm_setAutomine', [true])
      await own.request('evm_mine', [])
      const ran = await run('run')
      expect([ran.exitCode, ran.json], ran.stdout).toMatchObject([
        0,
        { build: { leaves: 1 }, distribute: { paid: 1 }, audit: { ok: true } },
      ])
      expect((await run('build', '--supplement')).json).toMatchObject({ leaves: 1 })
    } finally {
      own.stop()
    }
  })
})
