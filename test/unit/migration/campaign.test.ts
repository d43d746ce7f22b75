import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { withCampaignLock } from '../../../src/migration/campaign/campaign-files.ts'
import { readCampaign } from '../../../src/migration/campaign/read-campaign.ts'
import type { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { EXAMPLE_CAMPAIGN, writeCampaign } from '../../support/campaigns.ts'
import { temporaryFolder } from '../../support/home.ts'

const ADDRESS = '0x1111111111111111111111111111111111111111'

function read(yaml: string | Uint8Array): Promise<Campaign> {
  return readCampaign(writeCampaign(temporaryFolder(), yaml))
}

async function refusal(yaml: string | Uint8Array): Promise<CapstanError> {
  return read(yaml).then(
    () => expect.fail('the campaign was accepted'),
    (error: CapstanError) => error,
  )
}

/** The example with one piece of its text replaced. */
function example(from: string, to: string): string {
  expect(EXAMPLE_CAMPAIGN).toContain(from)
  return EXAMPLE_CAMPAIGN.replace(from, to)
}

describe('a campaign file', () => {
  it('says where balances come from, what is done with them and where they go', async () => {
    const campaign = await read(EXAMPLE_CAMPAIGN)

    expect(campaign.name).toBe('cmt-mainnet')
    expect(campaign.source).toEqual({
      kind: 'erc20',
      network: 'ethereum',
      rpcUrls: [],
      token: '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F',
      block: 6486489,
      fromBlock: null,
      verify: 'all',
    })
    expect(campaign.rules).toEqual({
      decimals: { from: 18, to: 18 },
      minimumBaseUnits: 1n,
      exclude: [{ address: ADDRESS, reason: 'treasury, burned' }],
      redirect: [
        {
          from: '0x2222222222222222222222222222222222222222',
          to: '0x3333333333333333333333333333333333333333',
          reason: 'exchange hot wallet',
        },
      ],
      unbound: 'hold',
    })
    expect(campaign.target).toEqual({
      network: 'devnet',
      asset: 'native',
      mode: 'push',
      batchSize: 256,
      claimUntilSeconds: Date.parse('2027-06-30T00:00:00Z') / 1000,
      remainderTo: '0x4444444444444444444444444444444444444444',
      owner: '0x5555555555555555555555555555555555555555',
    })
  })

  it('is found by its folder or by its own name', async () => {
    const directory = writeCampaign(temporaryFolder(), EXAMPLE_CAMPAIGN)
    const byFolder = await readCampaign(directory)
    const byFile = await readCampaign(join(directory, 'migration.yaml'))
    expect(byFile).toEqual(byFolder)
    expect(byFolder.directory).toBe(directory)
  })

  it('needs neither rules nor batch size nor owner nor a place for the remainder', async () => {
    const { rules, target } = await read(`format: capstan/campaign@1
name: small
source: { kind: file, path: balances.csv, decimals: 8, symbol: BTM }
target: { network: devnet, asset: native, mode: claim, claimUntil: 2027-06-30 }
`)
    expect(rules).toEqual({
      decimals: null,
      minimumBaseUnits: 1n,
      exclude: [],
      redirect: [],
      unbound: 'hold',
    })
    expect(target).toMatchObject({ batchSize: 256, owner: null, remainderTo: null })
  })

  it('needs no deadline when it pays by plain transfers', async () => {
    const { target } = await read(`format: capstan/campaign@1
name: small
source: { kind: file, path: balances.csv, decimals: 8, symbol: BTM }
target: { network: devnet, asset: native, mode: transfers }
`)
    expect(target).toMatchObject({ mode: 'transfers', claimUntilSeconds: null, remainderTo: null })
  })

  it('keeps every digit of a number that is not quoted', async () => {
    const digits = '123456789012345678901234567890123456789'
    const { rules } = await read(example('minimumBaseUnits: "1"', `minimumBaseUnits: ${digits}`))
    expect(rules.minimumBaseUnits).toBe(BigInt(digits))
  })

  it('takes an address that is not quoted as an address, not as a number', async () => {
    const { target } = await read(
      example(
        '"0x4444444444444444444444444444444444444444"',
        '0x0000000000000000000000000000000000000042',
      ),
    )
    expect(target.remainderTo).toBe('0x0000000000000000000000000000000000000042')
  })

  it.each([
    ['2027-06-30T02:00:00+02:00'],
    ['2027-06-30 00:00:00Z'],
    ['2027-06-30T00:00Z'],
    ['"2027-06-30T00:00:00Z"'],
    ['2027-06-30'],
  ])('reads the deadline %s', async (moment) => {
    const { target } = await read(example('2027-06-30T00:00:00Z', moment))
    expect(target.claimUntilSeconds).toBe(Date.parse('2027-06-30T00:00:00Z') / 1000)
  })

  it('may start with a byte order mark and end its lines with CR LF', async () => {
    const plain = await read(EXAMPLE_CAMPAIGN)
    const windows = await read(`\ufeff${EXAMPLE_CAMPAIGN.replaceAll('\n', '\r\n')}`)
    expect(windows.digest).toBe(plain.digest)
  })

  it('may leave a list empty, as when its items are commented out', async () => {
    const { rules } = await read(
      EXAMPLE_CAMPAIGN.replace(/exclude:.*/, 'exclude:').replace(/redirect:.*/, 'redirect: []'),
    )
    expect(rules.exclude).toEqual([])
  })
})

describe("a campaign's digest", () => {
  it('does not change with comments, order or the case of addresses', async () => {
    const original = await read(EXAMPLE_CAMPAIGN)
    const rewritten = await read(
      EXAMPLE_CAMPAIGN.replace('# migration.yaml', '# another comment')
        .replace(
          '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F',
          '0xf85feea2fdd81d51177f6b8f35f0e6734ce45f5f',
        )
        .replace('  network: devnet\n  asset: native\n', '  asset: native\n  network: devnet\n'),
    )
    expect(rewritten.digest).toBe(original.digest)
  })

  it('changes with anything the campaign says', async () => {
    const digests = await Promise.all(
      [
        EXAMPLE_CAMPAIGN,
        example('6486489', '6486490'),
        example('treasury, burned', 'treasury'),
        example('batchSize: 256', 'batchSize: 128'),
        example('mode: push', 'mode: claim'),
        example('name: cmt-mainnet', 'name: cmt-testnet'),
      ].map(async (yaml) => (await read(yaml)).digest),
    )
    expect(new Set(digests).size).toBe(digests.length)
  })
})

describe('a wrong campaign is refused with line, column and name:', () => {
  it.each<[title: string, yaml: string, problem: string]>([
    [
      'an unknown key, with the nearest one',
      example('token:', 'tokn:'),
      '7:3: unknown key "tokn"; did you mean "token"?',
    ],
    [
      'an unknown section',
      `${EXAMPLE_CAMPAIGN}targets: {}\n`,
      'unknown key "targets"; did you mean "target"?',
    ],
    [
      'a kind that does not exist',
      example('kind: erc20', 'kind: erc21'),
      'source.kind must be erc20, bytom, file, not "erc21"',
    ],
    [
      'a mode that does not exist',
      example('mode: push', 'mode: pull'),
      'must be push, claim, push-then-claim, transfers, not "pull"',
    ],
    [
      'another format',
      example('campaign@1', 'campaign@2'),
      '2:9: format must be capstan/campaign@1, not "capstan/campaign@2"',
    ],
    [
      'a key given twice',
      example('name: cmt-mainnet', 'name: a\nname: b'),
      '4:1: the key "name" is repeated',
    ],
    ['a missing field', example('  block: 6486489\n', ''), 'source.block is missing'],
    ['a mistyped checksum', example('Ce45F5F"', 'Ce45F5f"'), '7:10: source.token'],
    ['a short address', example(`"${ADDRESS}"`, '"0x1111"'), 'rules.exclude[0].address'],
    [
      'an address of all zeros to pay to',
      example('0x4444444444444444444444444444444444444444', `0x${'0'.repeat(40)}`),
      'target.remainderTo must not be the zero address',
    ],
    [
      'a batch size that is no power of two',
      example('batchSize: 256', 'batchSize: 100'),
      'target.batchSize must be a power of two',
    ],
    [
      'a batch size beyond 1024',
      example('batchSize: 256', 'batchSize: 2048'),
      'target.batchSize must be a whole number from 1 to 1024',
    ],
    ['a negative minimum', example('"1"', '"-1"'), 'rules.minimumBaseUnits'],
    ['a minimum with a leading zero', example('"1"', '"01"'), 'rules.minimumBaseUnits'],
    ['a minimum of 2^256', example('"1"', `"${2n ** 256n}"`), 'rules.minimumBaseUnits'],
    [
      'a block in hexadecimal',
      example('6486489', '0x62f999'),
      'source.block must be a block number or "finalized"',
    ],
    [
      'both network and URL',
      example('network: ethereum', 'network: ethereum\n  rpcUrl: http://127.0.0.1:1'),
      'source needs exactly one of',
    ],
    ['a deadline without an offset', example('00:00:00Z', '00:00:00'), 'target.claimUntil'],
    ['a day that does not exist', example('2027-06-30', '2027-06-31'), 'target.claimUntil'],
    ['an anchor', example('name: cmt-mainnet', 'name: &a cmt-mainnet'), '3:'],
    ['an alias', example('name: cmt-mainnet', 'name: *a'), '3:'],
    ['an anchor on a mapping', example('rules:', 'rules: &r'), 'anchors and aliases'],
    ['a tag', example('name: cmt-mainnet', 'name: !!binary aGk='), '3:'],
    ['a NUL', example('treasury', 'trea\0sury'), 'holds a control character'],
    ['two documents', `${EXAMPLE_CAMPAIGN}---\nname: b\n`, 'multiple documents'],
    ['a list', '- 1\n', 'must be a mapping'],
    ['nothing', '', 'must be a mapping'],
    ['prose', 'to whom it may concern', 'must be a mapping'],
    [
      'a key that would reach the prototype',
      `${EXAMPLE_CAMPAIGN}__proto__: { a: b }\n`,
      'unknown key "__proto__"',
    ],
  ])('%s', async (_, yaml, problem) => {
    const error = await refusal(yaml)
    expect(error).toMatchObject({ code: 'CAMPAIGN_INVALID', exitCode: 2 })
    expect(error.message).toContain(problem)
    expect(error.message).toMatch(/migration\.yaml:\d+:\d+: /)
  })

  const redirect = (from: string, to: string) =>
    example(
      '[ { from: "0x2222222222222222222222222222222222222222", to: "0x3333333333333333333333333333333333333333", reason: "exchange hot wallet" } ]',
      `[ { from: "0x2222222222222222222222222222222222222222", to: "0x3333333333333333333333333333333333333333", reason: a }, { from: "0x${from.repeat(40)}", to: "0x${to.repeat(40)}", reason: b } ]`,
    )
  it.each<[title: string, yaml: string, problem: string]>([
    ['an address redirected twice', redirect('2', '6'), 'redirect[1].from'],
    ['an address excluded and redirected', redirect('1', '6'), 'is already excluded'],
    ['a redirect to an excluded address', redirect('6', '1'), 'is itself excluded'],
    ['a chain of redirects', redirect('3', '6'), 'redirect[0].to'],
    ['a cycle of redirects', redirect('3', '2'), 'is itself redirected'],
    ['a redirect to itself', redirect('6', '6'), 'redirect[1].to'],
    [
      'decimals that are not those of the file',
      example(
        'kind: erc20\n  network: ethereum\n  token: "0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F"\n  block: 6486489',
        'kind: file\n  path: b.csv\n  decimals: 8\n  symbol: BTM',
      ),
      'rules.decimals.from is 18, but the source has 8 decimals',
    ],
  ])('%s', async (_, yaml, problem) => {
    const error = await refusal(yaml)
    expect(error).toMatchObject({ code: 'CAMPAIGN_INVALID', exitCode: 2 })
    expect(error.message).toContain(problem)
  })

  it('everything that is wrong at once', async () => {
    const error = await refusal(
      example('token:', 'tokn:').replace('batchSize: 256', 'batchSize: 3'),
    )
    expect(error.details.problemCount).toBe(3)
  })
})

describe('a hostile campaign is refused quickly:', () => {
  it.each<[title: string, yaml: string | Uint8Array, code: string]>([
    [
      'a million keys',
      Array.from({ length: 1e6 }, (_, i) => `k${i}: 1\n`).join(''),
      'CAMPAIGN_UNREADABLE',
    ],
    [
      'as many keys as fit',
      Array.from({ length: 80_000 }, (_, i) => `k${i}: 1\n`).join(''),
      'CAMPAIGN_INVALID',
    ],
    ['half a million brackets', '['.repeat(500_000), 'CAMPAIGN_INVALID'],
    ['bytes that are no UTF-8', Buffer.from([0x66, 0xff, 0xfe]), 'CAMPAIGN_UNREADABLE'],
  ])(
    '%s',
    async (_, yaml, code) => {
      const error = await refusal(yaml)
      expect(error).toMatchObject({ code, exitCode: 2 })
      expect(error.message.length).toBeLessThan(5000)
    },
    20_000,
  )
})

describe('a campaign that is not there', () => {
  it('is not found, be it the folder or the file', async () => {
    const directory = temporaryFolder()
    await expect(readCampaign(directory)).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_FOUND',
      exitCode: 4,
    })
    await expect(readCampaign(join(directory, 'x'))).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_FOUND',
    })
  })

  it('is not found when its name is that of a folder', async () => {
    const directory = temporaryFolder()
    mkdirSync(join(directory, 'migration.yaml'))
    await expect(readCampaign(directory)).rejects.toMatchObject({ exitCode: 2 })
  })
})

describe('a campaign that somebody works on', () => {
  it('is busy for everybody else until they are done', async () => {
    const campaign = await read(EXAMPLE_CAMPAIGN)
    await withCampaignLock(campaign, async () => {
      await expect(withCampaignLock(campaign, async () => 'two')).rejects.toMatchObject({
        code: 'CAMPAIGN_BUSY',
        exitCode: 8,
      })
    })
    await expect(withCampaignLock(campaign, async () => 'later')).resolves.toBe('later')
  })
})
