// Blocks of Bytom into exact balances, every id, root and hash recomputed: as capstan's snapshot does
// it from a file, against reading the same lines as JSON that keeps its integers, and from a node in
// a process of its own, against a client of node:http that drops the same answers. The chain is made
// up: three payments a block.

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BytomNode } from '../../src/bytomd/node.ts'
import { IN_FLIGHT } from '../../src/migration/snapshot/bytom/blocks-in-order.ts'
import type { ChainSource } from '../../src/migration/snapshot/bytom/chain-source.ts'
import { FileChain } from '../../src/migration/snapshot/bytom/file-chain.ts'
import { holdingsOf } from '../../src/migration/snapshot/bytom/holdings.ts'
import { NodeChain } from '../../src/migration/snapshot/bytom/node-chain.ts'
import { BTM, BytomChain, type Coin, program } from '../support/bytom-chain.ts'
import { type Goal, type Measurements, measure, type RunScenario, timeMs } from './measure.ts'

const BLOCKS = 20_000
const LARGE = 700_000
const ROUNDS = 5

await measure({ make, replay, file, node, serve }, async (run: RunScenario): Promise<Goal[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  const [few, many] = ['few', 'many'].map((name) => join(folder, `${name}.ndjson`)) as [
    string,
    string,
  ]
  try {
    run('make', few, String(BLOCKS))
    const fromFile = run('file', few).measurements as Record<'capstan' | 'json', number>
    const fromNode = run('node', few).measurements as Record<'capstan' | 'raw', number>
    run('make', many, String(LARGE))
    const large = run('replay', many, String(LARGE))
    const { outputs = 0, ms = 0 } = large.measurements
    return [
      {
        what: 'blocks of a file into balances, against exact JSON alone',
        ...{ figure: fromFile.json / fromFile.capstan, unit: '×', atLeast: 0.5 },
        detail: `${perBlock(fromFile.capstan)} against ${perBlock(fromFile.json)}`,
      },
      {
        what: 'blocks of a node into balances, against its bare answers',
        ...{ figure: fromNode.raw / fromNode.capstan, unit: '×', atLeast: 0.8 },
        detail: `${perBlock(fromNode.capstan)} against ${perBlock(fromNode.raw)}`,
      },
      {
        what: `${LARGE} blocks into balances`,
        ...{ figure: large.peakMiB, unit: 'MiB', atMost: 4096 },
        detail: `${outputs} holders, ${(ms / 1000).toFixed(0)} s`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function perBlock(ms: number): string {
  return `${((ms * 1000) / BLOCKS).toFixed(0)} µs a block`
}

/** Writes a chain whose every block leaves three new outputs. */
async function make(path: string, blocks: string): Promise<Measurements> {
  const chain = new BytomChain()
  const coins: Coin[] = []
  const file = openSync(path, 'w')
  for (let height = 0; height < Number(blocks); height++) {
    if (height > 0) {
      const coin = coins.length > 100 ? coins.shift() : undefined
      const pays = [1, 2, 3].map((n) => ({
        ...{ assetId: BTM, program: program(height * 4 + n), amount: (coin?.amount ?? 0n) / 3n },
      }))
      coins.push(chain.mine(coin ? [{ spends: [coin], pays }] : []).coinbase)
    }
    writeSync(file, `${chain.blocks[height]}\n`)
    chain.blocks[height] = ''
  }
  closeSync(file)
  return {}
}

async function replay(path: string, blocks: string): Promise<Measurements> {
  let outputs = 0
  const ms = await timeMs(async () => {
    outputs = await balances(new FileChain(path), Number(blocks) - 1)
  })
  return { outputs, ms }
}

/** Milliseconds for all blocks, the median of the rounds. */
async function file(path: string): Promise<Measurements> {
  const times = { capstan: [] as number[], json: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.json.push(await timeMs(() => readAsJson(path)))
    times.capstan.push(await timeMs(() => balances(new FileChain(path), BLOCKS - 1)))
  }
  return { capstan: median(times.capstan), json: median(times.json) }
}

async function node(path: string): Promise<Measurements> {
  const server = spawn(process.execPath, [process.argv[1] as string, 'serve', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await firstLine(server)
    const times = { capstan: [] as number[], raw: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      times.raw.push(await timeMs(() => drain(url)))
      const cache = `${path}.${round}`
      const chain = new NodeChain(new BytomNode(url), cache)
      times.capstan.push(await timeMs(() => balances(chain, BLOCKS - 1)))
      rmSync(cache)
    }
    return { capstan: median(times.capstan), raw: median(times.raw) }
  } finally {
    server.kill()
  }
}

/** Serves ready answers; ends when it is killed. */
async function serve(path: string): Promise<Measurements> {
  const answers = linesOf(path).map((block) => `{"status":"success","data":${block}}\n`)
  const count = `{"status":"success","data":{"block_count":${answers.length - 1}}}\n`
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const height = /"block_height":(\d+)/.exec(body)?.[1]
    response.end(height === undefined ? count : answers[Number(height)])
  })
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    process.stdout.write(`http://127.0.0.1:${port}\n`)
  })
  return new Promise(() => undefined)
}

async function balances(chain: ChainSource, height: number): Promise<number> {
  const question = { height, confirmations: 0, network: 'solonet', assetId: BTM } as const
  const read = await chain.read(question, () => undefined)
  const unspent = read.chain.replay.unspent()
  const { holders } = holdingsOf(unspent, { assetId: BTM, height, network: 'solonet' })
  let count = 0
  for (const piece of holders.pieces()) count += piece.holders
  return count
}

/** Every value of every block, integers beyond 2^53 kept by quoting them first. */
function readAsJson(path: string): void {
  for (const line of linesOf(path)) {
    JSON.parse(
      line.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) =>
        token.startsWith('"') ? token : `"${token}"`,
      ),
    )
  }
}

/** The node's bare rate: as many requests in flight, and nothing is done with the answers. */
async function drain(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' })
  let next = 0
  const asker = async () => {
    while (next < BLOCKS) await drainOne(`${url}/get-block`, agent, `{"block_height":${next++}}`)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, asker))
  agent.destroy()
}

function drainOne(url: string, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', resolve)
    })
    asked.on('error', reject).end(body)
  })
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  for await (const chunk of stdout ?? []) return String(chunk).trim()
  throw new Error('the server ended')
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
