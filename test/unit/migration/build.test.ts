import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { describe, expect, it } from 'vitest'
import { applyRules } from '../../../src/migration/allocation/apply-rules.ts'
import { findRuledBalance } from '../../../src/migration/allocation/bucket-file.ts'
import { buildAllocation } from '../../../src/migration/allocation/build-allocation.ts'
import { readBuiltAllocation } from '../../../src/migration/allocation/built-allocation.ts'
import { readCheckedTree } from '../../../src/migration/allocation/checked-allocation.ts'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import { readCampaign } from '../../../src/migration/campaign/read-campaign.ts'
import { writeGenesis } from '../../../src/migration/genesis/genesis.ts'
import { readSnapshot, type Snapshot } from '../../../src/migration/snapshot/snapshot-files.ts'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { buildSupplement } from '../../../src/migration/supplement/build-supplement.ts'
import { firstOf } from '../../../src/migration/supplement/lineage.ts'
import { supplementYaml } from '../../../src/migration/supplement/supplement-file.ts'
import { UnboundBalances } from '../../../src/migration/supplement/unbound-balances.ts'
import { proveAccount, proveAll } from '../../../src/migration/tree/proof.ts'
import { checksumAddress } from '../../../src/primitives/address.ts'
import { fileCampaign, writeCampaign } from '../../support/campaigns.ts'
import { temporaryFolder } from '../../support/home.ts'
import { sharedFixture, sharedFixturesMissing } from '../../support/shared-fixtures.ts'

const account = (digit: string) => `0x${digit.repeat(40)}`
const HOLDERS = [
  [account('a'), 700n],
  [account('3'), 20n],
  [account('1'), 1_000n],
  [account('2'), 5n],
  [account('4'), 33n],
] as const

const RULES = `rules:
  decimals: { from: 2, to: 4 }
  minimumBaseUnits: "600"
  exclude: [ { address: "${account('3')}", reason: "treasury, burned" } ]
  redirect: [ { from: "${account('4')}", to: "${account('b')}", reason: "exchange" } ]
`

