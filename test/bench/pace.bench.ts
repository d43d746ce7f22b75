// The pace of payments and what they cost a node, by `bin/run.js`: a payout book and a push over blocks
// of a second, 100,000 payments on a devnet. Against the earlier capstan that is built in the folder
// CAPSTAN_BASELINE names; without it what is compared with it is left out.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCampaign } from '../support/campaigns.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { campaignYaml } from '../support/payments.ts'
import { type Goal, measure, median } from './measure.ts'

const TRANSFERS = 3_000
const TRANSFER_GAS = 21_000
const BLOCK_GAS = 30_000_000
const PUSHED = 10_240
const BATCH_SIZE = 256
const PAYMENTS = 100_000
const ROUNDS = 3
const CLOCK_TICKS_A_SECOND = 100

const { CAPSTAN_BASELINE: baseline } = process.env
const here = new URL('../../', import.meta.url).pathname

const root = mkdtempSync(join(tmpdir(), 'pace-bench-'))
let folders = 0

await measure({}, async () => {
  try {
    return [await payoutBook(), await push(), ...(await devnet())]
  } finally {
    rmSync(root, { recursive: true })
  }
})

/** Seconds of `migrate distribute`, the whole process, for each block that the gas limit asks for. */
async function payoutBook(): Promise<Goal> {
  const seconds = async (checkout: string) => {
    const chain = await spawnChain({ args: ['--block-time', '1'] })
    try {
      const run = await published(checkout, TRANSFERS, 'transfers', ['--rpc-url', chain.rpcUrl])
      const start = performance.now()
      await run('distribute', '--yes')
      return (performance.now() - start) / 1000
    } finally {
      chain.stop()
    }
  }
  const ours: number[] = []
  for (let round = 0; round < ROUNDS; round++) ours.push(await seconds(here))
  const theirs = baseline ? `, ${(await seconds(baseline)).toFixed(1)} s of the baseline` : ''
  const blocks = Math.ceil(TRANSFERS / Math.floor(BLOCK_GAS / TRANSFER_GAS))
  return {
    what: `payout book of ${TRANSFERS} over blocks of a second`,
    ...{ figure: median(ours) / blocks, unit: '× the blocks it fills', atMost: 2 },
    detail: `${median(ours).toFixed(1)} s for ${blocks} blocks${theirs}`,
  }
}

/** Gas asked for a full batch, to accounts in use and empty ones by turns, over gas used. */
async function push(): Promise<Goal> {
  const ratios = async (checkout: string) => {
    const chain = await spawnChain()
    try {
      const run = await published(
        checkout,
        PUSHED,
        'push',
        ['--rpc-url', chain.rpcUrl],
        (accounts) =>
          chain.batch(
            accounts
              .filter((_, index) => index % (2 * BATCH_SIZE) < BATCH_SIZE)
              .map((account) => ({ method: 'anvil_setBalance', params: [account, '0x1'] })),
          ),
      )
      const { distributor } = run.deployment as { distributor: string }
      await run('distribute', '--key', 'dev1', '--yes')
      return await askedByUsed(chain, distributor)
    } finally {
      chain.stop()
    }
  }
  const ours = await ratios(here)
  const their = baseline ? await ratios(baseline) : []
  const theirs = baseline
    ? `; baseline ${median(their).toFixed(2)}, at most ${Math.max(...their).toFixed(2)}`
    : ''
  return {
    what: `gas asked for a batch of ${BATCH_SIZE}`,
    ...{ figure: Math.max(...ours), unit: '× gas used, at most', atMost: 1.1 },
    detail: `median ${median(ours).toFixed(3)} of ${ours.length} batches${theirs}`,
  }
}

async function askedByUsed(chain: TestChain, distributor: string): Promise<number[]> {
  const height = Number(await chain.request<string>('eth_blockNumber'))
  const ratios: number[] = []
  for (let block = 1; block <= height; block++) {
    const { transactions } = await chain.request<{ transactions: Sent[] }>('eth_getBlockByNumber', [
      `0x${block.toString(16)}`,
      true,
    ])
    for (const { hash, to, gas, input } of transactions) {
      if (to !== distributor.toLowerCase() || input.length < 2 * 32 * BATCH_SIZE) continue
      const { gasUsed } = await chain.request<{ gasUsed: string }>('eth_getTransactionReceipt', [
        hash,
      ])
      ratios.push(Number(gas) / Number(gasUsed))
    }
  }
  return ratios
}

