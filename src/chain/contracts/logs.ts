// Logs of one contract. All logs that capstan reads come through `readRanges`.

import { type Clock, systemClock } from '../../primitives/clock.ts'
import { type BlockRange, type ContractLog, type LogFilter, logsIn } from '../rpc/logs.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { RangePlanner } from './range-planner.ts'
import { type Found, readRanges } from './read-ranges.ts'

/** Approximate bytes of one log in an answer. */
const BYTES_A_LOG = 700

/**
 * The logs of a contract in chain order: of all blocks at once if the node allows it.
 * @throws RPC_ERROR if the node refuses the logs of even one block; NETWORK_BAD_RESPONSE and its kin
 */
export async function* logsForwards(
  rpc: Pick<Rpc, 'ask'>,
  filter: LogFilter,
  range: BlockRange,
  clock: Clock = systemClock,
): AsyncGenerator<ContractLog> {
  const reading = { clock, planner: wholeRange(), inFlight: 1, isBackwards: false }
  const found = readRanges(range, { ...reading, ask: (part) => askLogs(rpc, filter, part) })
  for await (const logs of found) yield* logs
}

/**
 * The same, newest first, so that a search for a recent log reads no more than needed.
 * @throws as `logsForwards` does
 */
export async function* logsBackwards(
  rpc: Pick<Rpc, 'ask'>,
  filter: LogFilter,
  range: BlockRange,
  clock: Clock = systemClock,
): AsyncGenerator<ContractLog> {
  const reading = { clock, planner: wholeRange(), inFlight: 1, isBackwards: true }
  const found = readRanges(range, { ...reading, ask: (part) => askLogs(rpc, filter, part) })
  for await (const logs of found) yield* logs.toReversed()
}

function wholeRange(): RangePlanner {
  return new RangePlanner(Number.MAX_SAFE_INTEGER)
}

async function askLogs(
  rpc: Pick<Rpc, 'ask'>,
  filter: LogFilter,
  range: BlockRange,
): Promise<Found<readonly ContractLog[]>> {
  const found = await rpc.ask(logsIn(filter, range), { retry: false })
  return { found, bytes: found.length * BYTES_A_LOG }
}
