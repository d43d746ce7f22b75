import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCK_STATES } from '../../../src/swap/rules/lock.ts'
import { currentState, type LockFacts, type SwapFacts } from '../../../src/swap/rules/swap-state.ts'
import { exampleLock } from '../../support/swap-lock.ts'

const LOCK = exampleLock()
const EXPIRY = Number(LOCK.releaseExpiry)
const OPENS = Number(LOCK.refundOpens)

const swap: SwapFacts = {
  lockContract: { paused: false, quorum: 2 },
  releaseContract: {
    paused: false,
    closesAt: 9_000_000n,
    maximum: 5_000n,
    factor: 2n,
    dayRoom: 5_000n,
    balanceBaseUnits: 5_000n,
    quorum: 2,
  },
  sourceTime: EXPIRY - 100,
  targetTime: EXPIRY - 100,
  targetSettledTime: EXPIRY - 160,
}
const facts: LockFacts = {
  lock: LOCK,
  now: 'locked',
  settled: 'locked',
  isReleased: false,
  releaseAttestations: 2,
  refundAttestations: 0,
}
const release = (change: Partial<SwapFacts['releaseContract']>): SwapFacts => ({
  ...swap,
  releaseContract: { ...swap.releaseContract, ...change },
})
const late = { ...swap, targetTime: EXPIRY, targetSettledTime: EXPIRY }
const later = { ...late, sourceTime: OPENS }

describe('where a lock stands', () => {
  const cases: [string, string | null, Partial<LockFacts>, SwapFacts][] = [
    ['confirming', 'confirmations', { settled: 'none' }, swap],
    ['attesting', 'relayers', { releaseAttestations: 1 }, swap],
    ['ready', null, {}, swap],
    ['waiting', 'pause', {}, release({ paused: true })],
    ['waiting', 'closing', {}, release({ closesAt: BigInt(EXPIRY - 100) })],
    ['waiting', 'maximum', {}, release({ maximum: 1_999n })],
    ['waiting', 'funds', {}, release({ balanceBaseUnits: 1_999n })],
    ['waiting', 'day-limit', {}, release({ dayRoom: 1_999n })],
    ['ready', null, {}, release({ dayRoom: 2_000n, balanceBaseUnits: 2_000n, maximum: 2_000n })],
    ['released', null, { isReleased: true }, swap],
    ['released', null, { isReleased: true, refundAttestations: 2 }, later],
    ['expired', 'confirmations', {}, { ...swap, targetTime: EXPIRY }],
    ['expired', 'relayers', { refundAttestations: 1 }, late],
    ['expired', 'refund-opens', { refundAttestations: 2 }, late],
    ['expired', 'refund-opens', { refundAttestations: 2 }, { ...late, sourceTime: OPENS - 1 }],
    ['refundable', null, { refundAttestations: 2 }, later],
    [
      'refundable',
      'pause',
      { refundAttestations: 2 },
      { ...later, lockContract: { paused: true, quorum: 2 } },
    ],
    ['refunded', null, { now: 'refunded' }, later],
    ['retired', null, { now: 'retired', isReleased: true }, swap],
  ]

  it.each(cases)('%s, waiting for %s', (state, waitingFor, change, world) => {
    expect(currentState({ ...facts, ...change }, world)).toEqual({ state, waitingFor })
  })

  it('is never ready to be released once it has expired, nor refundable before', () => {
    const time = fc.integer({ min: EXPIRY - 5, max: OPENS + 5 })
    fc.assert(
      fc.property(
        fc.record({
          now: fc.constantFrom(...LOCK_STATES),
          settled: fc.constantFrom(...LOCK_STATES),
          isReleased: fc.boolean(),
          releaseAttestations: fc.nat(3),
          refundAttestations: fc.nat(3),
        }),
        fc.record({ sourceTime: time, targetTime: time, targetSettledTime: time }),
        (known, times) => {
          const { state } = currentState({ lock: LOCK, ...known }, { ...swap, ...times })
          if (state === 'ready') expect(times.targetTime).toBeLessThan(EXPIRY)
          if (state !== 'refundable') return
          expect(times.targetSettledTime).toBeGreaterThanOrEqual(EXPIRY)
          expect(times.sourceTime).toBeGreaterThanOrEqual(OPENS)
          expect([known.isReleased, known.refundAttestations >= 2]).toEqual([false, true])
        },
      ),
    )
  })
})
