import { bytesToHex } from '../../primitives/hex.ts'
import type { DistributorState, DistributorTerms } from './distributor.ts'
import { distributorCode } from './distributor-code.ts'
import { distributorMismatch } from './distributor-errors.ts'

/** One comparison of a statement with the facts. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** The value found; if the check fails, the expected one too. */
  readonly detail: string
}

/** Whether the contract on the chain is the distributor of these terms. Pure. */
export function distributorChecks(terms: DistributorTerms, state: DistributorState): Check[] {
  return [
    codeCheck(terms, state),
    equal('root', terms.root, state.root),
    equal('leaves', terms.leafCount, state.leafCount),
    equal('total', terms.totalBaseUnits, state.totalBaseUnits),
    equal('asset', terms.asset, state.asset),
    equal('remainder address', terms.remainderTo, state.remainderTo),
    equal('owner', terms.owner, state.owner),
    deadlineCheck(terms, state),
  ]
}

/** @throws DISTRIBUTOR_MISMATCH naming what differs. */
export function assertDistributor(
  address: string,
  terms: DistributorTerms,
  state: DistributorState,
): void {
  const failures = distributorChecks(terms, state).filter(({ ok }) => !ok)
  if (failures.length === 0) return
  throw distributorMismatch(
    address,
    failures.map(({ name, detail }) => `${name}: ${detail}`),
  )
}

/** Checks that a value is exactly the expected one. */
export function equal(
  name: string,
  expected: string | number | bigint,
  found: string | number | bigint,
): Check {
  const ok = expected === found
  return { name, ok, detail: ok ? `${found}` : `${found} instead of ${expected}` }
}

function codeCheck(terms: DistributorTerms, { code }: DistributorState): Check {
  const ok = code.toLowerCase() === bytesToHex(distributorCode(terms))
  const size = `${code.length / 2 - 1} bytes`
  return { name: 'code', ok, detail: ok ? size : 'is not that of a distributor with these terms' }
}

/** Pauses move the deadline later, never earlier. */
function deadlineCheck(terms: DistributorTerms, { deadlineSeconds }: DistributorState): Check {
  const later = deadlineSeconds - terms.deadlineSeconds
  if (later > 0) return { name: 'deadline', ok: true, detail: `${later} s later, by pauses` }
  return equal('deadline', terms.deadlineSeconds, deadlineSeconds)
}
