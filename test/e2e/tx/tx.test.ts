import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { openEngine, payment, STRANGER } from '../../support/engine.ts'
import { temporaryFolder } from '../../support/home.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

/** A home whose journal holds one final payment and, when asked, one that nobody has mined. */
async function homeWithPayments(slow = false): Promise<string> {
  const home = temporaryFolder()
  const engine = await openEngine([chain.rpcUrl], home, { timeoutMs: 200 })
  await engine.transactions.send(payment(`rent of ${home}`, 5n))
  if (slow) {
    await chain.request('evm_setAutomine', [false])
    await engine.transactions.send(payment(`wage of ${home}`)).catch(() => undefined)
  }
  await engine.close()
  return home
}

/** Mines what waits, and from now on at once. */
const mineAgain = () => chain.request('evm_setAutomine', [true])

const tx = (home: string, ...args: string[]) => capstan(['tx', ...args, '--json'], { home })
const connected = () => ['--rpc-url', chain.rpcUrl]

describe('the journal of a home', () => {
  it('lists, shows and audits what was sent', async () => {
    const home = await homeWithPayments()
    const row = {
      id: 1,
      intent: `pay rent of ${home}`,
      idempotencyKey: `test:pay:rent of ${home}`,
      chainId: 31337,
      from: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      to: STRANGER,
      nonce: expect.any(Number),
      valueWei: '5',
      hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      state: 'final',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      blockNumber: expect.any(Number),
      attempts: [
        {
          hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
          kind: 'original',
          maxFeeWei: '3000000000',
          priorityFeeWei: '1000000000',
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        },
      ],
    }
    const listed = await tx(home, 'list')
    expect(listed.json).toEqual({ transactions: [row], warnings: [] })
    expect((await tx(home, 'list', '--open')).json).toMatchObject({ transactions: [] })

    const [{ hash }] = (listed.json as { transactions: [{ hash: string }] }).transactions
    for (const reference of ['1', hash]) {
      expect((await tx(home, 'show', reference)).json).toMatchObject({ ...row, gasUsed: '21000' })
    }
    const audit = await tx(home, 'audit')
    expect([audit.exitCode, audit.json]).toMatchObject([
      0,
      { ok: true, transactions: 1, head: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })

  it('that was altered fails its audit: exit 7', async () => {
    const home = await homeWithPayments()
    const database = new Libsql(join(home, 'capstan.db'))
    database.exec('delete from journal_log where seq = 2')
    database.close()
    const audit = await tx(home, 'audit')
    expect(audit.exitCode).toBe(7)
    expect(audit.json).toMatchObject({ error: { code: 'JOURNAL_ALTERED', exitCode: 7 } })
  })

  it('does not know every number: exit 4', async () => {
    const shown = await tx(await homeWithPayments(), 'show', '99')
    expect([shown.exitCode, shown.json]).toMatchObject([4, { error: { code: 'TX_UNKNOWN' } }])
  })
})

describe('an open transaction', () => {
  it('is exit 9 while it waits, and final once it is mined', async () => {
    const home = await homeWithPayments(true)
    const waiting = await tx(home, 'wait', '2', '--timeout', '1', ...connected())
    expect([waiting.exitCode, waiting.json]).toMatchObject([
      9,
      { error: { code: 'TX_PENDING', details: { id: 2, hash: expect.any(String) } } },
    ])
    await mineAgain()
    const done = await tx(home, 'wait', '2', ...connected())
    expect([done.exitCode, done.json]).toMatchObject([0, { id: 2, alreadyDone: false }])
    const again = await tx(home, 'wait', '2', ...connected())
    expect([again.exitCode, again.json]).toMatchObject([0, { id: 2, alreadyDone: true }])
  })

  it('is finished by resume, which needs no key and may be repeated', async () => {
    const home = await homeWithPayments(true)
    await mineAgain()
    const resumed = await tx(home, 'resume', ...connected())
    expect([resumed.exitCode, resumed.json]).toMatchObject([
      0,
      { transactions: [{ id: 2, state: 'final' }], openElsewhere: [] },
    ])
    expect((await tx(home, 'resume', ...connected())).json).toMatchObject({ transactions: [] })
  })

  it('cannot be waited for on a network that is another chain: exit 7', async () => {
    const home = await homeWithPayments(true)
    const waiting = await tx(home, 'wait', '2', '--network', 'ethereum', ...connected())
    expect([waiting.exitCode, waiting.json]).toMatchObject([
      7,
      { error: { code: 'CHAIN_ID_MISMATCH' } },
    ])
    await mineAgain()
  })
})
