// Files of accounts, and the commands that read and write them: a million rows in this process, then
// whole processes against OpenZeppelin, against each other, and against the earlier capstan that is
// built in the folder CAPSTAN_BASELINE names; without it what is compared with it is left out. CPU,
// not wall: it is what stays steady on a busy machine.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { spawnChain } from '../support/chain.ts'
import { campaignYaml } from '../support/payments.ts'
import { cpuMsOf, type Goal, measure, median, processCpuMs, type RunScenario } from './measure.ts'

const MILLION = 1_000_000
const COMPARED = 100_000
const ROUNDS = 5
const PAIRS = 3
/** Other rules than none, so that all of them are at work. */
const RULES = 'rules: { minimumBaseUnits: "2" }\n'

const { CAPSTAN_BASELINE: baseline } = process.env
const here = new URL('../../', import.meta.url).pathname

await measure(
  {
    /** Both readings and writings are the first of their process. */
    async readAndWrite(file, checkout) {
      const files = await allocationFilesOf(checkout as string)
      const read = await cpuMsOf(() => files.readAllocationFile(file as string))
      const { allocations } = read.result
      const written = await cpuMsOf(() => files.writeAllocationFile(`${file}.copy`, allocations))
      return { readMs: read.cpuMs, writeMs: written.cpuMs }
    },
    async openZeppelin(file) {
      const { StandardMerkleTree } = await import('@openzeppelin/merkle-tree')
      const lines = readFileSync(file as string, 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
      const rows = lines.sort().map((line, index) => [String(index), ...line.split(',')])
      StandardMerkleTree.of(rows, ['uint256', 'address', 'uint256'], { sortLeaves: false })
      return {}
    },
  },
  async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'files-bench-'))
    const home = join(folder, 'home')
    try {
      const many = newCampaign(join(folder, 'million'), MILLION)
      const fewer = newCampaign(join(folder, 'compared'), COMPARED)
      return [
        ...(await commands(home, many)),
        ...rows(run, join(many, 'out/allocation.csv')),
        await againstOpenZeppelin(home, fewer),
        await reportAgainstAudit(home, many),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

/** `migrate build` against the baseline's; leaves the files of a build. */
async function commands(home: string, campaign: string): Promise<Goal[]> {
  await capstan(here, home, ['migrate', 'snapshot', '-c', campaign])
  const ours: number[] = []
  const theirs: number[] = []
  // The first round fills the code caches and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    ours.push(await capstan(here, home, ['migrate', 'build', '-c', campaign]))
    if (baseline) theirs.push(await capstan(baseline, home, ['migrate', 'build', '-c', campaign]))
  }
  if (!baseline) return []
  const [our, their] = [median(ours.slice(1)), median(theirs.slice(1))]
  return [
    {
      what: 'migrate build of 1,000,000 holders, against the baseline',
      figure: our / their,
      unit: '×',
      atMost: 0.55,
      detail: seconds(our, their),
    },
  ]
}

function rows(run: RunScenario, file: string): Goal[] {
  const runs = (checkout: string) =>
    Array.from({ length: PAIRS }, () => run('readAndWrite', file, checkout).measurements)
  const ours = runs(here)
  const theirs = baseline ? runs(baseline) : []
  const goal = (what: string, of: 'readMs' | 'writeMs', atMost: number): Goal => {
    const [our, their] = [ours, theirs].map((all) => median(all.map((one) => one[of] as number)))
    const detail = baseline ? seconds(our as number, their as number) : `median of ${PAIRS}`
    return { what, figure: (our as number) / 1000, unit: 's CPU', atMost, detail }
  }
  return [
    goal('a million rows of allocation.csv read and checked', 'readMs', 0.2),
    goal('a million rows of allocation.csv written', 'writeMs', 0.4),
  ]
}

async function againstOpenZeppelin(home: string, campaign: string): Promise<Goal> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    rmSync(join(campaign, 'out'), { recursive: true, force: true })
    const snapshot = await capstan(here, home, ['migrate', 'snapshot', '-c', campaign])
    ours.push(snapshot + (await capstan(here, home, ['migrate', 'build', '-c', campaign])))
    const bundle = process.argv[1] as string
    theirs.push(await processCpuMs([bundle, 'openZeppelin', join(campaign, 'balances.csv')], home))
  }
  const [our, their] = [median(ours), median(theirs)]
  return {
    what: 'migrate snapshot and build of 100,000 holders, against StandardMerkleTree.of',
    figure: their / our,
    unit: '×',
    atLeast: 20,
    detail: `${seconds(our, their)}, whole processes`,
  }
}

/** Of a campaign that is published, and of which nobody is paid yet. */
async function reportAgainstAudit(home: string, campaign: string): Promise<Goal> {
  const chain = await spawnChain()
  try {
    const at = ['-c', campaign, '--rpc-url', chain.rpcUrl]
    await capstan(here, home, ['migrate', 'publish', '--key', 'dev0', '--yes', ...at])
    const audits: number[] = []
    const reports: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      audits.push(await capstan(here, home, ['migrate', 'audit', '--full', ...at]))
      reports.push(await capstan(here, home, ['migrate', 'report', ...at]))
    }
    const [audit, report] = [median(audits.slice(1)), median(reports.slice(1))]
    return {
      what: 'migrate report of 1,000,000 holders, against migrate audit --full',
      figure: report / audit,
      unit: '×',
      atMost: 1.3,
      detail: seconds(report, audit),
    }
  } finally {
    chain.stop()
  }
}

/** @returns user and system time, milliseconds. */
function capstan(checkout: string, home: string, args: readonly string[]): Promise<number> {
  return processCpuMs([join(checkout, 'bin/run.js'), ...args], home)
}

/** Accounts in no order, with amounts of 3 to 50 bits: the money of a devnet's account is enough. */
function newCampaign(folder: string, holders: number): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.yaml'), campaignYaml() + RULES)
  const lines = ['address,balance']
  // Odd multipliers visit every value once, and their high bits look random.
  for (let index = 1n; index <= holders; index++) {
    const address = BigInt.asUintN(160, index * 0x9e3779b97f4a7c15f39cc0605cedc8341082276bn)
    const amount = 2n + (BigInt.asUintN(64, index * 0xd1342543de82ef95n) >> (14n + (index % 48n)))
    lines.push(`0x${address.toString(16).padStart(40, '0')},${amount}`)
  }
  writeFileSync(join(folder, 'balances.csv'), `${lines.join('\n')}\n`)
  return folder
}

/** The code of a checkout, bundled as this file is. */
async function allocationFilesOf(
  checkout: string,
): Promise<typeof import('../../src/migration/tree/allocation-file.ts')> {
  const { outputFiles } = await build({
    entryPoints: [join(checkout, 'src/migration/tree/allocation-file.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')
  return import(`data:text/javascript;base64,${code}`)
}

function seconds(our: number, their: number): string {
  return `${(our / 1000).toFixed(2)} s against ${(their / 1000).toFixed(2)} s of CPU, medians`
}
