import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import {
  ANYBODY,
  BTM,
  BytomChain,
  type Coin,
  type Draft,
  program,
} from '../../support/bytom-chain.ts'
import { type BlockFault, type BytomNodeOptions, startBytomNode } from '../../support/bytom-node.ts'
import { BYTOM_PORTS, bytomBalances, bytomSource } from '../../support/bytom-snapshot.ts'
import { campaignFolder } from '../../support/snapshot.ts'

const GOLD = 'ab'.repeat(32)
const HEIGHT = 40
/** The block that is lied about: it has a payment of BTM and GOLD, and a failed one. */
const LIE = 20

/** A chain on which something happens; `coins` are what block LIE pays. */
function eventfulChain(): { chain: BytomChain; coins: readonly [btm: Coin, gold: Coin] } {
  const chain = new BytomChain()
  const { coinbase: coin } = chain.mine([], { to: ANYBODY })
  while (chain.height < LIE - 1) chain.mine([], { to: program(chain.height) })
  const pays = [
    { assetId: BTM, amount: coin.amount - 10n, program: program(77) },
    { assetId: GOLD, amount: 2n ** 63n - 1n, program: program(78) },
  ]
  const { paid } = chain.mine([
    { spends: [coin], issues: [{ assetId: GOLD, amount: 2n ** 63n - 1n }], pays },
  ])
  while (chain.height < HEIGHT + 3) chain.mine([], { to: program(chain.height) })
  return { chain, coins: paid[0] as [Coin, Coin] }
}

