import { describe, expect, it } from 'vitest'
import { assertKnownBlock, subsidyOf } from '../../../src/bytomd/consensus.ts'
import { statusRoot, transactionRoot } from '../../../src/bytomd/merkle-root.ts'
import { readBlock } from '../../../src/bytomd/read-block.ts'
import { verifyBlock } from '../../../src/bytomd/verify-block.ts'
import { BTM, BytomChain, program } from '../../support/bytom-chain.ts'
import { capturedBlocks } from '../../support/bytom-snapshot.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

describe.skipIf(sharedFixturesMissing)('blocks as a real node gave them', () => {
  it('have all their ids, roots and hashes by the rules', () => {
    const blocks = capturedBlocks().map(readBlock)
    expect(blocks).toHaveLength(131)
    for (const block of blocks) verifyBlock(block)
  })

  it('keep their 64 bits', () => {
    const [genesis, , second] = capturedBlocks().map(readBlock)
    expect(genesis?.bits).toBe(2305843009214532812n)
    expect(genesis?.transactions[0]?.outputs[0]?.amount).toBe(140700041250000000n)
    expect(second?.nonce).toBe(1795229222274934548n)
  })
})

describe('the Merkle roots of a block', () => {
  it('are over nothing the hash of nothing (FIPS 202, SHA3-256 of the empty message)', () => {
    const empty = 'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a'
    expect(transactionRoot([])).toBe(empty)
    expect(statusRoot([])).toBe(empty)
  })

  it('differ for each verdict that differs', () => {
    const roots = [0, 1, 2, 3].map((n) => statusRoot([n === 1, n === 2, n === 3]))
    expect(new Set(roots).size).toBe(4)
  })
})

describe('an output that is named twice', () => {
  it('is found among others of the same value, however often it is named', () => {
    const chain = new BytomChain()
    const coins = [1, 2, 3].map((n) => chain.mine([], { to: program(n) }).coinbase)
    for (const named of coins) {
      chain.mine([{ spends: coins, repeats: [named, named], pays: [] }])
      const block = readBlock(chain.blocks.at(-1) as string)
      expect(block.transactions[1]?.inputs.slice(0, 2)).toMatchObject([
        { type: 'repeated', assetId: BTM },
        { type: 'repeated', assetId: BTM },
      ])
      verifyBlock(block)
    }
  })
})

describe('the subsidy', () => {
  it('halves every 840,000 blocks (reference: Bytom, 6)', () => {
    expect([0, 1, 839_999, 840_000, 1_680_000].map(subsidyOf)).toEqual([
      140_700_041_250_000_000n,
      41_250_000_000n,
      41_250_000_000n,
      20_625_000_000n,
      10_312_500_000n,
    ])
  })
})

it('a block of the mainnet at a checkpoint is the one that everybody has', () => {
  const hash = '93e1eb7821d2b4ad0f5b1cea82e843ad8c099ab65d8f70c584caa2ddf174652c'
  assertKnownBlock({ height: 10_000, hash }, 'mainnet')
  const other = { height: 10_000, hash: hash.replace('9', '8') }
  assertKnownBlock(other, 'solonet')
  expect(() => assertKnownBlock(other, 'mainnet')).toThrow(
    expect.objectContaining({ code: 'BYTOM_CHECKPOINT_MISMATCH', exitCode: 7 }),
  )
})
