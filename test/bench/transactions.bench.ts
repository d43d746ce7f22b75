// The engine against raw sending: 200 payments from one key through journal, simulation and
// confirmation, and 200 pre-signed ones handed to the same node one after the other by the same
// client. And what the journal costs beyond the disk.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import type { Fact } from '../../src/chain/journal/journal.ts'
import { Journal } from '../../src/chain/journal/journal.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { spawnChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine } from '../support/engine.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'
import { measure, timeMs } from './measure.ts'

const SENDS = 200
const ROUNDS = 5
const ROWS = 300

await measure(
  {
    async pipeline() {
      const chain = await spawnChain()
      const folder = await mkdtemp(join(tmpdir(), 'capstan-bench-'))
      const engine = await openEngine([chain.rpcUrl], folder, {}, FUNDED_KEYS[1])
      const ratios: number[] = []
      // The first round warms both up.
      for (let round = 0; round <= ROUNDS; round++) {
        const raws = await presigned(engine, round)
        const rawMs = await timeMs(() => sendRaw(engine, raws))
        const engineMs = await timeMs(() => sendThroughEngine(engine, round))
        if (round > 0) ratios.push(rawMs / engineMs)
      }
      await engine.close()
      await chain.stop()
      await rm(folder, { recursive: true })
      return { ratio: median(ratios) }
    },
    async journal() {
      const folder = await mkdtemp(join(tmpdir(), 'capstan-bench-'))
      const database = await openDatabase(`sqlite:${join(folder, 'capstan.db')}`)
      const journal = await Journal.open(database)
      await journal.record([signed(ROWS)])
      const journalMs = await timeMs(async () => {
        for (let nonce = 0; nonce < ROWS; nonce++) await journal.record([signed(nonce)])
      })
      await database.destroy()
      const bareMs = await bareCommits(join(folder, 'bare.db'))
      await rm(folder, { recursive: true })
      return { beyondMs: (journalMs - bareMs) / ROWS, bareMs: bareMs / ROWS }
    },
  },
  async (run) => {
    const { measurements: pipeline } = run('pipeline')
    const { measurements: journal } = run('journal')
    return [
      {
        what: `${SENDS} pipelined transactions, rate against raw pre-signed sends`,
        figure: pipeline.ratio as number,
        unit: '×',
        atLeast: 0.8,
        detail: `median of ${ROUNDS} rounds in turn on one node`,
      },
      {
        what: 'journal, for a transaction, beyond the fsync',
        figure: journal.beyondMs as number,
        unit: 'ms',
        atMost: 2,
        detail: `a bare commit takes ${(journal.bareMs as number).toFixed(2)} ms`,
      },
    ]
  },
)

async function presigned({ chain }: TestEngine, round: number): Promise<string[]> {
  const signer = walletSigner(FUNDED_KEYS[0])
  const raws: string[] = []
  for (let n = 0; n < SENDS; n++) {
    raws.push(
      await signer.signTransaction({
        ...{ type: 2, chainId: chain.chainId, nonce: round * SENDS + n, to: STRANGER, value: 1n },
        ...{ gasLimit: 21_000n, maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1n },
      }),
    )
  }
  return raws
}

async function sendRaw({ chain }: TestEngine, raws: readonly string[]): Promise<void> {
  for (const raw of raws) {
    await chain.rpc.ask({ method: 'eth_sendRawTransaction', params: [raw] })
  }
}

async function sendThroughEngine({ transactions }: TestEngine, round: number): Promise<void> {
  const intents = Array.from({ length: SENDS }, (_, n) => payment(`round ${round} wage ${n}`))
  let finished = 0
  for await (const _outcome of transactions.sendMany(intents, { inFlight: SENDS })) finished++
  if (finished !== SENDS) throw new Error(`${finished} of ${SENDS} were final`)
}

/** The least a durable record costs: one row, one commit, one fsync. */
function bareCommits(path: string): Promise<number> {
  const database = new Libsql(path)
  database.exec('pragma journal_mode = WAL; pragma synchronous = FULL; create table t(body text)')
  const insert = database.prepare('insert into t values (?)')
  return timeMs(() => {
    for (let row = 0; row < ROWS; row++) insert.run(JSON.stringify(signed(row)))
    database.close()
  })
}

function signed(nonce: number): Fact {
  return {
    event: 'signed',
    intent: 'pay a wage',
    idempotencyKey: `bench:${nonce}`,
    chainId: 31337,
    from: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    to: STRANGER,
    nonce,
    valueWei: '1',
    callDigest: 'd1'.repeat(32),
    gasLimit: '21000',
    maxFeeWei: '3000000000',
    hash: `0x${nonce.toString(16).padStart(64, '0')}`,
    raw: `0x${'02'.repeat(120)}`,
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}
