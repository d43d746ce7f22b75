import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOLDER, newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n

let stage: SwapStage
beforeEach(async () => {
  stage = await SwapStage.set()
})
afterEach(() => stage.remove())

describe('a reorganisation', () => {
  it('of the source chain before the lock is settled leaves nothing to release', async () => {
    const directory = stage.campaign('shallow')
    const snapshot = await stage.source.request('evm_snapshot')
    const recipient = newRecipient()
    await stage.lockFor(recipient, ETHER)
    await stage.settle(stage.source, 1)
    await stage.relay('relayer-1', directory)
    await stage.relay('relayer-2', directory)
    await stage.source.request('evm_revert', [snapshot])
    const behind = await stage.relay('relayer-1', directory)
    expect([behind.exitCode, behind.json]).toMatchObject([
      5,
      { error: { code: 'SWAP_NODE_BEHIND' } },
    ])
    await stage.settle(stage.source, 20)
    for (const relayer of ['relayer-1', 'relayer-2'] as const) {
      const result = await stage.relay(relayer, directory)
      expect([result.exitCode, result.json]).toMatchObject([0, { attested: [], released: [] }])
    }
    expect(await stage.paid(recipient)).toBe(0n)
  })

  it('deeper than the confirmations, after a release, stops the relayers: nothing is paid twice', async () => {
    const directory = stage.campaign('deep')
    const snapshot = await stage.source.request('evm_snapshot')
    const recipient = newRecipient()
    const lockId = await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.relay('relayer-1', directory)
    await stage.relay('relayer-2', directory)
    expect(await stage.paid(recipient)).toBe(ETHER)

    // The holder's tokens are back, and are locked again under another id.
    await stage.source.request('evm_revert', [snapshot])
    await stage.source.request('evm_increaseTime', [60])
    const again = await stage.lockFor(recipient, ETHER)
    expect(again).not.toBe(lockId)
    await stage.settle(stage.source, 20)
    for (const relayer of ['relayer-1', 'relayer-2', 'relayer-1'] as const) {
      const result = await stage.relay(relayer, directory)
      expect([result.exitCode, result.json]).toMatchObject([
        7,
        { error: { code: 'SWAP_LOCK_VANISHED', details: { lockId, released: true } } },
      ])
    }
    expect(() => stage.attestationFiles(directory, again)).toThrow(/ENOENT/)
    expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(1)
  })

  it('of the target chain takes back a release that was over: the same transaction is offered again', async () => {
    const directory = stage.campaign('target')
    const recipient = newRecipient()
    await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    const snapshot = await stage.target.request('evm_snapshot')
    await stage.relay('relayer-2', directory)
    expect(await stage.paid(recipient)).toBe(ETHER)
    const settled = await stage.relay('relayer-2', directory)
    expect(settled.json).toMatchObject({ attested: [{ kind: 'retirement' }], open: [] })
    await stage.target.request('evm_revert', [snapshot])
    await stage.target.request('evm_increaseTime', [60])
    await stage.settle(stage.target, 5)
    expect(await stage.paid(recipient)).toBe(0n)
    const again = await stage.relay('relayer-2', directory)
    expect(again.exitCode, again.stdout + again.stderr).toBe(0)
    expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(1)
  })

  it('of the source chain that leaves the settled locks where they are changes nothing', async () => {
    const directory = stage.campaign('harmless')
    const before = await stage.tokens(HOLDER)
    const recipient = newRecipient()
    await stage.lockFor(recipient, ETHER)
    await stage.settle()
    await stage.attest('relayer-1', directory)
    await stage.source.request('anvil_reorg', [1, []])
    await stage.relay('relayer-2', directory)
    expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.tokens(HOLDER)).toBe(before - ETHER)
  })
})
