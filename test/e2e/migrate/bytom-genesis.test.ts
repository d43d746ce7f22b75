import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { BTM, BytomChain, type Coin, program } from '../../support/bytom-chain.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'
import { sharedFixture, sharedFixturesMissing } from '../../support/shared-fixtures.ts'

const SCRIPT = `0020${'c0'.repeat(32)}`
const LOOK_ALIKE = `5114${'00'.repeat(19)}01`
const HEAVY = 'ab'.repeat(32)
const MOST = 2n ** 63n - 1n

/** A mined reward is split over a key, a script, a look-alike, anybody, and one unit of dust. */
function blocks(): string {
  const chain = new BytomChain()
  const reward = chain.mine([], { to: program(1) }).coinbase
  const pays = (coin: Coin, ...to: [string, bigint][]) => ({
    spends: [coin],
    pays: to.map(([paid, amount]) => ({ assetId: BTM, program: paid, amount })),
  })
  chain.mine([
    pays(reward, [SCRIPT, 1_000n], [LOOK_ALIKE, 300n], ['51', 50n], [program(2), 1n]),
    { issues: [{ assetId: HEAVY, amount: MOST }], pays: [heavy(program(1), MOST)] },
    { issues: [{ assetId: HEAVY, amount: MOST }], pays: [heavy(program(2), MOST)] },
  ])
  return `${chain.blocks.join('\n')}\n`
}

function heavy(to: string, amount: bigint) {
  return { assetId: HEAVY, program: to, amount }
}

let home: string
beforeEach(() => {
  home = temporaryFolder()
})

const list = () => join(home, 'btm2.ndjson')
const addresses = () => join(home, 'btm2.addresses.csv')

