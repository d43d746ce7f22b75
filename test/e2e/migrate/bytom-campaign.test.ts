import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BytomCampaignOptions, bytomOperator } from '../../support/bytom-operator.ts'
import { capturedBalances } from '../../support/bytom-snapshot.ts'
import { sharedVectors } from '../../support/bytom-vectors.ts'
import { capturedHolders } from '../../support/captured-holders.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'
import { addKey } from '../../support/vaults.ts'

/** 8 decimals to 18. */
const SCALE = 10n ** 10n
/** Spends 41.98 BTM of alice's change address and retires 1.75: fixtures/bytom, block 109. */
const RETIRING = '0af5241540c21fab1d51d004fae5bac2a555cd164b351d8eb42a1402767fc1ec'
const RETIRED_FROM = 'sm1qdqmyyh3jnan0a5t50ujxxsj7m4u4t6dnsryyxk'

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-btm-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

let count = 0
const newOperator = (options?: BytomCampaignOptions) =>
  bytomOperator(join(root, String(count++)), chain, options)

/** An account nobody else pays. */
const newAccount = () => Wallet.createRandom().address
const balanceOf = async (account: string) =>
  BigInt(await chain.request<string>('eth_getBalance', [account, 'latest']))

/** By the database of the captured node, not by a replay. */
const heldBy = (address: string) =>
  BigInt(capturedBalances().expected_by_address[address] as string)
const sum = (units: readonly (string | bigint)[]) =>
  units.reduce<bigint>((total, one) => total + BigInt(one), 0n)

interface Built {
  readonly root: string
  readonly leaves: number
  readonly totalBaseUnits: string
  readonly buckets: Readonly<Record<string, string>>
  readonly supplement?: string
}

