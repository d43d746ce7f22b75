// The Merkle tree against OpenZeppelin's JavaScript library, from the same allocation.csv, each
// run cold in its own process; memory of whole processes that read, build and stream every proof.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  readAllocationFile,
  writeAllocationFile,
} from '../../src/migration/tree/allocation-file.ts'
import { AllocationTable } from '../../src/migration/tree/allocation-table.ts'
import { buildMerkleTree } from '../../src/migration/tree/merkle-tree.ts'
import { proofLines } from '../../src/migration/tree/proof-lines.ts'
import { loadKeccakKernel } from '../../src/primitives/keccak.ts'
import { type Goal, measure, type RunScenario, type ScenarioRun, timeMs } from './measure.ts'

const COMPARED = 100_000
const PAIRS = 3
const SAMPLED_PROOFS = 1_000

await measure(
  {
    async write(file, count) {
      await writeAllocationFile(file as string, someAllocations(Number(count)))
      return {}
    },
    async capstan(file) {
      const { allocations } = await readAllocationFile(file as string)
      return { buildMs: await timeMs(() => buildMerkleTree(allocations)) }
    },
    async openZeppelin(file) {
      const treeOf = await openZeppelin()
      const rows = stringRows(file as string)
      return { buildMs: await timeMs(() => treeOf(rows)) }
    },
    async capstanProofs(file) {
      const { allocations } = await readAllocationFile(file as string)
      const tree = await buildMerkleTree(allocations)
      let bytes = 0
      const proofsMs = await timeMs(() => {
        for (const chunk of proofLines(tree, allocations)) bytes += chunk.length
      })
      return { proofsMs, proofs: allocations.length, bytes }
    },
    async openZeppelinProofs(file) {
      const treeOf = await openZeppelin()
      const tree = treeOf(stringRows(file as string))
      const proofsMs = await timeMs(() => {
        for (let index = 0; index < SAMPLED_PROOFS; index++) tree.getProof(index * 97)
      })
      return { proofsMs, proofs: SAMPLED_PROOFS }
    },
    async keccak() {
      const { keccak256 } = await import('ethers')
      const kernel = loadKeccakKernel()
      const calls = 300
      const kernelMs = await timeMs(() => {
        for (let call = 0; call < calls; call++) kernel.hashPairs(kernel.batch)
      })
      const pair = kernel.input.slice(0, 64)
      const ethersCalls = 50_000
      const ethersMs = await timeMs(() => {
        for (let call = 0; call < ethersCalls; call++) keccak256(pair)
      })
      return {
        kernelPerMs: (calls * kernel.batch) / kernelMs,
        ethersPerMs: ethersCalls / ethersMs,
      }
    },
  },
  async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'merkle-bench-'))
    try {
      return [hashing(run), ...against(run, folder), ...memory(run, folder)]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

function hashing(run: RunScenario): Goal {
  const { kernelPerMs, ethersPerMs } = run('keccak').measurements as Record<string, number>
  return {
    what: 'keccak256 of 64 bytes in batches, against ethers',
    ...ratio(kernelPerMs as number, ethersPerMs as number, 30, 'thousand hashes a second'),
  }
}

function against(run: RunScenario, folder: string): Goal[] {
  const file = allocationFile(run, folder, COMPARED)
  const ours: ScenarioRun[] = []
  const theirs: ScenarioRun[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    ours.push(run('capstan', file))
    theirs.push(run('openZeppelin', file))
  }
  const build = (runs: ScenarioRun[]) =>
    Math.min(...runs.map((r) => r.measurements.buildMs as number))
  const whole = (runs: ScenarioRun[]) => Math.min(...runs.map((r) => r.processMs))
  const streamed = proofsPerMs(run('capstanProofs', file).measurements)
  const sampled = proofsPerMs(run('openZeppelinProofs', file).measurements)
  return [
    {
      what: 'tree of 100,000 leaves, first build, against OpenZeppelin',
      ...ratio(build(theirs), build(ours), 100, 'ms'),
    },
    {
      what: 'the same as whole processes, which read allocation.csv and (ours) check it',
      ...ratio(whole(theirs), whole(ours), 40, 'ms'),
    },
    {
      what: 'proofs as NDJSON, against getProof of OpenZeppelin',
      ...ratio(streamed, sampled, 100, 'proofs a millisecond'),
    },
  ]
}

function memory(run: RunScenario, folder: string): Goal[] {
  return [
    { count: 1_000_000, atMost: 256 },
    { count: 10_000_000, atMost: 2048 },
  ].map(({ count, atMost }) => {
    const file = allocationFile(run, folder, count)
    const { peakMiB, processMs, measurements } = run('capstanProofs', file)
    rmSync(file)
    const seconds = (processMs / 1000).toFixed(1)
    const perSecond = Math.round(proofsPerMs(measurements)).toString()
    return {
      what: `${count / 1_000_000} million leaves, read, built, every proof streamed`,
      figure: peakMiB,
      unit: 'MiB',
      atMost,
      detail: `${seconds} s, of it proofs at ${perSecond},000 a second`,
    }
  })
}

function ratio(better: number, worse: number, atLeast: number, unit: string) {
  const detail = `${better.toFixed(1)} against ${worse.toFixed(1)} ${unit}`
  return { figure: better / worse, unit: '×', atLeast, detail }
}

function proofsPerMs({ proofs, proofsMs }: Readonly<Record<string, number>>): number {
  return (proofs as number) / (proofsMs as number)
}

function allocationFile(run: RunScenario, folder: string, count: number): string {
  const file = join(folder, `allocation-${count}.csv`)
  run('write', file, String(count))
  return file
}

/** Accounts in ascending order, as a snapshot gives them, with amounts of up to 10^27. */
function someAllocations(count: number): AllocationTable {
  const table = new AllocationTable()
  const step = 2n ** 160n / BigInt(count + 1)
  for (let index = 1; index <= count; index++) {
    const account = `0x${(BigInt(index) * step).toString(16).padStart(40, '0')}`
    table.add(account, BigInt(index) ** 3n * 1_000_003n)
  }
  return table
}

function stringRows(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)
  return lines.map((line) => line.split(','))
}

/** Imported by its own scenarios only, so that it does not weigh on capstan's processes. */
async function openZeppelin() {
  const { StandardMerkleTree } = await import('@openzeppelin/merkle-tree')
  const encoding = ['uint256', 'address', 'uint256']
  return (rows: string[][]) => StandardMerkleTree.of(rows, encoding, { sortLeaves: false })
}
