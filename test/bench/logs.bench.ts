// Transfer logs from a real node into exact balances, 500 logs a block: as capstan's snapshot does
// it, journal included, against the bare reception of the same bytes and against ethers. All three
// take turns in one process.

import { mkdtempSync, rmSync } from 'node:fs'
import * as http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Interface, JsonRpcProvider } from 'ethers'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import { tokenSpreader } from '../../src/artifacts/token-spreader.ts'
import { JsonRpcEndpoint } from '../../src/chain/rpc/json-rpc.ts'
import type { BlockRange } from '../../src/chain/rpc/logs.ts'
import { holdersIn } from '../../src/migration/snapshot/holder.ts'
import { readTransfers } from '../../src/migration/snapshot/read-transfers.ts'
import { TransferJournal } from '../../src/migration/snapshot/transfer-journal.ts'
import { TransferScanner } from '../../src/migration/snapshot/transfer-scanner.ts'
import { systemClock } from '../../src/primitives/clock.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { type Goal, type Measurements, measure, type RunScenario, timeMs } from './measure.ts'

const LOGS_A_BLOCK = 500
const BLOCKS = 120
/** ethers is given this many blocks: it takes as long for them as the others for all. */
const BLOCKS_FOR_ETHERS = 8
/** The size and number of requests with which the bytes come fastest. */
const BLOCKS_A_REQUEST = 4
const IN_FLIGHT = 4
const ROUNDS = 7
const TRANSFER = 'event Transfer(address indexed from, address indexed to, uint256 value)'

interface Token {
  readonly node: TestChain
  readonly address: string
  readonly range: BlockRange
}

await measure({ ingest }, async (run: RunScenario): Promise<Goal[]> => {
  const { measurements } = run('ingest')
  const { raw, capstan, ethers } = measurements as Record<'raw' | 'capstan' | 'ethers', number>
  return [
    {
      what: 'logs into balances, against receiving the bytes',
      ...ratio(capstan, raw, 0.6),
    },
    {
      what: 'logs into balances, against getLogs and parseLog of ethers',
      ...ratio(capstan, ethers, 30),
    },
  ]
})

/** Logs a millisecond, the median of the rounds. */
async function ingest(): Promise<Measurements> {
  const token = await busyToken()
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  const few = { from: token.range.from, to: token.range.from + BLOCKS_FOR_ETHERS - 1 }
  const rates = { raw: [] as number[], capstan: [] as number[], ethers: [] as number[] }
  try {
    await assertSame(token, few, folder)
    for (let round = 0; round < ROUNDS; round++) {
      const journal = join(folder, `${round}.bin`)
      rates.raw.push(rate(token.range, await timeMs(() => drain(token, token.range))))
      rates.capstan.push(
        rate(token.range, await timeMs(() => byCapstan(token, token.range, journal))),
      )
      rates.ethers.push(rate(few, await timeMs(() => byEthers(token, few))))
    }
  } finally {
    await token.node.stop()
    rmSync(folder, { recursive: true })
  }
  return { raw: median(rates.raw), capstan: median(rates.capstan), ethers: median(rates.ethers) }
}

async function byCapstan({ node, address }: Token, range: BlockRange, path: string) {
  const rpc = new JsonRpcEndpoint(node.rpcUrl)
  const journal = await TransferJournal.open(path, {
    question: '00'.repeat(32),
    firstBlock: range.from,
  })
  const ports = { rpc, clock: systemClock, scanner: new TransferScanner(address) }
  for await (const transfers of readTransfers(ports, address, range)) {
    await journal.append(transfers)
  }
  await journal.close()
  rpc.close()
  return journal.table
}

async function byEthers({ node, address }: Token, range: BlockRange) {
  const provider = new JsonRpcProvider(node.rpcUrl, 31337, { staticNetwork: true })
  const token = new Interface([TRANSFER])
  const balances = new Map<string, bigint>()
  const add = (account: string, amount: bigint) =>
    balances.set(account, (balances.get(account) ?? 0n) + amount)
  await inFlight(range, async ({ from, to }) => {
    const logs = await provider.getLogs({
      address,
      topics: [token.getEvent('Transfer')?.topicHash ?? null],
      fromBlock: hex(from),
      toBlock: hex(to),
    })
    for (const log of logs) {
      const [sender, recipient, value] = token.parseLog(log)?.args ?? []
      add(sender, -BigInt(value))
      add(recipient, BigInt(value))
    }
  })
  provider.destroy()
  return balances
}

