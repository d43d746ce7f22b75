import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_CAMPAIGN, fileCampaign, writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

const account = (digit: string) => `0x${digit.repeat(40)}`
const HOLDERS = [
  [account('2'), 5n],
  [account('1'), 1_000n],
  [account('3'), 20n],
] as const
const RULES = `rules: { exclude: [ { address: "${account('3')}", reason: "treasury, burned" } ] }\n`

/** A campaign and a way to run its steps. */
function campaign(rules = RULES) {
  const home = temporaryFolder()
  const directory = fileCampaign(join(home, 'c'), { holders: HOLDERS, rules })
  const step = (...args: string[]) =>
    capstan(['migrate', ...args, '-c', directory, '--json'], { home })
  const text = (...args: string[]) => capstan(['migrate', ...args, '-c', directory], { home })
  return { home, directory, step, text, out: (name: string) => join(directory, 'out', name) }
}

describe('from balances to proofs, by hand', () => {
  it('each step prints what was promised', async () => {
    const { step, text, out, home } = campaign()

    const snapshot = await step('snapshot')
    expect(snapshot.exitCode, snapshot.stdout).toBe(0)
    expect(snapshot.json).toMatchObject({
      kind: 'file',
      blockHeight: null,
      holders: 3,
      totalBaseUnits: '1025',
      supplyBaseUnits: '1025',
      categories: { holders: { holders: 3, baseUnits: '1025' } },
      digest: sha256(out('snapshot.csv')),
      files: [out('snapshot.csv'), out('snapshot.json')],
      warnings: [],
    })

    const build = await step('build')
    expect(build.exitCode, build.stdout).toBe(0)
    expect(build.json).toMatchObject({
      leaves: 2,
      totalBaseUnits: '1005',
      buckets: { allocated: '1005', dust: '0', excluded: '20', rounding: '0', unbound: '0' },
      digest: sha256(out('allocation.csv')),
      files: [out('allocation.csv'), out('buckets.csv'), out('tree.json')],
      warnings: [],
    })
    const { root } = build.json as { root: string }

    const proof = await step('proof', account('1'))
    expect(proof.json).toMatchObject({
      index: 0,
      account: account('1'),
      amountBaseUnits: '1000',
      proof: [expect.stringMatching(/^0x[0-9a-f]{64}$/)],
      root,
    })

    const file = join(home, 'genesis.csv')
    const genesis = await step('genesis', '--format', 'cybermiles', '--out', file)
    expect(genesis.json).toMatchObject({
      file,
      accounts: 2,
      totalBaseUnits: '1005',
      digest: sha256(file),
    })
    expect(readFileSync(file, 'utf8')).toBe(`${'1'.repeat(40)},1000\n${'2'.repeat(40)},5\n`)

    const shown = await text('build')
    expect(shown.stdout).toContain('2 accounts are allocated 10.05 UNIT (1005 base units).')
  })

  it('a mistyped exclusion is pointed out', async () => {
    const { step } = campaign(
      `rules: { exclude: [ { address: "${account('9')}", reason: "nobody" } ] }\n`,
    )
    await step('snapshot')
    const { json, exitCode } = await step('build')
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      warnings: ['rules.exclude[0] names an address that holds nothing in the snapshot.'],
    })
  })

  it('a deadline that is past is pointed out', async () => {
    const { step, directory } = campaign()
    writeCampaign(
      directory,
      readFileSync(join(directory, 'migration.yaml'), 'utf8').replace('2099', '2019'),
    )
    await step('snapshot')
    const { json } = await step('build')
    expect(json).toMatchObject({ warnings: [expect.stringContaining('2019-01-01T00:00:00Z')] })
  })

  it.each<[title: string, args: string[], exitCode: number, code: string]>([
    ['build without a snapshot', ['build'], 4, 'SNAPSHOT_MISSING'],
    ['a proof without a tree', ['proof', account('1')], 4, 'TREE_MISSING'],
    ['a proof of nobody', ['proof'], 2, 'PROOF_OF_WHOM'],
    ['a proof of no address', ['proof', '0x12'], 2, 'ADDRESS_INVALID'],
  ])('%s is refused', async (_, args, exitCode, code) => {
    const { step } = campaign()
    const result = await step(...args)
    expect(result.exitCode).toBe(exitCode)
    expect(result.json).toMatchObject({ error: { code, exitCode } })
  })

  it('a snapshot that was changed stops the build, and nothing is written', async () => {
    const { step, out } = campaign()
    await step('snapshot')
    appendFileSync(out('snapshot.csv'), `${account('4')},1000000\n`)
    const result = await step('build')
    expect(result.exitCode).toBe(7)
    expect(result.json).toMatchObject({ error: { code: 'SNAPSHOT_DIGEST_MISMATCH' } })
    expect(existsSync(out('allocation.csv'))).toBe(false)
  })

  it('an excluded holder is told so', async () => {
    const { step } = campaign()
    await step('snapshot')
    await step('build')
    const result = await step('proof', account('3'))
    expect(result.exitCode).toBe(4)
    expect(result.json).toMatchObject({
      error: {
        code: 'ACCOUNT_NOT_ALLOCATED',
        details: { ruling: 'excluded by rules.exclude[0]' },
      },
    })
  })

  it('all proofs go to a file', async () => {
    const { step, home } = campaign()
    await step('snapshot')
    await step('build')
    const file = join(home, 'proofs.ndjson')
    const result = await step('proof', '--all', '--out', file)
    expect(result.json).toMatchObject({ file, proofs: 2, digest: sha256(file) })
  })

  it('a mistyped key names file, line and the nearest key', async () => {
    const home = temporaryFolder()
    writeCampaign(home, EXAMPLE_CAMPAIGN.replace('claimUntil', 'claimUntill'))
    const result = await capstan(['migrate', 'build'], { home })
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('migration.yaml:20:3: unknown key "claimUntill"')
    expect(result.stderr).toContain('did you mean "claimUntil"?')
  })
})

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
