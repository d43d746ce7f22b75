import { describe, expect, it } from 'vitest'
import {
  type CampaignFacts,
  type ChainFacts,
  statusOf,
} from '../../../src/migration/status-rules.ts'

const SNAPSHOT = 'a'.repeat(64)
const ALLOCATION = 'b'.repeat(64)

const nothing: CampaignFacts = {
  mode: 'push',
  snapshotDigest: null,
  tree: null,
  published: null,
  chain: null,
}
const built: CampaignFacts = {
  ...nothing,
  snapshotDigest: SNAPSHOT,
  tree: {
    snapshotDigest: SNAPSHOT,
    allocationDigest: ALLOCATION,
    leaves: 10,
    totalBaseUnits: 1000n,
    symbol: 'CMT',
    decimals: 18,
  },
}
const onChain: ChainFacts = {
  address: '0x1111111111111111111111111111111111111111',
  paid: 0,
  paidBaseUnits: 0n,
  balanceBaseUnits: 1000n,
  isFunded: true,
  isPaused: false,
  isOver: false,
  deadlineSeconds: 2_000_000_000,
}

function published(chain: Partial<ChainFacts> = {}, facts: Partial<CampaignFacts> = {}) {
  return statusOf({
    ...built,
    published: { allocation: ALLOCATION, isOurs: true },
    chain: { ...onChain, ...chain },
    ...facts,
  })
}

describe('the status of a campaign', () => {
  it('begins with the snapshot', () => {
    const { steps, next, paid, unpaid } = statusOf(nothing)
    expect(steps).toEqual({
      snapshot: 'due',
      build: 'later',
      publish: 'later',
      distribute: 'later',
      close: 'later',
    })
    expect(next).toBe('snapshot')
    expect([paid, unpaid]).toEqual([0, 0])
  })

  it('goes on to build and publish', () => {
    expect(statusOf({ ...nothing, snapshotDigest: SNAPSHOT }).next).toBe('build')
    expect(statusOf(built)).toMatchObject({
      next: 'publish',
      unpaid: 10,
      totalBaseUnits: 1000n,
    })
  })

  it('says when a build is of another snapshot', () => {
    const { steps } = statusOf({ ...built, snapshotDigest: 'c'.repeat(64) })
    expect(steps).toMatchObject({ build: 'stale', publish: 'later' })
  })

  it.each([
    [0, 'due', 'distribute'],
    [4, 'partial', 'distribute'],
    [10, 'done', null],
  ])('with %i of 10 paid has distribute %s', (paid, state, next) => {
    const status = published({ paid })
    expect(status.steps.distribute).toBe(state)
    expect(status.next).toBe(next)
    expect(status.unpaid).toBe(10 - paid)
  })

  it('has publishing unfinished while the money is not there', () => {
    expect(published({ isFunded: false })).toMatchObject({
      steps: { publish: 'partial' },
      next: 'publish',
    })
  })

  it('says when something else was published', () => {
    for (const other of [
      { allocation: ALLOCATION, isOurs: false },
      { allocation: 'c'.repeat(64), isOurs: true },
    ]) {
      expect(published({}, { published: other }).steps.publish).toBe('stale')
    }
  })

  it('is to be closed after the deadline, until nothing is left', () => {
    expect(published({ paid: 4, isOver: true })).toMatchObject({
      steps: { distribute: 'done', close: 'due' },
      next: 'close',
    })
    expect(published({ paid: 4, isOver: true, balanceBaseUnits: 0n })).toMatchObject({
      steps: { close: 'done' },
      next: null,
    })
  })

  it('knows what a mode does not have', () => {
    expect(published({}, { mode: 'claim' }).steps.distribute).toBe('none')
    expect(published({}, { mode: 'transfers' }).steps.close).toBe('none')
  })
})
