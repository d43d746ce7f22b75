import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'

const KILLS = 50
const HOLDERS = 400
/** About what a run takes: where in it the kill falls is left to chance. */
const LATEST_KILL_MS = 1_500

let home: string
let rpcUrl: string
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'capstan-kill-'))
  const up = await capstan(['devnet', 'up', '--port', '0', '--json'], { home })
  rpcUrl = (up.json as { rpcUrl: string }).rpcUrl
})
afterAll(async () => {
  await capstan(['devnet', 'down'], { home })
  rmSync(home, { recursive: true, force: true })
})

describe('migrate run, killed by the system again and again', () => {
  it(`pays every holder exactly once after ${KILLS} kills`, async () => {
    let kills = 0
    for (let round = 1; kills < KILLS; round++) {
      const holders = holdersOf(round)
      const directory = campaignOf(round, holders)
      const args = ['migrate', 'run', '-c', directory, '--key', 'dev1', '--yes', '--json']
      // A few kills a campaign; then it is left to finish.
      for (let attempt = 0; attempt < 6 && kills < KILLS; attempt++) {
        const child = startCapstan(args, { home })
        child.stdin?.end()
        const timer = sleep(Math.random() * LATEST_KILL_MS).then(() => child.kill('SIGKILL'))
        const { signal } = await finished(child)
        await timer
        if (signal === 'SIGKILL') kills++
      }
      const last = await capstan(args, { home })
      expect(last.exitCode, last.stdout + last.stderr).toBe(0)
      expect(last.json).toMatchObject({ audit: { ok: true, unpaidBaseUnits: '0' } })
      expect(await balancesOf(holders)).toEqual(holders.map(({ wei }) => wei))
    }
    // Transactions that a killed run sent and a later one found mined are still open in the journal.
    const resumed = await capstan(['tx', 'resume', '--json'], { home })
    expect(resumed.exitCode, resumed.stdout).toBe(0)
    const audit = await capstan(['tx', 'audit', '--json'], { home })
    expect(audit.exitCode, audit.stdout).toBe(0)
    const open = await capstan(['tx', 'list', '--open', '--json'], { home })
    expect(open.json).toMatchObject({ transactions: [] })
  }, 600_000)
})

interface Holder {
  readonly address: string
  readonly wei: bigint
}

/** Accounts nobody else pays, so that their balance says what this campaign paid. */
function holdersOf(round: number): Holder[] {
  return Array.from({ length: HOLDERS }, (_, index) => ({
    address: `0x${(0xabc0n * 2n ** 144n + BigInt(round) * 2n ** 32n + BigInt(index)).toString(16).padStart(40, '0')}`,
    wei: BigInt(index + 1) * 10n ** 12n,
  }))
}

function campaignOf(round: number, holders: readonly Holder[]): string {
  const directory = join(home, `campaign-${round}`)
  const rows = holders.map(({ address, wei }) => `${address},${wei}\n`).join('')
  return writeCampaign(
    directory,
    `format: capstan/campaign@1
name: killed-${round}
source:
  kind: file
  path: balances.csv
  decimals: 18
  symbol: CMT
target:
  network: devnet
  asset: native
  mode: push
  batchSize: 16
  claimUntil: 2099-01-01T00:00:00Z
  remainderTo: "0x4444444444444444444444444444444444444444"
`,
    { 'balances.csv': `address,balance\n${rows}` },
  )
}

async function balancesOf(holders: readonly Holder[]): Promise<bigint[]> {
  const answer = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      holders.map(({ address }, id) => ({
        jsonrpc: '2.0',
        id,
        method: 'eth_getBalance',
        params: [address, 'latest'],
      })),
    ),
  })
  const results = (await answer.json()) as { id: number; result: string }[]
  return results.sort((a, b) => a.id - b.id).map(({ result }) => BigInt(result))
}
