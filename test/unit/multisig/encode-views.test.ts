import { TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCalls, encodeProposal } from '../../../src/multisig/graded/encode-views.ts'
import { GRADED } from '../../../src/multisig/graded/graded-contract.ts'
import { gradedScheme, proposalStruct } from '../../../src/multisig/graded/graded-scheme.ts'
import type { Call } from '../../../src/multisig/proposal/proposal.ts'
import { addressWord } from '../../../src/primitives/abi-words.ts'
import { checksumAddress } from '../../../src/primitives/address.ts'

const hexOf = (length: fc.Arbitrary<Uint8Array>) =>
  length.map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
const address = hexOf(fc.uint8Array({ minLength: 20, maxLength: 20 })).map(checksumAddress)
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    to: address,
    valueWei: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    data: hexOf(fc.uint8Array({ maxLength: 100 })),
    decoded: fc.constant(null),
  }),
  { minLength: 1, maxLength: 8 },
)

const argument = (data: string) => data.slice(10)

describe('what is asked of a multisig, and signed,', () => {
  it('is, for any calls, what ethers encodes and hashes', () => {
    const nonce = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
    const expiry = fc.option(fc.nat())
    const property = (some: Call[], key: bigint, expiresAtSeconds: number | null) => {
      const struct = some.map(({ to, valueWei, data }) => ({ to, value: valueWei, data }))
      const grade = GRADED.encodeFunctionData('grade', [struct])
      expect(encodeCalls(some)).toBe(argument(grade))
      const terms = {
        ...{ driver: 'graded' as const, chainId: 1n, multisig: some[0]?.to ?? '', calls: some },
        ...{ nonce: key, expiresAtSeconds, fields: {} },
      }
      const { domain, types, value } = gradedScheme.typedData(terms)
      expect(gradedScheme.digest(terms)).toBe(TypedDataEncoder.hash(domain, types, value))
      const hash = GRADED.encodeFunctionData('hashProposal', [proposalStruct(terms)])
      expect(encodeProposal(terms)).toBe(argument(hash))
    }
    fc.assert(fc.property(calls, nonce, expiry, property), { numRuns: 60 })
  })

  it('is, for any address, what ethers encodes', () => {
    fc.assert(
      fc.property(address, (one) => {
        const data = GRADED.encodeFunctionData('standingOf', [one])
        expect(addressWord(one)).toBe(argument(data))
      }),
    )
  })
})
