import { describe, expect, it } from 'vitest'
import { typedDataRequest } from '../../../../src/keystore/policy/typed-data-request.ts'
import { gradedScheme } from '../../../../src/multisig/graded/graded-scheme.ts'
import type { Call, ProposalTerms } from '../../../../src/multisig/proposal/proposal.ts'
import { safeScheme } from '../../../../src/multisig/safe/safe-scheme.ts'
import { ALICE, BOB, SELF, TOKEN } from '../../../support/policies.ts'

const word = (value: bigint) => value.toString(16).padStart(64, '0')
const payment: Call = { to: ALICE, valueWei: 5n, data: '0x', decoded: null }
const transfer: Call = {
  ...{ to: TOKEN, valueWei: 0n, decoded: null },
  data: `0xa9059cbb${word(BigInt(BOB))}${word(70n)}`,
}
const unknown: Call = { to: BOB, valueWei: 0n, data: '0x12345678', decoded: null }

function judged(scheme: typeof gradedScheme, calls: readonly Call[]) {
  const terms: ProposalTerms = {
    ...{ driver: scheme.name, chainId: 1n, multisig: SELF, nonce: 1n, expiresAtSeconds: null },
    ...{ calls, fields: {} },
  }
  const { domain, types, value } = scheme.typedData(terms)
  return typedDataRequest(domain, types, value, ALICE)
}

describe('an owner’s word for a multisig', () => {
  it('counts as what all of its calls move, and names whom they pay', () => {
    const { counterparties, moves, unread } = judged(gradedScheme, [payment, transfer])
    expect(counterparties.map(({ address }) => address)).toEqual([SELF, ALICE, TOKEN, BOB])
    expect(moves).toContainEqual({ asset: 'native', amountBaseUnits: 5n })
    expect(moves).toContainEqual({ asset: TOKEN, amountBaseUnits: 70n })
    expect(unread).toBeUndefined()
  })

  it('is read the same for a Safe', () => {
    expect(judged(safeScheme, [transfer]).moves).toContainEqual({
      asset: TOKEN,
      amountBaseUnits: 70n,
    })
  })

  it('is not read where one of its calls is not known', () => {
    const { moves, unread } = judged(gradedScheme, [payment, unknown])
    expect(moves).toEqual([])
    expect(unread).toEqual({ what: 'permit', primaryType: 'Proposal' })
  })
})
