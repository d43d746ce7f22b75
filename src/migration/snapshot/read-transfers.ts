import { RangePlanner } from '../../chain/contracts/range-planner.ts'
import { readRanges } from '../../chain/contracts/read-ranges.ts'
import { TRANSFER_TOPIC } from '../../chain/erc20/erc20.ts'
import { type BlockRange, logsIn } from '../../chain/rpc/logs.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Transfers } from './transfer-log.ts'
import type { TransferScanner } from './transfer-scanner.ts'

const IN_FLIGHT = 4

export interface TransferReaderPorts {
  readonly rpc: Rpc
  readonly clock: Clock
  readonly scanner: TransferScanner
}

/**
 * Reads all Transfer logs of a token in a range of blocks: several requests in flight, answers in
 * order of blocks and without gaps. They are scanned as they were received.
 * @throws LOG_NOT_AS_ASKED, LOGS_REFUSED, LOGS_ANSWER_UNREADABLE, NETWORK_*
 */
export function readTransfers(
  { rpc, clock, scanner }: TransferReaderPorts,
  token: string,
  whole: BlockRange,
): AsyncGenerator<Transfers> {
  const filter = { address: token, topics: [TRANSFER_TOPIC] }
  const ask = async (range: BlockRange) => {
    const answer = await rpc.askBytes(logsIn(filter, range), { retry: false })
    return { found: scanner.scan(answer, range), bytes: answer.length }
  }
  const planner = new RangePlanner()
  return readRanges(whole, { ask, planner, clock, inFlight: IN_FLIGHT, isBackwards: false })
}
