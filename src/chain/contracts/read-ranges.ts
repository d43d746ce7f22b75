import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { BlockRange } from '../rpc/logs.ts'
import type { RangePlanner } from './range-planner.ts'

/** Failures in a row on one range and its halves before the operator is told. */
const MAX_FAILURES = 6
const FIRST_PAUSE_MS = 250
const MAX_PAUSE_MS = 10_000
const METHOD_NOT_FOUND = -32601

/** The result of reading a range, and the bytes of the answer. */
export interface Found<T> {
  readonly found: T
  readonly bytes: number
}

export interface RangeReading<T> {
  /** Reads one range, in one attempt. */
  readonly ask: (range: BlockRange) => Promise<Found<T>>
  readonly planner: RangePlanner
  readonly clock: Clock
  /** Maximum number of requests at once. */
  readonly inFlight: number
  /** From the newest block to the oldest. */
  readonly isBackwards: boolean
}

/**
 * Reads a range of blocks in pieces that the node accepts: a piece that is too large is halved, a
 * failed request is repeated. Yields in order and without gaps.
 * @throws the error of a single block, or one that repeats too often
 */
export async function* readRanges<T>(
  whole: BlockRange,
  reading: RangeReading<T>,
): AsyncGenerator<T> {
  const { planner, isBackwards } = reading
  const underWay: Promise<T[]>[] = []
  let left = whole
  while (left.from <= left.to || underWay.length > 0) {
    while (left.from <= left.to && underWay.length < reading.inFlight) {
      const part = isBackwards ? planner.last(left) : planner.first(left)
      const answer = readPart(part, reading, 0)
      // A failure is handled in its turn; until then it must not count as unhandled.
      answer.catch(() => undefined)
      underWay.push(answer)
      left = isBackwards ? { ...left, to: part.from - 1 } : { ...left, from: part.to + 1 }
    }
    yield* (await underWay.shift()) ?? []
  }
}

/** Reads one piece, in halves if the node refuses it whole. */
async function readPart<T>(
  part: BlockRange,
  reading: RangeReading<T>,
  failures: number,
): Promise<T[]> {
  try {
    const { found, bytes } = await reading.ask(part)
    reading.planner.answered(part, bytes)
    return [found]
  } catch (error) {
    const verdict = judge(error)
    const failed = verdict === 'too-much' ? failures : failures + 1
    if (verdict === 'final' || failed >= MAX_FAILURES) throw error
    if (verdict === 'later') return readLater(part, reading, failed)
    const halves = reading.planner.refused(part)
    if (halves) return readHalves(halves, reading, failed)
    if (verdict === 'too-much') throw error
    return readLater(part, reading, failed)
  }
}

async function readHalves<T>(
  halves: readonly [BlockRange, BlockRange],
  reading: RangeReading<T>,
  failures: number,
): Promise<T[]> {
  const [first, second] = reading.isBackwards ? [halves[1], halves[0]] : halves
  const before = await readPart(first, reading, failures)
  return [...before, ...(await readPart(second, reading, failures))]
}

async function readLater<T>(
  part: BlockRange,
  reading: RangeReading<T>,
  failures: number,
): Promise<T[]> {
  await reading.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** failures, MAX_PAUSE_MS))
  return readPart(part, reading, failures)
}

/**
 * What to do about a failed request. `too-much`: ask for less, which costs nothing; `slow`: either
 * too much or a bad line; `later`: repeat it; `final`: give up.
 */
type Verdict = 'too-much' | 'slow' | 'later' | 'final'

/** @throws any error that is not a CapstanError */
function judge(error: unknown): Verdict {
  if (!(error instanceof CapstanError)) throw error
  const { code, kind, details } = error
  if (details.rpcMessage !== undefined) {
    if (details.rpcCode === METHOD_NOT_FOUND) return 'final'
    // No list of the ways in which providers say "too much" is complete. Asking for less is cheap,
    // and if even one block is refused, the reason is another.
    return isRateLimit(String(details.rpcMessage)) ? 'later' : 'too-much'
  }
  if (kind !== 'network') return 'final'
  return code === 'NETWORK_UNREACHABLE' || code === 'NETWORK_RATE_LIMITED' ? 'later' : 'slow'
}

/** A limit on the number of requests, not on their size. */
function isRateLimit(message: string): boolean {
  return /rate.?limit|too many requests|per second|throttl|compute units|request limit/i.test(
    message,
  )
}
