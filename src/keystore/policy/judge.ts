import { ceilingOf, hasCeiling, hasCeilings } from './policy.ts'
import {
  ceilingMissing,
  commandRefused,
  networkRefused,
  overDayCeiling,
  overTransactionCeiling,
  type Ruled,
  recipientRefused,
  recipientUnknown,
  setCodeRefused,
  unreadRefused,
} from './policy-errors.ts'
import {
  type Counterparty,
  type Move,
  type SigningRequest,
  totalsOf,
  UNLIMITED,
} from './signing-request.ts'

/** What one asset adds to its limit of 24 hours. */
export interface DaySpending {
  readonly asset: string
  readonly amountBaseUnits: bigint
  readonly limitBaseUnits: bigint
}

/**
 * Whether the running command may sign at all.
 * @param command as it is typed; undefined where no command runs.
 * @throws POLICY_REFUSED
 */
export function assertCommand(ruled: Ruled, command: string | undefined): void {
  const { commands } = ruled.policy
  if (commands === null) return
  const isAllowed = commands.some(
    (allowed) => command === allowed || command?.startsWith(`${allowed} `),
  )
  if (!isAllowed) throw commandRefused(ruled, command)
}

/**
 * Judges a request by all rules that do not depend on earlier ones.
 * @returns what must fit into the limits of 24 hours.
 * @throws POLICY_REFUSED naming the first rule that is broken.
 */
export function judge(ruled: Ruled, request: SigningRequest): readonly DaySpending[] {
  if (request.unread?.what === 'set-code') throw setCodeRefused(ruled)
  assertNetwork(ruled, request.chainId)
  assertRecipients(ruled, request.counterparties)
  assertReadable(ruled, request)
  return assertAmounts(ruled, request.moves)
}

/** @throws POLICY_REFUSED */
export function assertNetwork(ruled: Ruled, chainId: bigint | null): void {
  const { networks } = ruled.policy
  if (networks === null) return
  if (chainId === null || !networks.some((network) => BigInt(network) === chainId)) {
    throw networkRefused(ruled, chainId)
  }
}

function assertRecipients(ruled: Ruled, counterparties: readonly Counterparty[]): void {
  const { policy } = ruled
  if (policy.recipients === null) return
  const listed = new Set(policy.recipients)
  for (const { address, role } of counterparties) {
    if (address === null) throw recipientUnknown(ruled)
    const isListed = listed.has(address) || (role === 'token' && hasCeiling(policy, address))
    if (!isListed) throw recipientRefused(ruled, address)
  }
}

function assertReadable(ruled: Ruled, { unread }: SigningRequest): void {
  const { policy } = ruled
  if (unread?.what === 'call' && hasCeiling(policy, unread.contract)) {
    throw unreadRefused(ruled, `a call of ${unread.contract} that is none of the known ones`)
  }
  if (unread?.what === 'permit' && (hasCeilings(policy) || policy.recipients !== null)) {
    throw unreadRefused(ruled, `a message of type ${unread.primaryType}`)
  }
}

function assertAmounts(ruled: Ruled, moves: readonly Move[]): DaySpending[] {
  const spending: DaySpending[] = []
  if (!hasCeilings(ruled.policy)) return spending
  for (const [asset, amountBaseUnits] of totalsOf(moves)) {
    const limitBaseUnits = assertAmount(ruled, asset, amountBaseUnits)
    if (limitBaseUnits === undefined || amountBaseUnits === 0n) continue
    spending.push({ asset, amountBaseUnits, limitBaseUnits })
  }
  return spending
}

/** Returns the ceiling of 24 hours, if there is one. @throws POLICY_REFUSED */
function assertAmount(ruled: Ruled, asset: string, baseUnits: bigint): bigint | undefined {
  const { policy } = ruled
  if (baseUnits > 0n && !hasCeiling(policy, asset)) throw ceilingMissing(ruled, asset, baseUnits)
  const perTx = ceilingOf(policy.maxPerTxBaseUnits, asset)
  if (perTx !== undefined && isOver(baseUnits, perTx)) {
    throw overTransactionCeiling(ruled, asset, baseUnits, perTx)
  }
  const perDay = ceilingOf(policy.maxPerDayBaseUnits, asset)
  if (perDay !== undefined && isOver(baseUnits, perDay)) {
    throw overDayCeiling(ruled, asset, { baseUnits, limit: perDay, spent: 0n })
  }
  return perDay
}

/** Exactly the limit is allowed; an unlimited amount never is. */
function isOver(baseUnits: bigint, limit: bigint): boolean {
  return baseUnits > limit || baseUnits >= UNLIMITED
}
