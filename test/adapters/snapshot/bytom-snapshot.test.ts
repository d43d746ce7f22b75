// Expectations are of the captured node's own database and wallet (fixtures/bytom/README.md).

import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BytomSource } from '../../../src/migration/campaign/campaign.ts'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { startBytomNode } from '../../support/bytom-node.ts'
import {
  BYTOM_PORTS,
  bytomBalances,
  bytomSource,
  capturedBalances,
  capturedBlocks,
  repeatedBalances,
} from '../../support/bytom-snapshot.ts'
import { sharedFixture, sharedFixturesMissing } from '../../support/shared-fixtures.ts'
import { campaignFolder } from '../../support/snapshot.ts'

const GOLD = '1c27a27890be7f200d639ae5e9b840fd22a4e515dfe966b9082bfc7aee04ced3'
const BIG = '571ccbc77188205647be3d73c813be50c3fd87c012bad034436dbbcffeee415c'

describe.skipIf(sharedFixturesMissing)('a snapshot of the captured solonet', () => {
  let directory: string
  beforeEach(async () => {
    directory = await campaignFolder()
  })

  const take = (source: BytomSource) => takeSnapshot(BYTOM_PORTS, source, { directory })
  const fromFile = (height: number, more: Partial<BytomSource> = {}) =>
    take(bytomSource({ blocks: sharedFixture('bytom', 'blocks.ndjson') }, height, more))

  it('is what the node’s own database held', async () => {
    const expected = capturedBalances()
    const { snapshot, warnings } = await fromFile(128)
    expect(bytomBalances(directory)).toMatchObject({
      header: 'address,balanceBaseUnits,program',
      byAddress: expected.expected_by_address,
    })
    expect(snapshot).toMatchObject({
      kind: 'bytom',
      blockHeight: 128,
      blockHash: expected.tip_hash,
      symbol: 'BTM',
      decimals: 8,
      holders: 13,
      supplyBaseUnits: BigInt(expected.expected_total),
      bytom: {
        network: 'solonet',
        issuedBaseUnits: BigInt(expected.expected_supply.coinbase_issuance),
        retiredBaseUnits: BigInt(expected.expected_supply.retired),
        repeatedSpends: [],
      },
    })
    const { bytom, categories } = snapshot
    expect(bytom?.unattributable).toEqual(
      expected.expected_nonstandard.map(({ control_program: program, amount, outputs }) => {
        const kind = program === '51' ? 'addressless' : 'lookAlike'
        return { program, kind, outputs, baseUnits: BigInt(amount) }
      }),
    )
    const sum = Object.values(categories).reduce((total, { baseUnits }) => total + baseUnits, 0n)
    expect(sum).toBe(snapshot.supplyBaseUnits)
    expect(warnings).toHaveLength(1)
  })

  it('counts as immature what no block could spend next', async () => {
    // Coinbases of 29 and before can be spent in block 129; 99 later ones pay subsidy and fees.
    const { snapshot } = await fromFile(128)
    expect(snapshot.categories.immature?.baseUnits).toBe(99n * 41_250_000_000n + 27_000_000n)
    expect(snapshot.categories.immature?.holders).toBe(2)
  })

  it('is right at every height that was looked at', async () => {
    const history = capturedBalances().historical_by_height_from_replay
    for (const [height, { total }] of Object.entries(history)) {
      directory = await campaignFolder()
      const { snapshot } = await fromFile(Number(height))
      expect(snapshot.supplyBaseUnits, `at ${height}`).toBe(BigInt(total))
    }
  })

  it('reports an output that was named twice, and what that created', async () => {
    const expected = repeatedBalances()
    const blocks = join(directory, 'blocks.ndjson')
    await writeFile(blocks, `${capturedBlocks().join('\n')}\n`)
    const { snapshot, warnings } = await take(bytomSource({ blocks }, 130))
    const { unattributable = [], repeatedSpends } = snapshot.bytom ?? {}
    const rest = unattributable.map(({ program, baseUnits }) => [program, String(baseUnits)])
    expect({ ...bytomBalances(directory).byProgram, ...Object.fromEntries(rest) }).toEqual(
      expected.expected_by_program,
    )
    expect(snapshot.supplyBaseUnits).toBe(BigInt(expected.expected_total))
    expect(repeatedSpends).toEqual([
      {
        height: 130,
        transaction: '0f07990c0115aa29fb08825b7019808f485d41b3edf60f1e6af9f0c3b5c2a66c',
        excessBaseUnits: BigInt(expected.excess_over_issuance_minus_retired),
      },
    ])
    expect(warnings.join()).toContain('0f07990c')
  })

  it.each([
    // wallet_by_account_and_asset, and 50,000 that lie under the program 00; 400 were retired.
    { asset: GOLD, symbol: 'GLD', decimals: 4, total: 949_000n, supply: 999_000n },
    {
      ...{ asset: BIG, symbol: 'BIG', decimals: 0 },
      ...{ total: 2n ** 63n - 1n, supply: 2n ** 63n - 1n },
    },
  ])('of asset $symbol counts to the unit', async ({ asset, total, supply, ...terms }) => {
    const { snapshot } = await fromFile(128, { asset })
    expect(snapshot).toMatchObject({ ...terms, totalBaseUnits: total, supplyBaseUnits: supply })
  })

  it('of an asset that nobody issued is none', async () => {
    await expect(fromFile(128, { asset: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'BYTOM_ASSET_NOT_FOUND',
      exitCode: 4,
    })
  })

  it('is the same bytes from a node, and again from the blocks it exported', async () => {
    await fromFile(128)
    const files = ['snapshot.csv', 'snapshot.json']
    const read = () => files.map((name) => readFileSync(join(directory, 'out', name), 'utf8'))
    const expected = read()

    directory = await campaignFolder()
    const node = await startBytomNode(capturedBlocks(), { fault: () => ({ kind: 'delay', ms: 1 }) })
    const exported = join(directory, 'exported', 'blocks.ndjson')
    const source = bytomSource({ node: node.url }, 128, { confirmations: 2 })
    await takeSnapshot(BYTOM_PORTS, source, { directory, exportBlocks: exported })
    expect(read()).toEqual(expected)
    expect(node.mostInFlight).toBeGreaterThan(4)
    expect(await readdir(join(directory, 'out'))).toEqual(files)
    expect(await readFile(exported, 'utf8')).toBe(
      readFileSync(sharedFixture('bytom', 'blocks.ndjson'), 'utf8'),
    )

    directory = await campaignFolder()
    await take(bytomSource({ blocks: exported }, 128))
    expect(read()).toEqual(expected)
  })

  it('is not taken twice, but its blocks can still be exported', async () => {
    const node = await startBytomNode(capturedBlocks())
    const source = bytomSource({ node: node.url }, 128)
    await take(source)
    const asked = node.asked.length
    expect(await take(source)).toMatchObject({ alreadyDone: true })
    expect(node.asked.length).toBe(asked + 1)
    const exportBlocks = join(directory, 'blocks.ndjson')
    const again = await takeSnapshot(BYTOM_PORTS, source, { directory, exportBlocks })
    expect(again.alreadyDone).toBe(true)
    expect((await readFile(exportBlocks, 'utf8')).split('\n')).toHaveLength(130)
    await expect(take({ ...source, height: 127 })).rejects.toMatchObject({
      code: 'SNAPSHOT_EXISTS',
      exitCode: 3,
    })
  })

  it('waits for the blocks that must follow it', async () => {
    await expect(fromFile(128, { confirmations: 1 })).rejects.toMatchObject({
      code: 'BLOCK_NOT_FINAL',
      exitCode: 3,
    })
    await expect(fromFile(129)).rejects.toMatchObject({ code: 'BLOCK_NOT_FOUND', exitCode: 4 })
    await fromFile(120, { confirmations: 8 })
    const node = await startBytomNode(capturedBlocks())
    directory = await campaignFolder()
    await expect(
      take(bytomSource({ node: node.url }, 128, { confirmations: 3 })),
    ).rejects.toMatchObject({ code: 'BLOCK_NOT_FINAL' })
    expect(node.asked).toHaveLength(0)
  })

  it('is of no other network', async () => {
    await expect(fromFile(128, { bytomNetwork: 'mainnet' })).rejects.toMatchObject({
      code: 'BYTOM_NETWORK_MISMATCH',
      exitCode: 7,
      details: { height: 0 },
    })
    const { byAddress } = await fromFile(128, { bytomNetwork: 'testnet' }).then(() =>
      bytomBalances(directory),
    )
    expect(Object.keys(byAddress).every((address) => address.startsWith('tm1'))).toBe(true)
  })

  it('is compared with a second node at its block', async () => {
    const other = await startBytomNode(capturedBlocks())
    await fromFile(128, { secondNode: other.url })
    expect(other.asked).toEqual([{ height: 128, n: 1 }])
    directory = await campaignFolder()
    other.blocks = capturedBlocks().slice(0, 100)
    await expect(fromFile(128, { secondNode: other.url })).rejects.toMatchObject({
      code: 'BYTOM_NODES_DIFFER',
      exitCode: 7,
      details: { height: 128, other: null },
    })
    await mkdir(join(directory, 'out'), { recursive: true })
    expect(await readdir(join(directory, 'out'))).not.toContain('snapshot.json')
  })
})
