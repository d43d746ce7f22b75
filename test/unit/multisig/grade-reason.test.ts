import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIST_STATUSES } from '../../../src/multisig/policy/policy.ts'
import {
  type GradeReason,
  reasonOfText,
  reasonText,
} from '../../../src/multisig/proposal/grade-reason.ts'

const address = fc.constantFrom(
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
)
const reason: fc.Arbitrary<GradeReason> = fc.oneof(
  fc.record({ kind: fc.constant('daily-limit' as const) }),
  fc.record({ kind: fc.constant('changes-safe' as const) }),
  fc.record({
    kind: fc.constant('safe-threshold' as const),
    owners: fc.integer({ min: 1, max: 256 }),
  }),
  fc.record({ kind: fc.constant('safe-guard' as const), guard: address }),
  fc.record({ kind: fc.constant('safe-module' as const), module: address }),
  fc.record({
    ...{ kind: fc.constant('listed' as const), address },
    status: fc.constantFrom(...LIST_STATUSES),
    name: fc.option(fc.string()),
  }),
)

describe('a reason of a grade', () => {
  it('that a file keeps as text is read back as it was', () => {
    fc.assert(
      fc.property(reason, (one) => {
        expect(reasonOfText(reasonText(one))).toEqual(one)
      }),
    )
  })

  it('keeps its text, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(reasonText(reasonOfText(text))).toBe(text)
      }),
    )
  })

  it.each([
    '0x70997970C51812dc3A010C7d01b50e0d17dc79C8 is denied as',
    'a Safe asks 02 of its owners for everything',
    "not 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 is allow-listed as 'x'",
  ])('that is nearly one is only what a file says: %s', (text) => {
    expect(reasonOfText(text)).toEqual({ kind: 'said', text })
  })
})