describe.skipIf(sharedFixturesMissing)('a campaign of Bytom', () => {
  it('pays those who are bound, and in supplements those who come late, each once', async () => {
    const { alice, aliceSecond, bob, carol, treasury } = capturedHolders()
    const [one, two, three, four] = [newAccount(), newAccount(), newAccount(), newAccount()]
    const { directory, run, say, bind, inSupplement } = await newOperator()
    expect((await run('snapshot')).json).toMatchObject({
      supplyBaseUnits: capturedBalances().expected_total,
    })

    const nobody = await run('build')
    expect([nobody.exitCode, nobody.json]).toMatchObject([
      3,
      { error: { code: 'HOLDERS_UNBOUND' } },
    ])
    bind(alice, one)
    bind(aliceSecond, one)
    bind(bob, two)
    bind(treasury, three, { signers: [0, 2] })
    const early = await run('build', '--supplement')
    expect([early.exitCode, early.json]).toMatchObject([
      3,
      { error: { code: 'SUPPLEMENT_TOO_EARLY' } },
    ])

    const build = await run('build')
    expect(build.exitCode, build.stdout).toBe(0)
    const built = build.json as Built
    const paid = sum([alice, aliceSecond, bob, treasury].map(({ address }) => heldBy(address)))
    const nonstandard = sum(capturedBalances().expected_nonstandard.map(({ amount }) => amount))
    expect(built).toMatchObject({
      leaves: 3,
      totalBaseUnits: String(paid * SCALE),
      buckets: { allocated: String(paid), unattributable: String(nonstandard), dust: '0' },
    })
    expect(String(sum(Object.values(built.buckets)))).toBe(capturedBalances().expected_total)

    expect((await run('publish')).exitCode).toBe(0)
    expect((await run('distribute')).json).toMatchObject({ paid: 3, failed: [] })
    expect(await balanceOf(one)).toBe((heldBy(alice.address) + heldBy(aliceSecond.address)) * SCALE)
    // Not with what lies under the look-alike, for which nodes print the same address.
    expect(await balanceOf(two)).toBe(heldBy(bob.address) * SCALE)
    expect(await balanceOf(three)).toBe(heldBy(treasury.address) * SCALE)
    const audited = await run('audit', '--full')
    expect([audited.exitCode, audited.json]).toMatchObject([0, { ok: true, unpaidBaseUnits: '0' }])

    expect((await run('proof', treasury.address.toUpperCase())).json).toMatchObject({
      account: three,
      amountBaseUnits: String(heldBy(treasury.address) * SCALE),
      root: built.root,
    })
    const unbound = await run('proof', carol.address)
    expect([unbound.exitCode, unbound.json]).toMatchObject([
      4,
      { error: { code: 'HOLDER_UNBOUND' } },
    ])

    const none = await run('build', '--supplement')
    expect([none.exitCode, none.json]).toMatchObject([3, { error: { code: 'NOBODY_BOUND_LATE' } }])
    bind(carol, four)
    // Whoever is paid may bind again: he is paid already.
    bind(alice, newAccount(), { sequence: 2 })
    const changed = await run('build')
    expect([changed.exitCode, changed.json]).toMatchObject([
      3,
      {
        error: {
          code: 'ALLOCATION_PUBLISHED',
          suggestions: [`capstan migrate build -c ${directory} --supplement`],
        },
      },
    ])

    const said = await say('build', '--supplement')
    expect([said.exitCode, said.stdout], said.stderr).toMatchObject([
      0,
      expect.stringContaining('1 account is allocated 2,508 BTM'),
    ])
    const late = (await run('build', '--supplement')).json as Built
    expect(late).toMatchObject({
      leaves: 1,
      totalBaseUnits: String(heldBy(carol.address) * SCALE),
      supplement: join(directory, 'supplement-1'),
    })
    expect(String(sum(Object.values(late.buckets)))).toBe(built.buckets.unbound)
    for (const step of ['publish', 'distribute', 'audit', 'report']) {
      const done = await inSupplement(1, step)
      expect(done.exitCode, done.stdout).toBe(0)
    }
    expect(await balanceOf(four)).toBe(heldBy(carol.address) * SCALE)
    expect(await balanceOf(one)).toBe((heldBy(alice.address) + heldBy(aliceSecond.address)) * SCALE)
    const both = await Promise.all([run('audit'), run('run'), inSupplement(1, 'run')])
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    const again = await run('build', '--supplement')
    expect([again.exitCode, again.json]).toMatchObject([
      3,
      { error: { code: 'NOBODY_BOUND_LATE' } },
    ])
  })

  it('is run in one go, once a holder has bound with a key of the keystore', async () => {
    const { bob, carol } = capturedHolders()
    const account = newAccount()
    const { home, run, bind } = await newOperator({ mode: 'push-then-claim' })
    const nobody = await run('run')
    expect([nobody.exitCode, nobody.json]).toMatchObject([
      3,
      { error: { code: 'HOLDERS_UNBOUND', message: expect.stringContaining('bound') } },
    ])
    const { mnemonic } = sharedVectors().wallet_keys_of_the_solonet.bob as { mnemonic: string }
    await addKey(home, 'bob', { type: 'bytom', secret: mnemonic })
    const bound = await run('bind', '--source', bob.address, '--to', account, '--key', 'bob')
    expect(bound.exitCode, bound.stdout).toBe(0)
    const ran = await run('run')
    expect(ran.exitCode, ran.stdout).toBe(0)
    expect(ran.json).toMatchObject({ audit: { ok: true }, distribute: { paid: 1 } })
    expect(await balanceOf(account)).toBe(heldBy(bob.address) * SCALE)
    // Who binds now waits for a supplement; a run that goes on is not stopped by it.
    bind(carol, newAccount())
    expect((await run('run')).json).toMatchObject({ publish: { alreadyDone: true } })
  })

  it('is paid by claims of holders, by the address they had', async () => {
    const { bob } = capturedHolders()
    const account = newAccount()
    const { run, bind } = await newOperator({ mode: 'claim' })
    await run('snapshot')
    bind(bob, account)
    await run('build')
    await run('publish')
    const claimed = await run('claim', '--address', bob.address)
    expect([claimed.exitCode, claimed.json]).toMatchObject([
      0,
      { amountBaseUnits: String(heldBy(bob.address) * SCALE) },
    ])
    expect(await balanceOf(account)).toBe(heldBy(bob.address) * SCALE)
  })

  it.each([
    [
      'a changed binding',
      'bindings-built.ndjson',
      /"sequence":1/,
      '"sequence":3',
      'BINDINGS_INVALID',
    ],
    [
      'a holder more in a leaf',
      'snapshot.csv',
      ',124250000000,',
      ',124250000001,',
      'SNAPSHOT_DIGEST_MISMATCH',
    ],
  ])('fails its audit with %s', async (_, file, from, to, code) => {
    const { bob } = capturedHolders()
    const { directory, run, bind } = await newOperator({ mode: 'claim' })
    await run('snapshot')
    bind(bob, newAccount())
    await run('build')
    await run('publish')
    expect((await run('audit')).exitCode).toBe(0)
    const path = join(directory, 'out', file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    const audited = await run('audit')
    expect([audited.exitCode, audited.json]).toMatchObject([7, { error: { code } }])
  })
})

const exclusion = (more: string, address = RETIRED_FROM) =>
  `  exclude: [ { address: ${address}, reason: "team, burned", ${more} } ]\n`

describe.skipIf(sharedFixturesMissing)('evidence of what a team has burned', () => {
  it('holds to the unit, and is collected by another snapshot when rules come to name it', async () => {
    const { bob } = capturedHolders()
    const { directory, run, bind } = await newOperator()
    await run('snapshot')
    bind(bob, newAccount())
    const yaml = join(directory, 'migration.yaml')
    const plain = readFileSync(yaml, 'utf8')
    const named = exclusion(`retired: ["${RETIRING}"], retiredBaseUnits: "175000000"`)
    writeFileSync(yaml, plain.replace('target:', `${named}target:`))
    const lacking = await run('build')
    expect([lacking.exitCode, lacking.json]).toMatchObject([
      3,
      {
        error: {
          code: 'EVIDENCE_MISSING',
          suggestions: [`capstan migrate snapshot -c ${directory}`],
        },
      },
    ])
    const csv = readFileSync(join(directory, 'out/snapshot.csv'))
    expect((await run('snapshot')).json).toMatchObject({
      alreadyDone: false,
      bytom: { evidence: [{ transaction: RETIRING, height: 109, retiredBaseUnits: '175000000' }] },
    })
    expect(readFileSync(join(directory, 'out/snapshot.csv')).equals(csv)).toBe(true)
    expect((await run('snapshot')).json).toMatchObject({ alreadyDone: true })
    const built = await run('build')
    expect([built.exitCode, built.json]).toMatchObject([0, { leaves: 1, warnings: [] }])
    const list = await run('genesis', '--format', 'bytom2', '--out', join(directory, 'btm2.ndjson'))
    expect(list.exitCode, list.stdout).toBe(0)
    expect(list.stdout).not.toContain('exclude[0]')
  })

  const other = 'ca707ab22cab4b0bd8664c1a4123779a11f296ccaa3828fe6e13201e6303d64d'
  it.each([
    [
      'more than was retired',
      exclusion(`retired: ["${RETIRING}"], retiredBaseUnits: "175000001"`),
      'EVIDENCE_SHORT',
      RETIRING,
    ],
    [
      'a transaction that is nowhere',
      exclusion(`retired: ["${'ab'.repeat(32)}"]`),
      'EVIDENCE_WRONG',
      'ab'.repeat(32),
    ],
    [
      'what retires another asset',
      exclusion(`retired: ["${other}"]`, 'sm1qvrlc2lsuh62zsm4re88zy785963ldpjq5vzzq9'),
      'EVIDENCE_WRONG',
      other,
    ],
    [
      'what somebody else retired',
      exclusion(`retired: ["${RETIRING}"]`, 'sm1qr2ydxyw4mfx0zrsm6t6fs9yyvvmcqccqcs3nys'),
      'EVIDENCE_WRONG',
      RETIRING,
    ],
  ])('fails the build when it is %s', async (_, rules, code, transaction) => {
    const { carol } = capturedHolders()
    const { run, bind } = await newOperator({ rules })
    await run('snapshot')
    bind(carol, newAccount())
    const built = await run('build')
    expect([built.exitCode, built.json]).toMatchObject([
      7,
      { error: { code, message: expect.stringContaining(transaction) } },
    ])
  })
})

describe.skipIf(sharedFixturesMissing)('rules of a campaign of Bytom', () => {
  it('pay a redirected holder without his signature, unless he has signed otherwise', async () => {
    const { bob, carol } = capturedHolders()
    const account = newAccount()
    const rules = `  redirect: [ { from: ${carol.address}, to: "${account}", reason: exchange } ]\n  exclude: [ { address: ${bob.program}, reason: team } ]\n`
    const { run, bind } = await newOperator({ rules })
    await run('snapshot')
    const built = await run('build')
    expect([built.exitCode, built.json]).toMatchObject([
      0,
      {
        leaves: 1,
        totalBaseUnits: String(heldBy(carol.address) * SCALE),
        buckets: { excluded: String(heldBy(bob.address)) },
      },
    ])
    bind(carol, account)
    expect((await run('build')).exitCode).toBe(0)
    bind(carol, newAccount(), { sequence: 2 })
    expect((await run('build')).json).toMatchObject({
      error: { code: 'REDIRECT_AGAINST_BINDING', exitCode: 3 },
    })
  })

  it.each([
    ['an address of another network', 'address: bm1q3jwsv0lhfmndnlag3kp6avpcq6pkd3xy8e5r88'],
    ['an account', 'address: "0x1111111111111111111111111111111111111111"'],
    ['an address with a wrong letter', 'address: sm1q3jwsv0lhfmndnlag3kp6avpcq6pkd3xyxg7z8g'],
    [
      'a holder twice',
      'address: sm1q3jwsv0lhfmndnlag3kp6avpcq6pkd3xyxg7z8f, reason: x }, { address: 00148c9d063ff74ee6d9ffa88d83aeb038068366c4c4',
    ],
    ['a program of a look-alike', 'address: 51141a88d311d5da4cf10e1bd2f49814846337806300'],
  ])('may not name %s', async (_, named) => {
    const { run } = await newOperator({ rules: `  exclude: [ { ${named}, reason: x } ]\n` })
    const refused = await run('build')
    expect([refused.exitCode, refused.json]).toMatchObject([
      2,
      { error: { code: 'CAMPAIGN_INVALID' } },
    ])
  })

  it('end late binding where what is unbound is remainder', async () => {
    const { bob, carol } = capturedHolders()
    const { run, bind } = await newOperator({ rules: '  unbound: remainder\n', mode: 'claim' })
    await run('snapshot')
    bind(bob, newAccount())
    await run('build')
    await run('publish')
    bind(carol, newAccount())
    expect((await run('build', '--supplement')).json).toMatchObject({
      error: { code: 'UNBOUND_IS_REMAINDER', exitCode: 3 },
    })
  })
})
