import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releaseInterface } from '../../../src/swap/contracts/release-contract.ts'
import { answers } from '../../support/fault-rules.ts'
import { startFaultyProxy } from '../../support/faulty-proxy.ts'
import { HOLDER, HOUR, newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n

let stage: SwapStage
beforeAll(async () => {
  stage = await SwapStage.set()
})
afterAll(() => stage.remove())

describe('a swap between two chains', () => {
  it('releases what is locked, once a quorum of relayers has seen it settled', async () => {
    const directory = stage.campaign('happy')
    const recipient = newRecipient()
    const locked = await stage.run(
      'holder',
      directory,
      'lock',
      '--amount',
      '12.5',
      '--to',
      recipient,
      '--json',
    )
    expect(locked.exitCode, locked.stdout + locked.stderr).toBe(0)
    const { lockId } = locked.json as { lockId: string }
    expect(locked.json).toMatchObject({
      state: 'confirming',
      recipient,
      amountBaseUnits: String((25n * ETHER) / 2n),
      alreadyDone: false,
    })

    const early = await stage.relay('relayer-1', directory)
    expect(early.exitCode, early.stdout + early.stderr).toBe(0)
    expect(early.json).toMatchObject({ attested: [], released: [] })

    await stage.settle()
    const first = await stage.relay('relayer-1', directory)
    expect(first.json).toMatchObject({
      attested: [{ kind: 'release', lockId }],
      released: [],
      open: [{ lockId, state: 'attesting', waitingFor: 'relayers' }],
    })
    const second = await stage.relay('relayer-2', directory)
    expect(second.json).toMatchObject({
      attested: [{ kind: 'release', lockId }],
      released: [{ lockId, recipient }],
      open: [],
    })
    expect(await stage.paid(recipient)).toBe((25n * ETHER) / 2n)

    const again = await stage.relay('relayer-1', directory)
    expect([again.exitCode, again.json]).toMatchObject([0, { released: [], open: [] }])
    expect(await stage.releases()).toBe(1)
    const status = await stage.run('holder', directory, 'status', lockId, '--json')
    expect(status.json).toMatchObject({ lockId, state: 'released', waitingFor: null })
    const told = await stage.run('holder', directory, 'status')
    expect([told.exitCode, told.stdout]).toEqual([0, expect.stringContaining(lockId)])
  })

  it('locks once, however often it is said; another equal lock has a reference', async () => {
    const directory = stage.campaign('twice')
    const recipient = newRecipient()
    const order = ['lock', '--amount', '1', '--to', recipient, '--json']
    const before = await stage.tokens(HOLDER)
    const planned = await stage.run('holder', directory, ...order, '--dry-run')
    expect(planned.json).toMatchObject({ planned: true, lockId: null })
    expect(await stage.tokens(HOLDER)).toBe(before)
    const first = await stage.run('holder', directory, ...order)
    const second = await stage.run('holder', directory, ...order)
    const { lockId } = first.json as { lockId: string }
    expect(second.json).toMatchObject({ lockId, state: 'confirming', alreadyDone: true })
    expect(await stage.tokens(HOLDER)).toBe(before - ETHER)
    const other = await stage.run('holder', directory, ...order, '--reference', 'second')
    expect(other.json).toMatchObject({ alreadyDone: false })
    expect(await stage.tokens(HOLDER)).toBe(before - 2n * ETHER)
    await stage.settle()
    const later = await stage.run('holder', directory, ...order)
    expect(later.json).toMatchObject({ lockId, state: 'locked', alreadyDone: true })
  })

  it('gives back what was not released in time, and only then', async () => {
    const directory = stage.campaign('refund')
    const before = await stage.tokens(HOLDER)
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, 7n * ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const early = await stage.run('holder', directory, 'refund', lockId, '--json')
    expect([early.exitCode, early.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_REFUND_TOO_EARLY' } },
    ])
    await stage.pass(2 * HOUR)
    await stage.settle()
    const expired = await stage.relay('relayer-1', directory)
    const refund = expect.arrayContaining([{ kind: 'refund', lockId }])
    expect(expired.json).toMatchObject({ attested: refund, released: [] })
    // The second relayer comes too late to attest the release.
    const other = await stage.relay('relayer-2', directory)
    expect(other.json).toMatchObject({
      attested: refund,
      released: [],
      open: expect.arrayContaining([
        expect.objectContaining({ lockId, state: 'expired', waitingFor: 'refund-opens' }),
      ]),
    })
    await stage.pass(HOUR)
    const refunded = await stage.run('holder', directory, 'refund', lockId, '--json')
    expect(refunded.json, refunded.stdout).toMatchObject({ state: 'refunded', alreadyDone: false })
    expect(await stage.tokens(HOLDER)).toBe(before)
    expect(await stage.paid(recipient)).toBe(0n)
    const again = await stage.run('holder', directory, 'refund', lockId, '--json')
    expect([again.exitCode, again.json]).toMatchObject([0, { alreadyDone: true }])
    const status = await stage.run('holder', directory, 'status', lockId, '--json')
    expect(status.json).toMatchObject({ state: 'refunded' })
    const retired = await stage.run('owner', directory, 'retire', lockId, '--json')
    expect([retired.exitCode, retired.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_NOT_RETIRABLE' } },
    ])

    // A target chain that released it all the same, as this node says, has paid it twice.
    const isReleased = releaseInterface.getFunction('isReleased')?.selector as string
    const proxy = await startFaultyProxy(stage.target.rpcUrl, ({ method, params }) => {
      const [call] = params as [{ data?: string } | undefined]
      const isAsked = method === 'eth_call' && call?.data?.startsWith(isReleased)
      return isAsked ? answers(`0x${'1'.padStart(64, '0')}`) : undefined
    })
    const twice = stage.campaign('ended-twice', { target: [proxy.url] })
    const stopped = await stage.relay('relayer-1', twice)
    await proxy.close()
    expect([stopped.exitCode, stopped.json]).toMatchObject([
      7,
      { error: { code: 'SWAP_ENDED_TWICE', details: { lockId } } },
    ])
  })
})