/** A campaign over a file of balances, its snapshot taken. */
async function campaignOf(
  holders: Iterable<readonly [string, bigint]>,
  rules = '',
): Promise<Campaign> {
  const campaign = await readCampaign(fileCampaign(temporaryFolder(), { holders, rules }))
  await takeSnapshot({ chain: () => expect.fail('no chain is needed') }, campaign.source, campaign)
  return campaign
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('building an allocation', () => {
  it('writes what the rules make of the snapshot, by address', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    const built = await buildAllocation(campaign)

    const { allocationCsv, bucketsCsv } = campaignFiles(campaign)
    expect(readFileSync(allocationCsv, 'utf8')).toBe(
      `index,address,amountBaseUnits
0,${account('1')},100000
1,${account('a')},70000
2,${account('b')},3300
`,
    )
    expect(readFileSync(bucketsCsv, 'utf8')).toBe(
      `address,outcome,balanceBaseUnits,rule
${account('2')},dust,5,minimumBaseUnits
${account('3')},excluded,20,exclude[0]
${account('4')},redirected,33,redirect[0]
`,
    )
    expect(built).toMatchObject({
      leaves: 3,
      totalBaseUnits: 173_300n,
      snapshotTotalBaseUnits: 1_758n,
      decimals: 4,
      allocationDigest: sha256(allocationCsv),
      buckets: { allocated: 1_733n, dust: 5n, excluded: 20n, rounding: 0n, unbound: 0n },
    })
  })

  it("gives the root of OpenZeppelin's tree", async () => {
    const { root } = await buildAllocation(await campaignOf(HOLDERS, RULES))
    const theirs = StandardMerkleTree.of(
      [
        [0n, account('1'), 100_000n],
        [1n, account('a'), 70_000n],
        [2n, account('b'), 3_300n],
      ],
      ['uint256', 'address', 'uint256'],
      { sortLeaves: false },
    )
    expect(root).toBe(theirs.root)
  })

  it('gives the same bytes every time', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    const { files } = await buildAllocation(campaign)
    const first = files.map(sha256)
    await buildAllocation(campaign)
    expect(files.map(sha256)).toEqual(first)
  })

  it('gives the same bytes whatever the order of the source', async () => {
    const one = await buildAllocation(await campaignOf(HOLDERS, RULES))
    const other = await buildAllocation(await campaignOf([...HOLDERS].reverse(), RULES))
    expect(other.allocationDigest).toBe(one.allocationDigest)
    expect(readFileSync(other.files[2] as string).toString()).toBe(
      readFileSync(one.files[2] as string).toString(),
    )
  })

  it('needs a snapshot', async () => {
    const campaign = await readCampaign(fileCampaign(temporaryFolder(), { holders: HOLDERS }))
    await expect(buildAllocation(campaign)).rejects.toMatchObject({
      code: 'SNAPSHOT_MISSING',
      exitCode: 4,
      suggestions: ['capstan migrate snapshot'],
    })
  })

  it('stops at a snapshot that was changed', async () => {
    const campaign = await campaignOf(HOLDERS)
    appendFileSync(campaignFiles(campaign).snapshotCsv, `${account('c')},1\n`)
    await expect(buildAllocation(campaign)).rejects.toMatchObject({
      code: 'SNAPSHOT_DIGEST_MISMATCH',
      exitCode: 7,
    })
  })

  it.each([
    ['whose addresses do not ascend', [account('2'), account('1')]],
    ['that names an address twice', [account('2'), account('2')]],
    ['with the zero balance', [account('2'), `${account('3')},0`]],
  ])('stops at a snapshot %s, though its digest is right', async (_, addresses) => {
    const campaign = await campaignOf(HOLDERS)
    const { snapshotCsv, snapshotJson } = campaignFiles(campaign)
    const rows = addresses.map((row) => (row.includes(',') ? row : `${row},1`))
    const csv = `address,balanceBaseUnits\n${rows.join('\n')}\n`
    writeFileSync(snapshotCsv, csv)
    const digest = createHash('sha256').update(csv).digest('hex')
    const json = JSON.parse(readFileSync(snapshotJson, 'utf8')) as object
    writeFileSync(snapshotJson, JSON.stringify({ ...json, digest }))
    await expect(buildAllocation(campaign)).rejects.toMatchObject({
      code: 'SNAPSHOT_FILE_INVALID',
      exitCode: 2,
      details: { line: 3 },
    })
  })

  it('refuses rules in other decimals than the snapshot has', async () => {
    const campaign = await campaignOf(HOLDERS)
    const rules = { ...campaign.rules, decimals: { from: 18, to: 18 } }
    await expect(buildAllocation({ ...campaign, rules })).rejects.toMatchObject({
      code: 'DECIMALS_DIFFER',
      exitCode: 3,
    })
  })

  it('refuses rules that leave nobody', async () => {
    const campaign = await campaignOf(HOLDERS, 'rules: { minimumBaseUnits: "1001" }\n')
    await expect(buildAllocation(campaign)).rejects.toMatchObject({ code: 'ALLOCATION_EMPTY' })
  })

  it('refuses another allocation once one is published, and leaves its files alone', async () => {
    const campaign = await campaignOf(HOLDERS)
    const { allocationDigest } = await buildAllocation(campaign)
    const { allocationCsv, deploymentJson } = campaignFiles(campaign)
    writeFileSync(deploymentJson, publishedAs(campaign, allocationDigest))
    await buildAllocation(campaign)

    const rules = { ...campaign.rules, minimumBaseUnits: 10n }
    await expect(buildAllocation({ ...campaign, rules })).rejects.toMatchObject({
      code: 'ALLOCATION_PUBLISHED',
      exitCode: 3,
    })
    expect(sha256(allocationCsv)).toBe(allocationDigest)
  })
})

