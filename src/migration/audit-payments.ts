// Compares the state of a distributor with the allocation, to the unit. Pure.

import type { PaymentAudit } from './audit-result.ts'
import type { DistributorState } from './distributor/distributor.ts'
import { type Check, equal } from './distributor/distributor-checks.ts'
import type { PaymentRecord } from './distributor/distributor-logs.ts'
import type { PaidLeaves } from './distributor/paid-leaves.ts'
import type { AllocationTable } from './tree/allocation-table.ts'

/** @param record events of the distributor; without them the checks of events are left out. */
export function auditPayments(
  allocations: AllocationTable,
  paid: PaidLeaves,
  state: DistributorState,
  record: PaymentRecord | undefined,
): PaymentAudit {
  const sums = sumsOf(allocations, paid)
  const isOpen = state.timestampSeconds < state.deadlineSeconds
  const unpaidBaseUnits = isOpen ? state.totalBaseUnits - sums.paidBaseUnits : 0n
  const closed = record?.closedBaseUnits ?? 0n
  return {
    checks: [
      equal('paid bits', sums.paid, paid.bits),
      equal('paid sum', sums.paidBaseUnits, state.paidBaseUnits),
      fundingCheck(state, unpaidBaseUnits, closed),
      ...(record ? recordChecks(record, sums, paid, state) : []),
    ],
    paid: sums.paid,
    unpaid: allocations.length - sums.paid,
    paidBaseUnits: sums.paidBaseUnits,
    unpaidBaseUnits,
    remainderBaseUnits: state.balanceBaseUnits + closed - unpaidBaseUnits,
  }
}

function sumsOf(allocations: AllocationTable, leaves: PaidLeaves) {
  let [paid, paidBaseUnits] = [0, 0n]
  for (const index of leaves.indexes()) {
    paid++
    paidBaseUnits += allocations.amountBaseUnits(index)
  }
  return { paid, paidBaseUnits }
}

/** Anyone can send more than needed, so a surplus is not an error. */
function fundingCheck(state: DistributorState, unpaid: bigint, closed: bigint): Check {
  const { balanceBaseUnits, paidBaseUnits, totalBaseUnits } = state
  const cameIn = balanceBaseUnits + paidBaseUnits + closed
  const surplus = cameIn - totalBaseUnits
  const ok = surplus >= 0n && balanceBaseUnits >= unpaid
  const parts = `${paidBaseUnits} paid + ${balanceBaseUnits} held + ${closed} closed out`
  const against =
    surplus === 0n ? 'equals' : surplus > 0n ? `is ${surplus} above` : `is ${-surplus} below`
  return { name: 'funding', ok, detail: `${parts} ${against} the total ${totalBaseUnits}` }
}

function recordChecks(
  record: PaymentRecord,
  sums: { paid: number; paidBaseUnits: bigint },
  leaves: PaidLeaves,
  { asset, balanceBaseUnits }: DistributorState,
): Check[] {
  const once = new Set(record.paid)
  const twice = record.paid.length - once.size
  const strangers = [...once].filter((index) => !isLeaf(leaves, index) || !leaves.isPaid(index))
  const accounted = balanceBaseUnits + sums.paidBaseUnits + record.closedBaseUnits
  return [
    equal('payments by events', sums.paid, once.size),
    equal('payments twice', 0, twice),
    equal('payments without a paid bit', 0, strangers.length),
    equal('paid sum by events', sums.paidBaseUnits, record.paidBaseUnits),
    ...(asset === 'native' ? [inflowCheck(record.fundedBaseUnits, accounted)] : []),
  ]
}

/**
 * Coin can be forced into any account without an event (as a block reward), so there may be more.
 */
function inflowCheck(funded: bigint, accounted: bigint): Check {
  const ok = accounted >= funded
  return {
    name: 'inflow by events',
    ok,
    detail: ok ? `${funded}` : `${funded} came in, but only ${accounted} is accounted for`,
  }
}

function isLeaf({ leafCount }: PaidLeaves, index: number): boolean {
  return index >= 0 && index < leafCount
}