async function snapshot(rules: string, source = 'height: 2'): Promise<string> {
  await writeFile(join(home, 'blocks.ndjson'), blocks())
  const directory = writeCampaign(
    join(home, 'btm'),
    `format: capstan/campaign@1
name: btm
source: { kind: bytom, bytomNetwork: solonet, blocks: "${home}/blocks.ndjson", ${source} }
rules: ${rules}
target: { network: devnet, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
  )
  const taken = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
  expect(taken.exitCode, taken.stdout).toBe(0)
  return directory
}

function genesis(directory: string, ...more: string[]) {
  const args = ['migrate', 'genesis', '-c', directory, '--format', 'bytom2', '--out', list()]
  return capstan([...args, ...more], { home })
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

describe('migrate genesis --format bytom2', () => {
  it('keeps every program what it has, to the unit, and tells its new address', async () => {
    const directory = await snapshot('{ decimals: { from: 8, to: 18 } }')
    const { json, exitCode, stdout } = await genesis(directory, '--json')
    expect(exitCode, stdout).toBe(0)
    const supply = 140_700_041_250_000_000n + 2n * 41_250_000_000n
    const reward = 41_250_000_000n + 41_250_000_000n - 1_351n
    expect(json).toMatchObject({
      file: list(),
      format: 'bytom2',
      accounts: 5,
      totalBaseUnits: String(supply),
      digest: sha256(list()),
      addressesFile: addresses(),
      addressesDigest: sha256(addresses()),
      buckets: { holders: String(supply - 350n), unattributable: '350', excluded: '0', dust: '0' },
      supplyBaseUnits: String(supply),
      warnings: [expect.stringContaining('2 programs without an owner')],
    })
    const genesisAndReward = 140_700_041_250_000_000n + reward
    expect(lines(list())).toEqual(
      (
        [
          [program(0), genesisAndReward],
          [program(2), 1n],
          [SCRIPT, 1_000n],
          ['51', 50n],
          [LOOK_ALIKE, 300n],
        ] as const
      ).map(
        ([to, units]) => `{"AddressScript":"${to}","Asset":"${BTM}","Balance":${units.toString()}}`,
      ),
    )
    const [header, ...rows] = lines(addresses())
    expect(header).toBe('address,newAddress,balanceBaseUnits')
    expect(rows.map((row) => row.replaceAll(/1q[^,]+/g, ''))).toEqual([
      `sm,sn,${genesisAndReward}`,
      'sm,sn,1',
      'sm,sn,1000',
    ])
    // BIP-173 changes the checksum with the prefix, and nothing else.
    for (const row of rows) {
      const [old = '', young = ''] = row.split(',')
      expect(young.slice(2, -6)).toBe(old.slice(2, -6))
    }
    const before = sha256(list())
    const shown = await genesis(directory)
    expect(shown.exitCode).toBe(0)
    expect(shown.stdout).toContain(
      'Wrote a bytom2 genesis list of 5 accounts with 1,407,001,237.5 ',
    )
    expect(shown.stdout).toContain(addresses())
    expect(shown.stderr).toContain('perhaps anyone can spend it')
    expect(sha256(list())).toBe(before)
  })

  it('leaves dust out, by the minimum of the campaign’s new unit', async () => {
    const minimum = 1_000n * 10n ** 10n
    const directory = await snapshot(
      `{ decimals: { from: 8, to: 18 }, minimumBaseUnits: ${minimum} }`,
    )
    const { json } = await genesis(directory, '--json')
    expect(json).toMatchObject({ accounts: 2, buckets: { dust: '351', unattributable: '0' } })
    expect(lines(list()).join()).toContain('"Balance":1000}')
  })

  it('refuses a sum that 63 bits cannot count', async () => {
    const directory = await snapshot('{}', `height: 2, asset: ${HEAVY}`)
    const { json, exitCode } = await genesis(directory, '--json')
    expect(json).toMatchObject({ error: { code: 'GENESIS_AMOUNT_TOO_LARGE' } })
    expect(exitCode).toBe(3)
    expect(await readdir(home)).not.toContain('btm2.ndjson')
  })

  /** What the snapshot says of one program. */
  const holder = (directory: string, held: string) =>
    lines(join(directory, 'out/snapshot.csv'))
      .find((line) => line.endsWith(held))
      ?.split(',')[0] as string
  const ruleLater = (directory: string, rule: string) => {
    const file = join(directory, 'migration.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('rules: {}', `rules: ${rule}`))
  }

  it('leaves out whom the rules exclude, by address or program', async () => {
    const directory = await snapshot('{}')
    const excluded = [holder(directory, SCRIPT), program(2), program(9)]
    const rules = excluded.map((address) => `{ address: "${address}", reason: burned }`)
    ruleLater(directory, `{ exclude: [${rules}] }`)
    const { json, exitCode, stdout } = await genesis(directory, '--json')
    expect(exitCode, stdout).toBe(0)
    expect(json).toMatchObject({
      accounts: 3,
      buckets: { excluded: '1001', unattributable: '350' },
      warnings: expect.arrayContaining([expect.stringContaining('rules.exclude[2]')]),
    })
    expect(readFileSync(list(), 'utf8')).not.toContain(SCRIPT)
  })

  it('refuses an exclusion whose evidence the blocks do not have', async () => {
    const directory = await snapshot('{}')
    const rule = `{ address: ${holder(directory, SCRIPT)}, reason: r, retired: ["${'ab'.repeat(32)}"] }`
    ruleLater(directory, `{ exclude: [${rule}] }`)
    const { json, exitCode } = await genesis(directory, '--json')
    expect(json).toMatchObject({ error: { code: expect.stringMatching(/^EVIDENCE_/) } })
    expect(exitCode).toBe(3)
  })

  it('refuses redirects, which name accounts of another ledger', async () => {
    const directory = await snapshot('{}')
    const to = `0x${'1'.repeat(40)}`
    const rule = `{ from: ${holder(directory, SCRIPT)}, to: "${to}", reason: r }`
    ruleLater(directory, `{ redirect: [${rule}] }`)
    const { json, exitCode } = await genesis(directory, '--json')
    expect(json).toMatchObject({ error: { code: 'GENESIS_REDIRECTED' } })
    expect(exitCode).toBe(3)
  })

  it('writes nothing from a snapshot whose files do not fit each other', async () => {
    const directory = await snapshot('{}')
    const file = join(directory, 'out/snapshot.json')
    const facts = JSON.parse(readFileSync(file, 'utf8'))
    facts.bytom.unattributable[0].baseUnits = '51'
    writeFileSync(file, JSON.stringify(facts))
    const { json, exitCode } = await genesis(directory, '--json')
    expect(json).toMatchObject({ error: { code: 'GENESIS_SUM_WRONG' } })
    expect(exitCode).toBe(7)
    expect(await readdir(home)).not.toContain('btm2.ndjson')
  })

  it('refuses holders that have no programs', async () => {
    const directory = writeCampaign(
      join(home, 'cmt'),
      `format: capstan/campaign@1
name: cmt
source: { kind: file, path: balances.csv, decimals: 2, symbol: UNIT }
target: { network: devnet, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
    )
    const missing = await genesis(directory, '--json')
    expect(missing.json).toMatchObject({ error: { code: 'SNAPSHOT_MISSING', exitCode: 4 } })
    writeFileSync(join(directory, 'balances.csv'), `address,balance\n0x${'1'.repeat(40)},10\n`)
    await capstan(['migrate', 'snapshot', '-c', directory], { home })
    const { json, exitCode } = await genesis(directory, '--json')
    expect(json).toMatchObject({ error: { code: 'GENESIS_OF_OTHER_KIND' } })
    expect(exitCode).toBe(3)
  })
})