describe('what was built', () => {
  it.each([
    ['a changed amount', 'allocationCsv', '100000\n', '100001\n', 'TREE_MISMATCH', 7],
    ['another root', 'treeJson', /"root": "0x./, '"root": "0x!', 'TREE_INVALID', 2],
    ['a key that is not known', 'treeJson', '{', '{"x":1,', 'TREE_INVALID', 2],
    ['a newer format', 'treeJson', 'merkle-tree@1', 'merkle-tree@2', 'TREE_INVALID', 2],
  ] as const)('is refused with %s', async (_, which, from, to, code, exitCode) => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const file = campaignFiles(campaign)[which]
    const text = readFileSync(file, 'utf8')
    expect(text.replace(from, to)).not.toBe(text)
    writeFileSync(file, text.replace(from, to))
    await expect(readCheckedTree(campaign)).rejects.toMatchObject({ code, exitCode })
  })

  it('is refused when the root is that of another tree', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    const { root } = await buildAllocation(campaign)
    const { treeJson } = campaignFiles(campaign)
    const other = root.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    writeFileSync(treeJson, readFileSync(treeJson, 'utf8').replace(root, other))
    await expect(readCheckedTree(campaign)).rejects.toMatchObject({
      code: 'TREE_MISMATCH',
      exitCode: 7,
    })
  })

  it('is refused when the rules have changed since', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const rules = { ...campaign.rules, minimumBaseUnits: 2n }
    await expect(readCheckedTree({ ...campaign, rules })).rejects.toMatchObject({
      code: 'TREE_STALE',
      exitCode: 3,
    })
  })

  it('must be there', async () => {
    const campaign = await campaignOf(HOLDERS)
    await expect(readCheckedTree(campaign)).rejects.toMatchObject({
      code: 'TREE_MISSING',
      exitCode: 4,
    })
  })
})

describe('a file of a campaign', () => {
  it('of allocations is missed before the build', async () => {
    await expect(readBuiltAllocation(await campaignOf(HOLDERS))).rejects.toMatchObject({
      code: 'ALLOCATION_MISSING',
      exitCode: 4,
    })
  })

  it('of balances that changes while it is read gives no allocation', async () => {
    const campaign = await campaignOf(HOLDERS)
    const files = campaignFiles(campaign)
    const snapshot = (await readSnapshot(files)) as Snapshot
    appendFileSync(files.snapshotCsv, `${account('c')},1\n`)
    await expect(applyRules(files, snapshot, campaign)).rejects.toMatchObject({
      code: 'SNAPSHOT_CHANGED',
    })
  })

  it('of rulings has no outcome but the known ones', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const { bucketsCsv } = campaignFiles(campaign)
    writeFileSync(bucketsCsv, readFileSync(bucketsCsv, 'utf8').replace(',dust,', ',lost,'))
    await expect(findRuledBalance(bucketsCsv, account('2'))).rejects.toMatchObject({
      code: 'BUCKET_FILE_INVALID',
      exitCode: 2,
      details: { line: 2 },
    })
  })
})

describe('a supplement', () => {
  it('is of a campaign whose holders are bound to accounts', async () => {
    const campaign = await campaignOf(HOLDERS)
    await expect(buildSupplement(campaign)).rejects.toMatchObject({
      code: 'SUPPLEMENT_OF_OTHER_KIND',
      exitCode: 2,
    })
    const { allocationDigest } = await buildAllocation(campaign)
    writeFileSync(campaignFiles(campaign).deploymentJson, publishedAs(campaign, allocationDigest))
    const unbound = await UnboundBalances.of(campaign.directory)
    await expect(unbound.read()).rejects.toMatchObject({ code: 'BUILD_NOT_BOUND' })
  })

  it('does not go back to itself', async () => {
    const campaign = await campaignOf(HOLDERS)
    const yaml = supplementYaml(campaign, 1).replace('of: ..', 'of: .')
    const circular = await readCampaign(writeCampaign(temporaryFolder(), yaml))
    await expect(firstOf(circular)).rejects.toMatchObject({ code: 'SUPPLEMENTS_CIRCULAR' })
  })
})

