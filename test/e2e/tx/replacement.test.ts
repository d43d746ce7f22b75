import { beforeEach, describe, expect, it } from 'vitest'
import { attemptsOf } from '../../../src/chain/journal/attempts.ts'
import type { JournalRow } from '../../../src/chain/journal/journal-row.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { openEngine, payment, STRANGER } from '../../support/engine.ts'
import { temporaryFolder } from '../../support/home.ts'

const HASH = /^0x[0-9a-f]{64}$/

let chain: TestChain
let home: string
beforeEach(async () => {
  chain = await spawnChain({ args: ['--no-mining'] })
  home = temporaryFolder()
  const engine = await openEngine([chain.rpcUrl], home, { timeoutMs: 100 })
  await engine.transactions.send(payment('rent', 5n)).catch(() => undefined)
  await engine.close()
  return () => chain.stop()
})

const say = (...args: string[]) =>
  capstan(['tx', ...args], { home, env: { CAPSTAN_RPC_URL: chain.rpcUrl } })
const tx = (...args: string[]) => say(...args, '--json')
const received = async () => BigInt(await chain.request('eth_getBalance', [STRANGER, 'latest']))

async function rowNow(): Promise<JournalRow> {
  const engine = await openEngine([chain.rpcUrl], home)
  try {
    return (await engine.journal.find(1)) as JournalRow
  } finally {
    await engine.close()
  }
}

/** Mines once the node has so many attempts of the row. */
async function mineAfter(attempts: number): Promise<JournalRow> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const row = await rowNow()
    const isOut = (await chain.request('eth_getTransactionByHash', [row.hash])) !== null
    if (attemptsOf(row).length >= attempts && isOut) {
      await chain.request('evm_mine')
      return row
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`there were no ${attempts} attempts within 30 s`)
}

const told = ({ exitCode, json }: CapstanResult) => [exitCode, json]

