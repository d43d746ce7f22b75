import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'
import { seededRandom } from '../../support/seeded-random.ts'

/** Operators that pay side by side, each with a home and a key of its own. */
const OPERATORS = 5
const KILLS_EACH = 10
const HOLDERS = 400
/** About what a run takes: where in it the kill falls is left to chance. */
const LATEST_KILL_MS = 1_500

let root: string
let rpcUrl: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-kill-'))
  const up = await capstan(['devnet', 'up', '--port', '0', '--json'], { home: root })
  rpcUrl = (up.json as { rpcUrl: string }).rpcUrl
})
afterAll(async () => {
  await capstan(['devnet', 'down'], { home: root })
  rmSync(root, { recursive: true, force: true })
})

describe('migrate run, killed by the system again and again', () => {
  it(`pays every holder exactly once after ${OPERATORS * KILLS_EACH} kills`, async () => {
    const random = seededRandom('kills of migrate run')
    const operators = Array.from({ length: OPERATORS }, (_, index) => {
      const delaysMs = Array.from({ length: 10 * KILLS_EACH }, () => random() * LATEST_KILL_MS)
      return paysUnderKills(index + 1, delaysMs)
    })
    await Promise.all(operators)
  }, 600_000)
})

async function paysUnderKills(operator: number, delaysMs: number[]): Promise<void> {
  const home = join(root, `home-${operator}`)
  mkdirSync(home)
  const where = ['--rpc-url', rpcUrl, '--json']
  let kills = 0
  for (let round = 1; kills < KILLS_EACH; round++) {
    const holders = holdersOf(operator * 1000 + round)
    const directory = campaignOf(`${operator}-${round}`, holders)
    const args = ['migrate', 'run', '-c', directory, '--key', `dev${operator}`, '--yes', ...where]
    // A few kills a campaign; then it is left to finish.
    for (let attempt = 0; attempt < 6 && kills < KILLS_EACH; attempt++) {
      const child = startCapstan(args, { home })
      child.stdin?.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), delaysMs.shift())
      const { signal } = await finished(child)
      clearTimeout(timer)
      if (signal === 'SIGKILL') kills++
    }
    const last = await capstan(args, { home })
    expect(last.exitCode, last.stdout + last.stderr).toBe(0)
    expect(last.json).toMatchObject({ audit: { ok: true, unpaidBaseUnits: '0' } })
    expect(await balancesOf(holders)).toEqual(holders.map(({ wei }) => wei))
  }
  // Transactions that a killed run sent and a later one found mined are still open in the journal.
  const resumed = await capstan(['tx', 'resume', ...where], { home })
  expect(resumed.exitCode, resumed.stdout).toBe(0)
  const audit = await capstan(['tx', 'audit', '--json'], { home })
  expect(audit.exitCode, audit.stdout).toBe(0)
  const open = await capstan(['tx', 'list', '--open', '--json'], { home })
  expect(open.json).toMatchObject({ transactions: [] })
}

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

function campaignOf(name: string, holders: readonly Holder[]): string {
  const directory = join(root, `campaign-${name}`)
  const rows = holders.map(({ address, wei }) => `${address},${wei}\n`).join('')
  return writeCampaign(
    directory,
    `format: capstan/campaign@1
name: killed-${name}
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