/** Receives every answer and looks at nothing. */
async function drain({ node, address }: Token, range: BlockRange): Promise<void> {
  const agent = new http.Agent({ keepAlive: true })
  const topics = [new Interface([TRANSFER]).getEvent('Transfer')?.topicHash]
  await inFlight(range, ({ from, to }) => {
    const filter = { address, topics, fromBlock: hex(from), toBlock: hex(to) }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'eth_getLogs', params: [filter] })
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length }
      const request = http.request(node.rpcUrl, { agent, method: 'POST', headers }, (response) => {
        response.on('data', () => undefined)
        response.on('end', resolve)
      })
      request.on('error', reject)
      request.end(body)
    })
  })
  agent.destroy()
}

async function inFlight(range: BlockRange, ask: (part: BlockRange) => Promise<unknown>) {
  let next = range.from
  const worker = async () => {
    while (next <= range.to) {
      const from = next
      next += BLOCKS_A_REQUEST
      await ask({ from, to: Math.min(next - 1, range.to) })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
}

async function assertSame(token: Token, range: BlockRange, folder: string): Promise<void> {
  const table = await byCapstan(token, range, join(folder, 'same.bin'))
  const balances = await byEthers(token, range)
  const ours = new Map([...holdersIn(table.rows())].map(({ address, amount }) => [address, amount]))
  for (const [address, amount] of balances) {
    if (ours.get(address.toLowerCase()) !== BigInt.asUintN(256, amount)) {
      throw new Error(`ethers gives ${address} another balance`)
    }
  }
  if (ours.size !== balances.size) throw new Error('ethers finds another number of accounts')
}

/** A node with a token that moved 500 times in each of many blocks. */
async function busyToken(): Promise<Token> {
  const node = await spawnChain({ args: ['--gas-limit', '100000000'] })
  const [from = ''] = await node.request<string[]>('eth_accounts')
  await node.request('evm_setAutomine', [false])
  const send = async (to: string | undefined, data: string) => {
    const gas = '0x5000000'
    const hash = await node.request<string>('eth_sendTransaction', [{ from, to, data, gas }])
    await node.request('evm_mine')
    const receipt = await node.request<{
      status: string
      contractAddress: string
      blockNumber: string
    }>('eth_getTransactionReceipt', [hash])
    if (receipt.status !== '0x1') throw new Error('a transaction of the benchmark failed')
    return receipt
  }
  const { contractAddress: address } = await send(undefined, cyberMilesToken.bytecode)
  const { contractAddress: spreader } = await send(undefined, tokenSpreader.bytecode)
  const token = new Interface(cyberMilesToken.abi)
  const spread = new Interface(tokenSpreader.abi)
  await send(address, token.encodeFunctionData('approve', [spreader, 10n ** 27n]))
  const blocks: number[] = []
  for (let block = 0; block < BLOCKS; block++) {
    const data = spread.encodeFunctionData('spread', [address, rowsOf(block)])
    blocks.push(Number((await send(spreader, data)).blockNumber))
  }
  return { node, address, range: { from: blocks[0] as number, to: blocks.at(-1) as number } }
}

/** Packed recipients and amounts; one account in three is met again in the next block. */
function rowsOf(block: number): string[] {
  return Array.from({ length: LOGS_A_BLOCK }, (_, n) => {
    const account = BigInt(n % 3 === 0 ? n : block * LOGS_A_BLOCK + n) + 1n
    const address = (account * 0x9e3779b97f4a7c15f39cc0605cedc835n) % 2n ** 160n
    return hex((address << 96n) | (BigInt(n) ** 5n + 1n), 64)
  })
}

function hex(number: bigint | number, digits = 1): string {
  return `0x${number.toString(16).padStart(digits, '0')}`
}

function rate({ from, to }: BlockRange, milliseconds: number): number {
  return ((to - from + 1) * LOGS_A_BLOCK) / milliseconds
}

function ratio(ours: number, theirs: number, atLeast: number) {
  const detail = `${ours.toFixed(0)} against ${theirs.toFixed(theirs < 20 ? 1 : 0)} logs a millisecond`
  return { figure: ours / theirs, unit: '×', atLeast, detail }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}
