import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auditPayments } from '../../../src/migration/audit-payments.ts'
import type { DistributorState } from '../../../src/migration/distributor/distributor.ts'
import type { PaymentRecord } from '../../../src/migration/distributor/distributor-logs.ts'
import { PaidLeaves, paidWordRange } from '../../../src/migration/distributor/paid-leaves.ts'
import { AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { leafNode } from '../../../src/migration/tree/merkle-nodes.ts'

const campaigns = fc.uniqueArray(fc.bigInt({ min: 1n, max: 10n ** 30n }), {
  minLength: 1,
  maxLength: 40,
})

function tableOf(amounts: readonly bigint[]): AllocationTable {
  return AllocationTable.from(
    amounts.map((amountBaseUnits, index) => ({
      account: `0x${(index + 1).toString(16).padStart(40, '0')}`,
      amountBaseUnits,
    })),
  )
}

function paidLeaves(leafCount: number, paid: readonly number[]): PaidLeaves {
  const { first, count } = paidWordRange(leafCount)
  const words = Array.from({ length: count }, (_, word) =>
    paid
      .map((index) => leafNode(leafCount, index) - (first + word) * 256)
      .filter((bit) => bit >= 0 && bit < 256)
      .reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n),
  )
  return new PaidLeaves(leafCount, words)
}

/** A campaign in which every third leaf is paid and all books agree. */
function sound(amounts: readonly bigint[], surplus: bigint, isOver: boolean) {
  const paid = amounts.map((_, index) => index).filter((index) => index % 3 === 0)
  const totalBaseUnits = amounts.reduce((sum, amount) => sum + amount, 0n)
  const paidBaseUnits = paid.reduce((sum, index) => sum + (amounts[index] as bigint), 0n)
  const state: DistributorState = {
    root: `0x${'0'.repeat(64)}`,
    leafCount: amounts.length,
    totalBaseUnits,
    asset: 'native',
    deadlineSeconds: 1000,
    remainderTo: '0x',
    owner: '0x',
    blockNumber: 1,
    timestampSeconds: isOver ? 1000 : 999,
    code: '0x',
    isPaused: false,
    paidBaseUnits,
    balanceBaseUnits: totalBaseUnits - paidBaseUnits + surplus,
  }
  const record: PaymentRecord = {
    paid,
    paidBaseUnits,
    fundedBaseUnits: totalBaseUnits + surplus,
    closedBaseUnits: 0n,
  }
  return { allocations: tableOf(amounts), leaves: paidLeaves(amounts.length, paid), state, record }
}

function failing(
  { allocations, leaves }: ReturnType<typeof sound>,
  state: DistributorState,
  record: PaymentRecord,
): string[] {
  const { checks } = auditPayments(allocations, leaves, state, record)
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

describe('a reconciliation', () => {
  it('puts every unit that came in into exactly one place', () => {
    fc.assert(
      fc.property(
        campaigns,
        fc.bigInt({ min: 0n, max: 99n }),
        fc.boolean(),
        (amounts, surplus, isOver) => {
          const { allocations, leaves, state, record } = sound(amounts, surplus, isOver)
          const found = auditPayments(allocations, leaves, state, record)
          expect(found.checks.filter(({ ok }) => !ok)).toEqual([])
          const { paidBaseUnits, unpaidBaseUnits, remainderBaseUnits } = found
          expect(paidBaseUnits + unpaidBaseUnits + remainderBaseUnits).toBe(
            state.totalBaseUnits + surplus,
          )
          expect(unpaidBaseUnits === 0n || !isOver).toBe(true)
          expect(found.paid + found.unpaid).toBe(amounts.length)
        },
      ),
    )
  })

  it('counts what was closed out', () => {
    const given = sound([5n, 7n, 11n], 0n, true)
    const state = { ...given.state, balanceBaseUnits: 0n }
    const record = { ...given.record, closedBaseUnits: 18n }
    expect(failing(given, state, record)).toEqual([])
    expect(failing(given, state, given.record)).toContain('funding')
  })

  it('finds a single unit that is missing', () => {
    fc.assert(
      fc.property(campaigns, (amounts) => {
        const given = sound(amounts, 0n, false)
        const { state, record } = given
        const poorer = { ...state, balanceBaseUnits: state.balanceBaseUnits - 1n }
        expect(failing(given, poorer, record)).toContain('funding')
        const more = { ...state, paidBaseUnits: state.paidBaseUnits + 1n }
        expect(failing(given, more, record)).toContain('paid sum')
        const events = { ...record, paidBaseUnits: record.paidBaseUnits + 1n }
        expect(failing(given, state, events)).toEqual(['paid sum by events'])
      }),
    )
  })

  it('finds a leaf paid twice, and one paid without its bit', () => {
    const given = sound([5n, 7n, 11n, 13n], 0n, false)
    const twice = { ...given.record, paid: [...given.record.paid, 0] }
    expect(failing(given, given.state, twice)).toEqual(['payments twice'])
    const stranger = { ...given.record, paid: [0, 1] }
    expect(failing(given, given.state, stranger)).toEqual(['payments without a paid bit'])
    const beyond = { ...given.record, paid: [0, 3, 4] }
    expect(failing(given, given.state, beyond)).toContain('payments without a paid bit')
  })
})
