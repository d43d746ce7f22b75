import { AbiCoder } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areWords, readWords } from '../../../src/chain/decode/words.ts'

const coder = AbiCoder.defaultAbiCoder()
const TYPES = ['address', 'uint256', 'bool'] as const
const inputs = fc.array(
  fc.constantFrom(...TYPES).map((type) => ({ type })),
  { maxLength: 4 },
)
const bytesOf = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
/** Words as calls have them, and any others. */
const word = fc.oneof(
  bytesOf(20).map((address) => address.padStart(64, '0')),
  fc.constantFrom('0', '1', '2').map((digit) => digit.padStart(64, '0')),
  bytesOf(32),
)
const encoded = fc
  .tuple(fc.array(word, { maxLength: 4 }), fc.constantFrom('', '', '', '00', 'f'))
  .map(([words, tail]) => `0x${words.join('')}${tail}`)

function byEthers(types: readonly { type: string }[], data: string): string[] | undefined {
  const names = types.map(({ type }) => type)
  try {
    const values = coder.decode(names, data).toArray()
    return coder.encode(names, values) === data ? values.map(String) : undefined
  } catch {
    return undefined
  }
}

describe('arguments of a word each', () => {
  it('are read as ethers reads them, and not at all where it would write other bytes', () => {
    const property = (some: { type: (typeof TYPES)[number] }[], data: string) => {
      expect(readWords(some, data)).toEqual(byEthers(some, data))
    }
    fc.assert(fc.property(inputs, encoded, property), { numRuns: 2_000 })
  })

  it('are no others', () => {
    expect(areWords([{ type: 'address' }, { type: 'uint256' }])).toBe(true)
    for (const type of ['bytes', 'uint8', 'address[]', 'tuple', 'string']) {
      expect(areWords([{ type: 'address' }, { type }])).toBe(false)
    }
  })
})
