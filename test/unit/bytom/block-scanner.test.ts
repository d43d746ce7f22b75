import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VerifiedBlock } from '../../../src/bytomd/block.ts'
import { scanBlock } from '../../../src/bytomd/block-scanner.ts'
import { readBlock } from '../../../src/bytomd/read-block.ts'
import { verifyBlock } from '../../../src/bytomd/verify-block.ts'
import { ANYBODY, BTM, BytomChain, program } from '../../support/bytom-chain.ts'
import { capturedBlocks } from '../../support/bytom-snapshot.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

const GOLD = 'ab'.repeat(32)

const scan = (text: string) => scanBlock(Buffer.from(text))

/** As the scanner should read it, by the careful way; undefined if that refuses it. */
function carefully(text: string): VerifiedBlock | undefined {
  try {
    const block = readBlock(text)
    verifyBlock(block)
    const { hash, previousHash, height, timestamp } = block
    const transactions = block.transactions.map(({ id, statusFail, inputs, outputs }) => {
      return { id, statusFail, inputs: inputs.map(plain), outputs: outputs.map(plain) }
    })
    return { hash, previousHash, height, timestamp, transactions } as VerifiedBlock
  } catch {
    return undefined
  }
}

/** The careful one keeps the definition that stands with any input; only an issuance needs it. */
function plain(value: object): object {
  const { definition, ...rest } = value as { definition?: string; type?: string }
  return rest.type === 'issue' ? { ...rest, definition } : rest
}

/** Blocks with whatever a block can have. */
function eventfulBlocks(): readonly string[] {
  const chain = new BytomChain()
  const coins = [1, 2, 3].map((n) => chain.mine([], { to: program(n) }).coinbase)
  const long = (bytes: number) => `6a${'ab'.repeat(bytes)}`
  const retire = (bytes: number) => ({ assetId: BTM, amount: 1n, program: long(bytes) })
  chain.mine([
    {
      spends: coins.slice(0, 2),
      issues: [{ assetId: GOLD, amount: 2n ** 63n - 1n }],
      pays: [
        { assetId: GOLD, amount: 2n ** 63n - 1n, program: '' },
        ...[0, 21, 127, 128].map(retire),
      ],
      fails: true,
    },
    ...[1, 2].map(() => ({ issues: [{ assetId: GOLD, amount: 1n }], pays: [] })),
  ])
  const nothing = { assetId: BTM, amount: 0n, program: ANYBODY }
  chain.mine([
    {
      spends: coins.slice(2),
      pays: [retire(20_000), ...Array.from({ length: 300 }, () => nothing)],
    },
    { pays: [{ ...nothing, program: `00${'cd'.repeat(9_000)}` }] },
    ...Array.from({ length: 17 }, () => ({ pays: [nothing] })),
  ])
  return chain.blocks
}

describe('the fast reader of blocks', () => {
  it('reads what the careful one reads', () => {
    for (const text of eventfulBlocks()) {
      const block = scan(text)
      expect(block).toEqual(carefully(text))
      expect(block).toBeDefined()
    }
  })

  it.skipIf(sharedFixturesMissing)('reads the blocks of a real node, all but the odd one', () => {
    const blocks = capturedBlocks()
    const read = blocks.map(scan)
    expect(read.slice(0, 130)).toEqual(blocks.slice(0, 130).map(carefully))
    // Block 130 names an output twice: it is for the careful one.
    expect(read[130]).toBeUndefined()
  })

  it('takes spaces, and members it does not know, of whatever kind', () => {
    const [text] = eventfulBlocks() as [string]
    const odd = '{"a\\"":[{"}":"é\\\\"},[[]],-1.5e+3,null],"type":"spend"}'
    const spaced = text
      .replace(/([,:{}[\]])/g, ' \t$1\r\n ')
      .replace('"version"', `"transactionz":${odd},"version"`)
    expect(scan(spaced)).toEqual(carefully(text))
  })

  it('never takes what the careful one refuses, however a byte is changed', () => {
    const blocks = eventfulBlocks()
      .map((text) => Buffer.from(text))
      .filter(({ length }) => length < 8_000)
    const byte = fc.oneof(fc.integer({ min: 32, max: 126 }), fc.nat(255))
    fc.assert(
      fc.property(fc.nat(), fc.nat(), byte, (which, where, changed) => {
        const bytes = Buffer.from(blocks[which % blocks.length] as Buffer)
        bytes[where % bytes.length] = changed
        const block = scanBlock(bytes)
        if (block !== undefined) expect(block).toEqual(carefully(bytes.toString('utf8')))
      }),
      { numRuns: 10_000 },
    )
  })

  it('never takes a part of a block', () => {
    const [text] = eventfulBlocks() as [string]
    for (let length = 0; length < text.length; length++) {
      expect(scan(text.slice(0, length)), `${length} bytes`).toBeUndefined()
    }
    expect(scan(`${text}}`)).toBeUndefined()
  })
})
