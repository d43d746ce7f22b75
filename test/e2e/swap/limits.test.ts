import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n
/** Code that reverts whatever is sent to it. */
const REFUSING = '0x60006000fd'

let stage: SwapStage
beforeAll(async () => {
  stage = await SwapStage.set({ dayLimit: 10n * ETHER, funds: 15n * ETHER, open: false })
})
afterAll(() => stage.remove())

describe('a swap that stands still', () => {
  it('takes nothing before its owner has opened it, which is done once', async () => {
    const directory = stage.campaign('closed')
    const order = ['lock', '--amount', '1', '--to', newRecipient(), '--json']
    const refused = await stage.run('holder', directory, ...order)
    expect([refused.exitCode, refused.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_NOT_OPEN' } },
    ])
    const stranger = await stage.run('holder', directory, 'open', '--json')
    expect([stranger.exitCode, stranger.json]).toMatchObject([
      3,
      { error: { code: 'TX_SIMULATION_REVERTED' } },
    ])
    const closed = await stage.relay('relayer-1', directory)
    expect([closed.exitCode, closed.json]).toMatchObject([3, { error: { code: 'SWAP_NOT_OPEN' } }])
    const opened = await stage.run('owner', directory, 'open', '--json')
    expect([opened.exitCode, opened.json]).toMatchObject([0, { act: 'open', alreadyDone: false }])
    const again = await stage.run('owner', directory, 'open', '--json')
    expect([again.exitCode, again.json]).toMatchObject([0, { alreadyDone: true }])
    const young = await stage.relay('relayer-1', directory)
    expect([young.exitCode, young.json]).toMatchObject([0, { sourceBlock: null, attested: [] }])
    const locked = await stage.run('holder', directory, ...order)
    expect(locked.exitCode, locked.stdout).toBe(0)
  })

  it('releases nothing while it is paused, and all of it afterwards', async () => {
    const directory = stage.campaign('paused')
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    const paused = await stage.run('owner', directory, 'pause', '--side', 'target', '--json')
    expect([paused.exitCode, paused.json]).toMatchObject([0, { alreadyDone: false }])
    await stage.attest('relayer-1', directory)
    const waiting = await stage.relay('relayer-2', directory)
    expect([waiting.exitCode, waiting.json]).toMatchObject([
      0,
      { released: [], open: [{}, { lockId, state: 'waiting', waitingFor: 'pause' }] },
    ])
    await stage.run('owner', directory, 'unpause', '--side', 'target')
    const after = await stage.relay('relayer-2', directory)
    expect(after.json).toMatchObject({ released: [{}, { lockId }], open: [] })
    expect(await stage.paid(recipient)).toBe(ETHER)
  })

  it('waits for the limit of the day, for funds, and never for a recipient that refuses', async () => {
    const directory = stage.campaign('limits')
    const refusing = newRecipient()
    await stage.target.request('anvil_setCode', [refusing, REFUSING])
    const [good, large] = [newRecipient(), newRecipient()]
    const refusedId = await stage.lockFor(refusing, ETHER)
    await stage.lockFor(good, 3n * ETHER)
    const largeId = await stage.lockFor(large, 6n * ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const first = await stage.relay('relayer-2', directory)
    expect(first.exitCode, first.stdout).toBe(0)
    expect(first.json).toMatchObject({
      released: [{ recipient: good }],
      open: [
        { lockId: refusedId, state: 'waiting', waitingFor: 'recipient' },
        { lockId: largeId, state: 'waiting', waitingFor: 'day-limit' },
      ],
    })
    const told = await stage.run('relayer-2', directory, 'relay', '--once')
    expect([told.exitCode, told.stdout]).toEqual([0, expect.stringContaining('day-limit')])
    const unreleased = await stage.run('owner', directory, 'retire', refusedId, '--json')
    expect([unreleased.exitCode, unreleased.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_QUORUM_MISSING' } },
    ])

    await stage.target.request('anvil_setBalance', [stage.release, '0x1'])
    const tooLarge = await stage.lockFor(newRecipient(), 11n * ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const poor = await stage.relay('relayer-2', directory)
    expect([poor.exitCode, poor.json]).toMatchObject([
      0,
      {
        released: [],
        open: [
          { lockId: refusedId, waitingFor: 'funds' },
          { lockId: largeId, state: 'waiting', waitingFor: 'funds' },
          { lockId: tooLarge, state: 'waiting', waitingFor: 'maximum' },
        ],
      },
    ])
    await stage.target.request('anvil_setBalance', [
      stage.release,
      `0x${(10n * ETHER).toString(16)}`,
    ])
  })

  it('takes no more than the holder has, nor an amount it cannot read', async () => {
    const directory = stage.campaign('amounts')
    const lock = (...args: string[]) =>
      stage.run('holder', directory, 'lock', '--to', newRecipient(), '--json', ...args)
    const cases: [string, number, string][] = [
      ['1000.5', 3, 'SWAP_CANNOT_LOCK'],
      ['0', 3, 'SWAP_CANNOT_LOCK'],
      ['1.0000000000000000001', 2, 'AMOUNT_INVALID'],
    ]
    for (const [amount, exitCode, code] of cases) {
      const result = await lock('--amount', amount)
      expect([amount, result.exitCode, result.json]).toMatchObject([
        amount,
        exitCode,
        { error: { code } },
      ])
    }
    const poor = await stage.run(
      'relayer-1',
      directory,
      'lock',
      '--amount',
      '1',
      '--to',
      newRecipient(),
      '--json',
    )
    expect([poor.exitCode, poor.json]).toMatchObject([3, { error: { code: 'FUNDS_TOO_LOW' } }])
  })

  it('is attested by its relayers alone, on its own chains', async () => {
    const directory = stage.campaign('strangers')
    const stranger = await stage.relay('holder', directory)
    expect([stranger.exitCode, stranger.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_NOT_RELAYER' } },
    ])
    const crossed = stage.campaign('crossed', { source: [stage.target.rpcUrl] })
    const wrongChain = await stage.relay('relayer-1', crossed)
    expect([wrongChain.exitCode, wrongChain.json]).toMatchObject([
      7,
      { error: { code: 'CHAIN_ID_MISMATCH' } },
    ])
    const { lock } = stage
    stage.lock = stage.token
    const foreign = stage.campaign('foreign')
    stage.lock = lock
    const elsewhere = await stage.relay('relayer-1', foreign)
    expect([elsewhere.exitCode, elsewhere.json]).toMatchObject([
      7,
      { error: { code: 'SWAP_CONTRACT_FOREIGN' } },
    ])
    const { release } = stage
    stage.release = stage.lock
    const other = stage.campaign('other-release')
    stage.release = release
    const order = ['lock', '--amount', '1', '--to', newRecipient(), '--json']
    const mismatched = await stage.run('holder', other, ...order)
    expect([mismatched.exitCode, mismatched.json]).toMatchObject([
      7,
      { error: { code: 'SWAP_CONTRACTS_MISMATCH' } },
    ])
    const yaml = join(foreign, 'migration.yaml')
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/^swap:.*/ms, ''))
    const none = await stage.run('holder', foreign, 'status', '--json')
    expect([none.exitCode, none.json]).toMatchObject([2, { error: { code: 'SWAP_MISSING' } }])
    for (const [reference, exitCode, code] of [
      ['999', 4, 'SWAP_LOCK_UNKNOWN'],
      ['first', 2, 'SWAP_LOCK_ID_INVALID'],
    ] as const) {
      const unknown = await stage.run('holder', directory, 'status', reference, '--json')
      expect([unknown.exitCode, unknown.json]).toMatchObject([exitCode, { error: { code } }])
    }
  })

  it('takes tokens of released locks out of circulation', async () => {
    const directory = stage.campaign('paused')
    await stage.relay('relayer-1', directory)
    await stage.relay('relayer-2', directory)
    const before = await stage.tokens(stage.lock)
    const retired = await stage.run('owner', directory, 'retire', '0', '--json')
    expect([retired.exitCode, retired.json]).toMatchObject([0, { state: 'retired' }])
    expect(await stage.tokens(stage.lock)).toBe(before - ETHER)
    const again = await stage.run('owner', directory, 'retire', '0', '--json')
    expect(again.json).toMatchObject({ alreadyDone: true })
    const said = await stage.run('owner', directory, 'retire', '0')
    expect(said.stdout).toContain('1 CMT (1000000000000000000 base units)')
    const open = await stage.run('owner', directory, 'refund', '0', '--json')
    expect([open.exitCode, open.json]).toMatchObject([
      3,
      { error: { code: 'SWAP_NOT_REFUNDABLE' } },
    ])
  })
})
