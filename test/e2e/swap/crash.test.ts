import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finished } from '../../support/capstan.ts'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { type Actor, newRecipient, SwapStage } from '../../support/swap-stage.ts'

const ETHER = 10n ** 18n

let stage: SwapStage
let proxy: FaultyProxy
beforeAll(async () => {
  stage = await SwapStage.set()
  proxy = await startFaultyProxy(stage.target.rpcUrl)
})
afterAll(async () => {
  await proxy.close()
  stage.remove()
})

/** A settled lock that one relayer has attested. */
async function attestedLock(directory: string) {
  const recipient = newRecipient()
  const lockId = await stage.lockFor(recipient, ETHER)
  await stage.settle()
  await stage.attest('relayer-1', directory)
  return { lockId, recipient }
}

describe('a relayer that is killed', () => {
  const moments: [string, string, Fault['kind'] | null][] = [
    ['before it attests', 'eth_getBlockByNumber', 'drop'],
    ['after it has attested', 'eth_estimateGas', 'drop'],
    ['after it has signed, before the node has it', 'eth_sendRawTransaction', 'drop'],
    ['after it has sent, before it knows', 'eth_sendRawTransaction', 'loseAnswer'],
    ['before it knows that it is mined', 'eth_getTransactionReceipt', 'drop'],
  ]

  it.each(moments)('%s releases once when it runs again', async (_, method, kind) => {
    const directory = stage.campaign(
      `killed-${moments.findIndex(([, m, k]) => m === method && k === kind)}`,
      {
        target: [proxy.url],
      },
    )
    proxy.setRule(undefined)
    const { recipient } = await attestedLock(directory)
    const before = await stage.releases()
    const child = stage.start('relayer-2', directory, 'relay', '--once', '--json')
    const ended = finished(child)
    proxy.setRule((call) => {
      if (call.method !== method) return undefined
      child.kill('SIGKILL')
      return { kind } as Fault
    })
    expect((await ended).signal).toBe('SIGKILL')
    proxy.setRule(undefined)
    const again = await stage.relay('relayer-2', directory)
    expect(again.exitCode, again.stdout + again.stderr).toBe(0)
    expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(before + 1)
  })
})

describe('relayers that run at once', () => {
  it('two of one key and one of each other release every lock once', async () => {
    const directory = stage.campaign('crowd')
    const recipients = [newRecipient(), newRecipient(), newRecipient()]
    for (const recipient of recipients) await stage.lockFor(recipient, ETHER)
    await stage.settle()
    const before = await stage.releases()
    const actors: Actor[] = ['relayer-1', 'relayer-1', 'relayer-2', 'relayer-3']
    const crowd = await Promise.all(actors.map((actor) => stage.relay(actor, directory)))
    for (const { exitCode, stdout } of crowd) expect(exitCode, stdout).toBe(0)
    // Whoever came first may have found no quorum yet.
    const last = await stage.relay('relayer-1', directory)
    expect([last.exitCode, last.json]).toMatchObject([0, { open: [] }])
    for (const recipient of recipients) expect(await stage.paid(recipient)).toBe(ETHER)
    expect(await stage.releases()).toBe(before + recipients.length)
  })
})

describe('the folder that relayers share', () => {
  it('holds a damaged attestation: it is not counted, and does not stop the others', async () => {
    const directory = stage.campaign('damaged')
    const { lockId, recipient } = await attestedLock(directory)
    const [file = ''] = stage.attestationFiles(directory, lockId)
    appendFileSync(join(directory, 'out/swap/attestations', lockId, file), ' ')
    const second = await stage.relay('relayer-2', directory)
    expect([second.exitCode, second.json]).toMatchObject([
      0,
      { released: [], warnings: [expect.stringContaining(file)] },
    ])
    const third = await stage.relay('relayer-3', directory)
    expect(third.json).toMatchObject({ released: [{ lockId }] })
    expect(await stage.paid(recipient)).toBe(ETHER)
  })

  it('gets a new attestation of a relayer in place of its damaged one', async () => {
    const directory = stage.campaign('repaired')
    const { lockId } = await attestedLock(directory)
    const [name = ''] = stage.attestationFiles(directory, lockId)
    const file = join(directory, 'out/swap/attestations', lockId, name)
    writeFileSync(file, 'nothing')
    const again = await stage.relay('relayer-1', directory)
    expect(again.json).toMatchObject({
      attested: expect.arrayContaining([{ kind: 'release', lockId }]),
    })
  })

  it('holds attestations for a lock that nobody made: they are not read', async () => {
    const directory = stage.campaign('invented')
    const file = join(directory, 'out/swap/attestations', `0x${'1'.repeat(64)}`, 'release-x.json')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '{}')
    const result = await stage.relay('relayer-1', directory)
    expect([result.exitCode, result.json]).toMatchObject([0, { warnings: [] }])
  })

  it('gets no attestation before its relayer has noted the block of its lock', async () => {
    const directory = stage.campaign('unnoted')
    const lockId = await stage.lockFor(newRecipient(), ETHER)
    await stage.settle()
    mkdirSync(join(directory, 'out'))
    symlinkSync('nowhere', join(directory, 'out/swap'))
    const folder = join(stage.root, 'unnoted-attestations')
    const result = await stage.relay('relayer-1', directory, '--attestations', folder)
    expect(result.json).toMatchObject({ error: { code: 'FILE_INACCESSIBLE' } })
    expect(existsSync(join(folder, lockId))).toBe(false)
  })

  it('is all a relayer needs: without its progress it reads everything again', async () => {
    const directory = stage.campaign('forgetful')
    const first = await stage.relay('relayer-1', directory)
    rmSync(join(directory, 'out/swap'), { recursive: true })
    const again = await stage.relay('relayer-1', directory)
    expect([again.exitCode, again.json]).toEqual([0, first.json])
  })
})