interface Sent {
  readonly hash: string
  readonly to: string | null
  readonly gas: string
  readonly input: string
}

/** CPU and memory of a devnet's node, from its start until `migrate distribute` has ended. */
async function devnet(): Promise<Goal[]> {
  const pushed = await nodeUnder(here, 'push')
  const book = await nodeUnder(here, 'transfers')
  const before = baseline ? await nodeUnder(baseline, 'push') : undefined
  const said = ({ cpuSeconds, peakMiB }: NodeCost) =>
    `${cpuSeconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB`
  const detail = `a push ${said(pushed)}, a payout book ${said(book)}`
  const memory: Goal = {
    what: `memory of a devnet under a push of ${PAYMENTS}`,
    ...{ figure: pushed.peakMiB, unit: 'MiB', atMost: 1024 },
    detail,
  }
  if (!before) return [memory]
  const cpu: Goal = {
    what: `CPU of a devnet under a push of ${PAYMENTS}`,
    ...{ figure: pushed.cpuSeconds / before.cpuSeconds, unit: '× the baseline', atMost: 0.2 },
    detail: `${detail}; baseline, a push ${said(before)}`,
  }
  return [memory, cpu]
}

interface NodeCost {
  readonly cpuSeconds: number
  readonly peakMiB: number
}

async function nodeUnder(checkout: string, mode: 'push' | 'transfers'): Promise<NodeCost> {
  const home = newFolder()
  const up = await capstan(checkout, home, ['devnet', 'up', '--port', '0'])
  const { pid } = up as { pid: number }
  try {
    const run = await published(checkout, PAYMENTS, mode, [], undefined, home)
    await run('distribute', '--yes', ...(mode === 'push' ? ['--key', 'dev1'] : []))
    const [, stat = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    // After the name: state, ten more fields, user time, system time.
    const [user = 0, system = 0] = stat.split(' ').slice(11, 13).map(Number)
    const peakKiB = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return {
      cpuSeconds: (user + system) / CLOCK_TICKS_A_SECOND,
      peakMiB: Number(peakKiB) / 1024,
    }
  } finally {
    await capstan(checkout, home, ['devnet', 'down'])
  }
}

/** A campaign that is ready to be distributed, and how its next steps are run. */
async function published(
  checkout: string,
  holders: number,
  mode: 'push' | 'transfers',
  where: readonly string[],
  prepare: (accounts: readonly string[]) => Promise<unknown> = async () => undefined,
  home = newFolder(),
) {
  const accounts = Array.from(
    { length: holders },
    (_, index) => `0xbe9c${index.toString(16).padStart(36, '0')}`,
  )
  const rows = accounts.map((account, index) => `${account},${10n ** 15n + BigInt(index)}\n`)
  const yaml = campaignYaml({ mode, batchSize: BATCH_SIZE })
  const directory = writeCampaign(join(home, 'campaign'), yaml, {
    'balances.csv': `address,balance\n${rows.join('')}`,
  })
  const run = (step: string, ...args: string[]) =>
    capstan(checkout, home, ['migrate', step, '-c', directory, ...args, ...where])
  await prepare(accounts)
  await capstan(checkout, home, ['migrate', 'snapshot', '-c', directory])
  await capstan(checkout, home, ['migrate', 'build', '-c', directory])
  const payoutKey = mode === 'transfers' ? ['--payout-key', 'dev8'] : []
  const deployment = await run('publish', '--key', 'dev1', '--yes', ...payoutKey)
  return Object.assign(run, { deployment })
}

function newFolder(): string {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  return folder
}

/** Runs a built checkout to its end, and returns its JSON. This process reads its nodes meanwhile. */
async function capstan(checkout: string, home: string, args: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [join(checkout, 'bin/run.js'), ...args, '--json'], {
    env: { ...process.env, CAPSTAN_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk))
  const [status] = await once(child, 'close')
  const text = Buffer.concat(printed).toString()
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${text}`)
  return JSON.parse(text)
}