describe.skipIf(sharedFixturesMissing)('the genesis list of the captured solonet', () => {
  it('is what the node’s own database held, by program', async () => {
    const folder = ['bytom', 'extra-duplicate-input'] as const
    const captured = [
      readFileSync(sharedFixture('bytom', 'blocks.ndjson'), 'utf8').trimEnd(),
      readFileSync(sharedFixture(...folder, 'blocks-129-130.ndjson'), 'utf8').trimEnd(),
    ]
    const directory = writeCampaign(
      join(home, 'btm'),
      `format: capstan/campaign@1
name: btm
source: { kind: bytom, bytomNetwork: solonet, blocks: "${home}/captured.ndjson", height: 130 }
target: { network: devnet, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
    )
    await writeFile(join(home, 'captured.ndjson'), `${captured.join('\n')}\n`)
    await capstan(['migrate', 'snapshot', '-c', directory], { home })
    const { exitCode, stdout } = await genesis(directory, '--json')
    expect(exitCode, stdout).toBe(0)
    const { expected_by_program: expected } = JSON.parse(
      readFileSync(sharedFixture(...folder, 'balances.json'), 'utf8'),
    )
    const kept = lines(list()).map((line) => /^\{"AddressScript":"(\w+)".*:(\d+)\}$/.exec(line))
    expect(Object.fromEntries(kept.map((match) => [match?.[1], match?.[2]]))).toEqual(expected)
  })
})

describe('a file that the operator names', () => {
  it.each([
    ['the holders', 'out/snapshot.csv'],
    ['the signed bindings', 'out/bindings.ndjson'],
    ['the campaign', 'migration.yaml'],
  ])('never takes the place of %s', async (_, own) => {
    const directory = await snapshot('{ decimals: { from: 8, to: 18 } }')
    await writeFile(join(directory, 'out', 'bindings.ndjson'), 'of the holders\n')
    const before = readFileSync(join(directory, own))
    for (const args of [
      ['genesis', '--format', 'bytom2', '--out', join(directory, own)],
      ['snapshot', '--export-blocks', join(directory, own)],
      ['proof', '--all', '--out', join(directory, own)],
    ]) {
      const result = await capstan(['migrate', ...args, '-c', directory, '--json'], { home })
      expect(result.json, args.join(' ')).toMatchObject({
        error: { code: 'OUT_OF_CAMPAIGN', exitCode: 2 },
      })
    }
    expect(readFileSync(join(directory, own))).toEqual(before)
  })
})
