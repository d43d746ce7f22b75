import { toQuantity } from '../../chain/rpc/quantity.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Clock } from '../../primitives/clock.ts'
import { RangePlanner } from './range-planner.ts'
import { type BlockRange, TRANSFER_TOPIC, type Transfers } from './transfer-log.ts'
import type { TransferScanner } from './transfer-scanner.ts'

const IN_FLIGHT = 4
/** Failures in a row on one range and its halves before the operator is told. */
const MOST_FAILURES = 6
const FIRST_PAUSE_MS = 250
const MOST_PAUSE_MS = 10_000
const METHOD_NOT_FOUND = -32601

export interface TransferReaderPorts {
  readonly rpc: Rpc
  readonly clock: Clock
  readonly scanner: TransferScanner
}

/**
 * Reads all Transfer logs of a token in a range of blocks: several requests in flight, answers in
 * order of blocks and without gaps.
 * @throws LOG_NOT_AS_ASKED, LOGS_REFUSED, LOGS_ANSWER_UNREADABLE, NETWORK_*
 */
export async function* readTransfers(
  ports: TransferReaderPorts,
  token: string,
  range: BlockRange,
): AsyncGenerator<Transfers> {
  const reader = new TransferReader(ports, token)
  const inFlight: Promise<Transfers[]>[] = []
  let next = range.from
  while (next <= range.to || inFlight.length > 0) {
    while (next <= range.to && inFlight.length < IN_FLIGHT) {
      const asked = reader.planner.next(next, range.to)
      const answer = reader.read(asked)
      // A failure is met when its turn comes; until then it must not count as unhandled.
      answer.catch(() => undefined)
      inFlight.push(answer)
      next = asked.to + 1
    }
    yield* (await inFlight.shift()) ?? []
  }
}

class TransferReader {
  readonly planner = new RangePlanner()

  constructor(
    private readonly ports: TransferReaderPorts,
    private readonly token: string,
  ) {}

  /** Reads one range, in halves where the node will not have it whole. */
  async read(range: BlockRange, failures = 0): Promise<Transfers[]> {
    try {
      return [await this.#ask(range)]
    } catch (error) {
      const verdict = judge(error)
      const failed = verdict === 'too-much' ? failures : failures + 1
      if (verdict === 'final' || failed >= MOST_FAILURES) throw error
      if (verdict === 'later') return this.#readLater(range, failed)
      const halves = this.planner.refused(range)
      if (halves) return this.#readHalves(halves, failed)
      if (verdict === 'too-much') throw error
      return this.#readLater(range, failed)
    }
  }

  async #ask(range: BlockRange): Promise<Transfers> {
    const filter = {
      address: this.token,
      topics: [TRANSFER_TOPIC],
      fromBlock: toQuantity(range.from),
      toBlock: toQuantity(range.to),
    }
    const answer = await this.ports.rpc.requestBytes('eth_getLogs', [filter], { retry: false })
    const transfers = this.ports.scanner.scan(answer, range)
    this.planner.answered(range, answer.length)
    return transfers
  }

  async #readHalves([first, second]: readonly BlockRange[], failures: number) {
    const before = await this.read(first as BlockRange, failures)
    return [...before, ...(await this.read(second as BlockRange, failures))]
  }

  async #readLater(range: BlockRange, failures: number): Promise<Transfers[]> {
    await this.ports.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** failures, MOST_PAUSE_MS))
    return this.read(range, failures)
  }
}

/**
 * What to do about a failed request. `too-much`: ask for less at once, which costs nothing;
 * `slow`: perhaps too much, perhaps a bad line; `later`: the same again; `final`: tell.
 */
type Verdict = 'too-much' | 'slow' | 'later' | 'final'

/** @throws what is no CapstanError */
function judge(error: unknown): Verdict {
  if (!(error instanceof CapstanError)) throw error
  const { code, details } = error
  if (code === 'LOGS_REFUSED' || code === 'RPC_ERROR') {
    if (details.rpcCode === METHOD_NOT_FOUND) return 'final'
    // No list of providers' words for "too much" is ever complete. Asking for less is cheap, and
    // what is refused for one block alone was refused for another reason.
    return isRateLimit(String(details.rpcMessage)) ? 'later' : 'too-much'
  }
  if (code === 'NETWORK_TIMEOUT' || code === 'NETWORK_BAD_RESPONSE') return 'slow'
  if (code === 'LOGS_ANSWER_UNREADABLE') return 'slow'
  return error.kind === 'network' ? 'later' : 'final'
}

/** Limits on requests, not on their size. */
function isRateLimit(message: string): boolean {
  return /rate.?limit|too many requests|per second|throttl|compute units|request limit/i.test(
    message,
  )
}