describe('the proof of a holder', () => {
  it('is the one that OpenZeppelin verifies', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const proved = await proveAccount(campaign, checksumAddress(account('a')))
    expect(proved).toMatchObject({ index: 1, amountBaseUnits: 70_000n })
    const isValid = StandardMerkleTree.verify(
      proved.root,
      ['uint256', 'address', 'uint256'],
      [proved.index, proved.account, proved.amountBaseUnits],
      [...proved.proof],
    )
    expect(isValid).toBe(true)
  })

  it('does not exist for a stranger, nor for an excluded holder, who is told why', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    await expect(proveAccount(campaign, account('9'))).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_ALLOCATED',
      exitCode: 4,
      details: { ruling: null },
    })
    await expect(proveAccount(campaign, account('3'))).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_ALLOCATED',
      details: { ruling: 'excluded by rules.exclude[0]' },
    })
  })

  it('is in the file of all proofs', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const out = join(campaign.directory, 'proofs.ndjson')
    const { proofs, digest } = await proveAll(campaign, out)
    expect(digest).toBe(sha256(out))
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(proofs)
    const { proof } = await proveAccount(campaign, account('b'))
    expect(JSON.parse(lines[2] as string)).toEqual({
      index: 2,
      account: account('b'),
      amountBaseUnits: '3300',
      proof,
    })
  })
})

describe('a genesis list', () => {
  it('for geth is the alloc of a genesis.json', async () => {
    const campaign = await campaignOf(HOLDERS, RULES)
    await buildAllocation(campaign)
    const out = join(campaign.directory, 'alloc.json')
    const list = await writeGenesis(campaign, 'geth', out)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
      [account('1')]: { balance: '0x186a0' },
      [account('a')]: { balance: '0x11170' },
      [account('b')]: { balance: '0xce4' },
    })
    expect(list).toMatchObject({ accounts: 3, totalBaseUnits: 173_300n, digest: sha256(out) })
  })

  // The digest of the real list: github.com/CyberMiles/travis, misc/genesis/mainnet_alloc.go,
  // as sorted lines of address and wei.
  it.skipIf(sharedFixturesMissing)(
    'for CyberMiles is the list its mainnet started from',
    async () => {
      const lines = readFileSync(sharedFixture('cybermiles', 'mainnet-genesis-alloc.csv'), 'utf8')
      const holders = lines
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','))
        .map(([address, wei]) => [`0x${address}`, BigInt(wei as string)] as const)
      const campaign = await campaignOf(holders)
      await buildAllocation(campaign)
      const out = join(campaign.directory, 'genesis.csv')
      const list = await writeGenesis(campaign, 'cybermiles', out)
      expect(list).toMatchObject({
        accounts: 22_035,
        totalBaseUnits: 10n ** 27n,
        digest: '3d980a5d38e4f947d1e0f4184247b1881e3531620f9bbed63fac467c1328e197',
      })
      expect(readFileSync(out, 'utf8')).toBe(lines)
    },
  )

  it('needs a built allocation', async () => {
    const campaign = await campaignOf(HOLDERS)
    await buildAllocation(campaign)
    rmSync(campaignFiles(campaign).allocationCsv)
    const out = join(campaign.directory, 'genesis.csv')
    await expect(writeGenesis(campaign, 'geth', out)).rejects.toMatchObject({ exitCode: 4 })
  })
})

/** A deployment file as `migrate publish` leaves it. */
function publishedAs(campaign: Campaign, allocation: string): string {
  const hash = `0x${'ab'.repeat(32)}`
  return JSON.stringify({
    format: 'capstan/deployment@1',
    campaign: campaign.digest,
    allocation,
    chainId: 31337,
    distributor: checksumAddress(account('5')),
    codeHash: hash,
    blockNumber: 1,
    transactionHashes: [hash],
    root: hash,
    leafCount: 5,
    totalBaseUnits: '1758',
    asset: 'native',
    deadlineSeconds: 4_000_000_000,
    remainderTo: checksumAddress(account('6')),
    owner: checksumAddress(account('7')),
  })
}