describe('a node that does not tell the truth', () => {
  const { chain } = eventfulChain()
  const honest = chain.blocks[LIE] as string
  let directory: string
  beforeEach(async () => {
    directory = await campaignFolder()
  })

  const takeFrom = async (blocks: readonly string[], options: BytomNodeOptions = {}) => {
    const node = await startBytomNode(blocks, options)
    return takeSnapshot(BYTOM_PORTS, bytomSource({ node: node.url }, HEIGHT), { directory })
  }
  const nothingIsLeft = async () => {
    const left = await readdir(join(directory, 'out')).catch(() => [])
    expect(left.filter((name) => name.startsWith('snapshot.'))).toEqual([])
  }

  it.each<[title: string, lie: (block: string) => string]>([
    [
      'leaves a transaction out',
      (block) =>
        block.replace(/,\{"id":"[0-9a-f]{64}","version.*?"mux_id":"[0-9a-f]{64}"\}\]/, ']'),
    ],
    [
      'gives no transactions, as when it lost their verdicts',
      (block) => block.replace(/"transactions":\[.*\]\}$/, '"transactions":[]}'),
    ],
    [
      'gives a transaction twice',
      (block) =>
        block.replace(/(,\{"id":"[0-9a-f]{64}","version.*?"mux_id":"[0-9a-f]{64}"\})\]/, '$1$1]'),
    ],
    ['changes an amount', (block) => block.replace('"amount":41249999990', '"amount":41249999991')],
    [
      'rounds an amount as a double does',
      (block) => block.replace('9223372036854775807', '9223372036854775000'),
    ],
    ['changes a program', (block) => block.replaceAll(program(77), program(79))],
    [
      'changes the asset of an output',
      (block) => block.replace(new RegExp(`(.*)${GOLD}`), `$1${'ac'.repeat(32)}`),
    ],
    [
      'says that a transaction failed',
      (block) => block.replace(/(.*)"status_fail":false/, '$1"status_fail":true'),
    ],
    [
      'names another output as spent',
      (block) => block.replace(/"spent_output_id":"[0-9a-f]{8}/, '"spent_output_id":"00000000'),
    ],
    [
      'changes the id of an input',
      (block) => block.replace(/(.*)"input_id":"[0-9a-f]{8}/, '$1"input_id":"00000000'),
    ],
    ['changes a time range', (block) => block.replace('"time_range":0', '"time_range":1')],
    ['changes the time', (block) => block.replace(/"timestamp":\d/, '"timestamp":2')],
    [
      'rounds the nonce as a double does',
      (block) => block.replace(/"nonce":\d+/, '"nonce":9223372036854775808'),
    ],
    [
      'changes a root',
      (block) =>
        block.replace(
          /"transaction_status_hash":"[0-9a-f]{8}/,
          '"transaction_status_hash":"00000000',
        ),
    ],
    ['changes the hash', (block) => block.replace(/"hash":"[0-9a-f]{8}/, '"hash":"00000000')],
  ])('%s', async (_, lie) => {
    const text = lie(honest)
    expect(text).not.toBe(honest)
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'block', text } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      code: 'BYTOM_BLOCK_ALTERED',
      exitCode: 7,
      details: { height: LIE },
    })
    await nothingIsLeft()
  })

  it.each<[title: string, lie: (block: string) => string]>([
    ['an amount', (block) => block.replace('"amount":41249999990', '"amount":41249999991')],
    ['an amount that none can be', (block) => block.replace('"amount":41249999990', '"amount":-1')],
    ['a verdict', (block) => block.replace(/(.*)"status_fail":false/, '$1"status_fail":true')],
    [
      'how often it is there',
      (block) =>
        block.replace(/(,\{"id":"[0-9a-f]{64}","version.*?"mux_id":"[0-9a-f]{64}"\})\]/, '$1$1]'),
    ],
  ])('names the transaction it lied about: %s', async (_, lie) => {
    const text = lie(honest)
    const [, id] =
      /(?:"transactions":\[.*?)"id":"[0-9a-f]{64}".*?\},\{"id":"([0-9a-f]{64})","version/.exec(
        honest,
      ) ?? []
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'block', text } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      exitCode: 7,
      details: { height: LIE, transaction: id },
      message: expect.stringContaining(String(id)),
    })
  })

  it.each<[title: string, text: string]>([
    ['an amount as a string', honest.replace('"amount":41249999990', '"amount":"41249999990"')],
    ['an amount beyond 2^63', honest.replace('9223372036854775807', '9223372036854775808')],
    [
      'a program in capitals',
      honest.replaceAll(program(77), program(77).toUpperCase().replace(/77$/, 'AB')),
    ],
    ['a hash that is too short', honest.replace(/"hash":"[0-9a-f]{2}/, '"hash":"')],
    ['an input of another ledger', honest.replace('"type":"spend"', '"type":"veto"')],
    ['no height', honest.replace('"height"', '"depth"')],
    ['no block at all', '[]'],
  ])('gives a block with %s', async (_, text) => {
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'block', text } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      code: 'BYTOM_BLOCK_MALFORMED',
      exitCode: 7,
      details: { height: LIE },
    })
  })

  it('gives another block than it was asked for', async () => {
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'block', text: chain.blocks[0] as string } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      code: 'BYTOM_OTHER_BLOCK',
      exitCode: 7,
      details: { height: LIE, got: 0 },
    })
  })

  it('keeps a block back', async () => {
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'missing' } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      code: 'BYTOM_BLOCK_OMITTED',
      exitCode: 7,
      details: { height: LIE, tip: HEIGHT + 3 },
    })
  })

  it('invents a block that follows nothing', async () => {
    const other = new BytomChain(chain, LIE - 2)
    other.mine([], { to: program(1234) })
    other.mine([])
    const fault = ({ height }: { height: number }): BlockFault | undefined =>
      height === LIE ? { kind: 'block', text: other.blocks[LIE] as string } : undefined
    await expect(takeFrom(chain.blocks, { fault })).rejects.toMatchObject({
      code: 'BYTOM_LINK_BROKEN',
      exitCode: 7,
      details: { height: LIE },
    })
  })

  it.each<
    [
      title: string,
      invent: (chain: BytomChain, coins: readonly [btm: Coin, gold: Coin]) => void,
      code: string,
    ]
  >([
    ['a coinbase that pays too much', (c) => c.mine([], { surplus: 1n }), 'BYTOM_COINBASE_WRONG'],
    [
      'BTM from nothing',
      (c) => mineOne(c, { pays: [{ assetId: BTM, amount: 1n, program: program(1) }] }),
      'BYTOM_COINBASE_WRONG',
    ],
    [
      'a second spending',
      (c, [coin]) => {
        mineOne(c, { spends: [coin], pays: [] })
        mineOne(c, { spends: [coin], pays: [] })
      },
      'BYTOM_OUTPUT_UNKNOWN',
    ],
    [
      'the spending of what a failed issuance did not make',
      (c) => {
        const pays = [{ assetId: GOLD, amount: 5n, program: program(1) }]
        const { paid } = c.mine([{ issues: [{ assetId: GOLD, amount: 5n }], pays, fails: true }])
        mineOne(c, { spends: paid.flat(), pays })
      },
      'BYTOM_OUTPUT_UNKNOWN',
    ],
    [
      'a spending of more than the output has',
      (c, [coin]) => mineOne(c, { spends: [{ ...coin, amount: 10n ** 12n }], pays: [] }),
      'BYTOM_TRANSACTION_IMPOSSIBLE',
    ],
    [
      'a spending passed off as an issuance',
      (c, [, gold]) => mineOne(c, { disguised: [gold], pays: [gold] }),
      'BYTOM_TRANSACTION_IMPOSSIBLE',
    ],
    [
      'an issuance of BTM',
      (c) => mineOne(c, { issues: [{ assetId: BTM, amount: 9n }], pays: [] }),
      'BYTOM_COINBASE_WRONG',
    ],
  ])('invents %s in blocks that are whole', async (_, invent, code) => {
    const { chain: invented, coins } = eventfulChain()
    const fork = new BytomChain(invented, LIE)
    invent(fork, coins)
    while (fork.height < HEIGHT) fork.mine([])
    await expect(takeFrom(fork.blocks)).rejects.toMatchObject({
      code,
      exitCode: 7,
      details: { transaction: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    await nothingIsLeft()
  })

  it.each([
    ['more of an asset than was there', 2n ** 63n - 1n, 2n],
    ['less of it', 1n, 0n],
  ])('invents a payment of %s', async (_, spent, paid) => {
    const { chain: invented } = eventfulChain()
    const fork = new BytomChain(invented, LIE)
    const issues = [{ assetId: GOLD, amount: spent }]
    mineOne(fork, { issues, pays: [{ assetId: GOLD, amount: paid, program: program(1) }] })
    while (fork.height < HEIGHT) fork.mine([])
    const node = await startBytomNode(fork.blocks)
    const source = bytomSource({ node: node.url }, HEIGHT, { asset: GOLD })
    await expect(takeSnapshot(BYTOM_PORTS, source, { directory })).rejects.toMatchObject({
      code: 'BYTOM_TRANSACTION_IMPOSSIBLE',
      exitCode: 7,
      details: { height: LIE + 1, transaction: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    await nothingIsLeft()
  })

  it('does not matter where it lies about what no hash covers', async () => {
    const blocks = chain.blocks.map((block) =>
      block.replaceAll(
        '"asset_definition":{}',
        '"asset_definition":{"a":["]",{"b":"\\"}"}]},"address":"sm1qx"',
      ),
    )
    const { snapshot } = await takeFrom(blocks)
    expect(snapshot.totalBaseUnits).toBeGreaterThan(0n)
  })
})

function mineOne(chain: BytomChain, draft: Draft): void {
  chain.mine([draft])
}

describe('a node that is in trouble', () => {
  const { chain } = eventfulChain()

  const takeFrom = async (options: BytomNodeOptions) => {
    const directory = await campaignFolder()
    const node = await startBytomNode(chain.blocks, options)
    const source = bytomSource({ node: node.url }, HEIGHT)
    return takeSnapshot(BYTOM_PORTS, source, { directory })
  }

  it.each<[title: string, fault: BlockFault]>([
    ['drops connections', { kind: 'drop' }],
    ['cuts answers short', { kind: 'truncate' }],
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 429', { kind: 'status', status: 429 }],
  ])('is asked again when it %s', async (_, fault) => {
    const { snapshot } = await takeFrom({
      fault: ({ height, n }) => (height % 3 === 0 && n < 3 ? fault : undefined),
    })
    expect(snapshot.blockHeight).toBe(HEIGHT)
  })

  it('can be asked again later when it does not recover', async () => {
    await expect(
      takeFrom({
        fault: ({ height }) => (height > 9 ? { kind: 'status', status: 502 } : undefined),
      }),
    ).rejects.toMatchObject({ code: 'NETWORK_BAD_RESPONSE', exitCode: 5 })
  })
})

describe('a chain that is reorganised while it is read', () => {
  const chain = new BytomChain()
  while (chain.height < HEIGHT + 5) chain.mine([], { to: program(1) })
  const other = new BytomChain(chain, LIE)
  while (other.height < HEIGHT + 9) other.mine([], { to: program(2) })
  const [ours, theirs] = [BigInt(LIE), BigInt(HEIGHT - LIE)].map((n) => String(n * 41_250_000_000n))

  it.each([
    { title: 'between two blocks', at: { height: LIE + 12, n: 1 } },
    { title: 'after the last one', at: { height: HEIGHT, n: 2 } },
  ])('is followed from where it forks: $title', async ({ at }) => {
    const directory = await campaignFolder()
    const node = await startBytomNode(chain.blocks, {
      fault: ({ height, n }) => {
        if (height === at.height && n === at.n) node.blocks = other.blocks
        return undefined
      },
    })
    const source = bytomSource({ node: node.url }, HEIGHT, { confirmations: 5 })
    const { snapshot } = await takeSnapshot(BYTOM_PORTS, source, { directory })
    expect(bytomBalances(directory).byProgram).toMatchObject({
      [program(1)]: ours,
      [program(2)]: theirs,
    })
    expect(other.blocks[HEIGHT]).toContain(snapshot.blockHash)
  })

  it('is not settled when the node changes its mind without end', async () => {
    const directory = await campaignFolder()
    const node = await startBytomNode(chain.blocks, {
      fault: ({ height, n }) => {
        if (height === HEIGHT) node.blocks = n % 2 === 1 ? other.blocks : chain.blocks
        return undefined
      },
    })
    const source = bytomSource({ node: node.url }, HEIGHT)
    await expect(takeSnapshot(BYTOM_PORTS, source, { directory })).rejects.toMatchObject({
      code: 'BYTOM_CHAIN_UNSETTLED',
      exitCode: 7,
    })
  })

  it('is found out when it happens after the snapshot', async () => {
    const directory = await campaignFolder()
    const node = await startBytomNode(chain.blocks)
    const source = bytomSource({ node: node.url }, HEIGHT)
    await takeSnapshot(BYTOM_PORTS, source, { directory })
    node.blocks = other.blocks
    await expect(takeSnapshot(BYTOM_PORTS, source, { directory })).rejects.toMatchObject({
      code: 'SNAPSHOT_REORGED',
      exitCode: 7,
      details: { block: HEIGHT },
    })
  })
})
