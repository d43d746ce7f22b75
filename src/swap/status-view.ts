import { formatAmount } from '../primitives/amount.ts'
import { amountText } from '../primitives/amount-text.ts'
import { formatInstant } from '../primitives/instant.ts'
import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { LockStatus, SwapStatus } from './swap-status.ts'
import type { SwapUnits } from './units.ts'

/** All locks of a swap. */
export function swapStatusView(status: SwapStatus, units: SwapUnits): View {
  const { locks, lockedBaseUnits, releasedBaseUnits, fundsBaseUnits, dayRoomBaseUnits } = status
  return {
    json: { ...status, locks: locks.map(lockJson) },
    text: [
      textFacts([
        ['locked', amountText(lockedBaseUnits, units.locked)],
        ['released', amountText(releasedBaseUnits, units.paid)],
        ['funds', amountText(fundsBaseUnits, units.paid)],
        ['room today', amountText(dayRoomBaseUnits, units.paid)],
        ['quorum', `${status.quorum} of ${status.relayers} relayers`],
        ...(status.paused.lock ? [['paused', 'the lock contract'] as const] : []),
        ...(status.paused.release ? [['paused', 'the release contract'] as const] : []),
      ]),
      locks.length === 0
        ? 'Nothing is locked yet.'
        : textTable(
            ['no', 'lock', 'amount', 'recipient', 'state', 'waits for'],
            locks.map(({ lock, lockId, state, waitingFor }) => [
              String(lock.nonce),
              lockId,
              formatAmount(lock.amount, units.locked.decimals, units.locked.symbol),
              lock.recipient,
              state,
              waitingFor ?? '',
            ]),
          ),
    ].join('\n'),
  }
}

const HAS_ENDED: ReadonlySet<string> = new Set(['refunded', 'retired'])

/** One lock. */
export function lockStatusView(status: LockStatus, quorum: number, units: SwapUnits): View {
  const { lock, lockId, state, waitingFor, releaseAttestations, refundAttestations } = status
  const attested = `release ${releaseAttestations}, refund ${refundAttestations}, of ${quorum}`
  return {
    json: lockJson(status),
    text: textFacts([
      ['lock', lockId],
      ['state', state],
      ...(waitingFor ? [['waits for', waitingFor] as const] : []),
      ['amount', amountText(lock.amount, units.locked)],
      ['from', lock.sender],
      ['for', lock.recipient],
      ['released until', formatInstant(lock.releaseExpiry)],
      ['refund from', formatInstant(lock.refundOpens)],
      // They are not counted for a lock that has ended.
      ...(HAS_ENDED.has(state) ? [] : [['attested', attested] as const]),
    ]),
  }
}

function lockJson(status: LockStatus): object {
  const { lock, lockId, state, waitingFor, releaseAttestations, refundAttestations } = status
  return {
    lockId,
    nonce: Number(lock.nonce),
    state,
    waitingFor,
    sender: lock.sender,
    recipient: lock.recipient,
    amountBaseUnits: lock.amount,
    releaseExpiry: formatInstant(lock.releaseExpiry),
    refundOpens: formatInstant(lock.refundOpens),
    releaseAttestations,
    refundAttestations,
  }
}