describe('tx speed-up', () => {
  it('is the row with its attempts and exit 0, and repeated "already done"', async () => {
    const speeding = tx('speed-up', '1', '--yes')
    const { hash } = await mineAfter(2)
    const row = {
      id: 1,
      state: 'final',
      hash,
      attempts: [
        { kind: 'original', hash: expect.stringMatching(HASH), maxFeeWei: '3000000000' },
        { kind: 'speed-up', hash, maxFeeWei: '3300000000', priorityFeeWei: '1100000000' },
      ],
    }
    expect(told(await speeding)).toMatchObject([0, { ...row, alreadyDone: false, warnings: [] }])
    expect(told(await tx('speed-up', hash))).toMatchObject([0, { ...row, alreadyDone: true }])
    expect(await received()).toBe(5n)
  })

  it('says in words what it did, and "tx show" lists the attempts', async () => {
    const speeding = say('speed-up', '1', '--yes')
    const { hash, attempts = [] } = await mineAfter(2)
    const said = await speeding
    expect([said.exitCode, said.stdout]).toEqual([
      0,
      `Transaction 1 is final (${hash}), in block 1.\n`,
    ])
    expect(said.stderr).toContain('3.3 gwei (tip 1.1 gwei) instead of 3 gwei (tip 1 gwei)')
    const shown = await say('show', '1')
    for (const one of attempts) expect(shown.stdout).toContain(one.hash)
  })

  it('shows under --dry-run what it would sign, and signs nothing', async () => {
    expect(told(await tx('speed-up', '1', '--dry-run'))).toMatchObject([
      0,
      {
        planned: true,
        id: 1,
        replacement: { kind: 'speed-up', to: STRANGER, valueWei: '5', maxFeeWei: '3300000000' },
      },
    ])
    expect((await rowNow()).attempts).toBeUndefined()
  })

  it('asks, and without a terminal or --yes is exit 2', async () => {
    const refused = await tx('speed-up', '1')
    expect(told(refused)).toMatchObject([2, { error: { code: 'ANSWER_NEEDED' } }])
    expect((await rowNow()).attempts).toBeUndefined()
  })

  it.each([
    [['--key', 'dev1'], 3, 'KEY_SENDER_MISMATCH'],
    [['--max-fee', '3.2'], 3, 'FEE_CAP_TOO_LOW'],
    [['--deadline', '10m'], 2, 'DEADLINE_WITHOUT_BUDGET'],
    [['--deadline', 'soon', '--max-fee', '9'], 2, 'DEADLINE_INVALID'],
    [['--timeout', '1'], 9, 'TX_PENDING'],
  ])('with %j is exit %i', async (flags, exitCode, code) => {
    const result = await tx('speed-up', '1', '--yes', ...flags)
    expect(told(result)).toMatchObject([exitCode, { error: { code, exitCode } }])
    const { hash, attempts = [] } = await rowNow()
    expect(attempts).toHaveLength(exitCode === 9 ? 2 : 0)
    if (exitCode === 9) expect(result.json).toMatchObject({ error: { details: { hash } } })
  })

  it('with a deadline raises the fee to the budget by then, and never above it', async () => {
    const flags = ['--deadline', '6s', '--max-fee', '4.4', '--yes']
    const result = await tx('speed-up', '1', ...flags)
    const { hash, attempts = [] } = await rowNow()
    expect(told(result)).toMatchObject([9, { error: { code: 'TX_PENDING', details: { hash } } }])
    const fees = attempts.map(({ maxFeeWei }) => BigInt(maxFeeWei))
    expect(fees.length).toBeGreaterThan(2)
    expect(fees.at(-1)).toBe(4_400_000_000n)
    expect(fees.every((fee) => fee <= 4_400_000_000n)).toBe(true)
  })

  it('by two processes at once leaves one transaction on the chain', async () => {
    const both = [tx('speed-up', '1', '--yes'), tx('speed-up', '1', '--yes')]
    const started = Date.now()
    while (Date.now() - started < 3_000 && attemptsOf(await rowNow()).length < 3) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await mineAfter(2)
    const results = await Promise.all(both)
    const { hash } = await rowNow()
    for (const result of results) {
      expect(told(result)).toMatchObject([0, { state: 'final', hash }])
    }
    expect(await received()).toBe(5n)
    expect(told(await tx('audit'))).toMatchObject([0, { ok: true, transactions: 1 }])
  })

  it('of what the journal does not know is exit 4', async () => {
    expect(told(await tx('speed-up', '9'))).toMatchObject([4, { error: { code: 'TX_UNKNOWN' } }])
  })
})

describe('tx cancel', () => {
  it('is the row, replaced and why, and exit 0; the payment never happens', async () => {
    const cancelling = tx('cancel', '1', '--yes')
    const { hash } = await mineAfter(2)
    const row = { id: 1, state: 'replaced', reason: `cancelled by ${hash}`, hash, to: STRANGER }
    expect(told(await cancelling)).toMatchObject([0, { ...row, alreadyDone: false }])
    expect(told(await tx('cancel', '1'))).toMatchObject([0, { ...row, alreadyDone: true }])
    expect(await received()).toBe(0n)
    expect(told(await tx('speed-up', '1'))).toMatchObject([3, { error: { code: 'TX_TOO_LATE' } }])
    expect(told(await tx('wait', '1'))).toMatchObject([3, { error: { code: 'TX_CANCELLED' } }])
    expect((await tx('audit')).exitCode).toBe(0)
  })

  it('that came too late is exit 3, and the payment is final', async () => {
    await chain.request('evm_mine')
    const planned = await tx('cancel', '1', '--dry-run')
    expect(told(planned)).toMatchObject([3, { error: { code: 'TX_TOO_LATE' } }])
    // There is nothing to ask about any more.
    expect(told(await tx('cancel', '1'))).toMatchObject([
      3,
      { error: { code: 'TX_TOO_LATE', details: { state: 'final', blockNumber: 1 } } },
    ])
    expect(told(await tx('show', '1'))).toMatchObject([0, { state: 'final' }])
  })
})
