import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TransferScanner } from '../../../../src/migration/snapshot/transfer-scanner.ts'
import { CapstanError } from '../../../../src/primitives/capstan-error.ts'
import {
  address,
  logOf,
  logsAnswer,
  TOKEN,
  transferHistory,
  word,
} from '../../../support/transfer-logs.ts'

const RANGE = { from: 100, to: 200 }
const EVENTS = [1n, 2n, 3n, 4n].map((n) => ({ from: address(n), to: address(n + 1n), value: n }))

describe('the transfer scanner', () => {
  it('reads what JSON.parse reads, from any history', () => {
    fc.assert(
      fc.property(transferHistory, (events) => {
        const scanner = new TransferScanner(TOKEN)
        const answer = logsAnswer(events)
        expect(scanner.scanFast(answer, RANGE)).toEqual(scanner.scanSlowly(answer, RANGE))
      }),
    )
  })

  it('does not mind the order of keys, white space, capital digits or keys it does not know', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 1000 })), (picks) => {
        const pick = () => picks.next().value ?? 0
        const scanner = new TransferScanner(TOKEN)
        const answer = oddAnswer(pick)
        expect(scanner.scan(answer, RANGE)).toEqual(scanner.scan(logsAnswer(EVENTS), RANGE))
      }),
    )
  })

  it('takes the fast and the careful way to the same end, whatever byte is changed', () => {
    const scanner = new TransferScanner(TOKEN)
    const answer = logsAnswer(EVENTS)
    const change = fc.record({
      at: fc.nat(answer.length - 1),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[],:0xfF '))),
    })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = Uint8Array.from(answer)
        for (const { at, byte } of changes) changed[at] = byte
        expect(outcome(() => scanner.scan(changed, RANGE))).toEqual(
          outcome(() => scanner.scanSlowly(changed, RANGE)),
        )
      }),
      { numRuns: 3000 },
    )
  })

  it.each(['f', 'True', 'nulL', 'truefalse', '01', '1.', '.5', '1e', '+1', '-', '--1', '0x1'])(
    'refuses an answer whose id is %s, which is no JSON',
    (id) => {
      const scanner = new TransferScanner(TOKEN)
      const answer = Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":[]}`)
      expect(codeOf(() => scanner.scan(answer, RANGE))).toBe('LOGS_ANSWER_UNREADABLE')
    },
  )

  it.each(['0', '-0', '12', '1.5', '1e9', '-2.50E-3', 'true', 'false', 'null', '"a"'])(
    'takes an answer whose id is %s the fast way',
    (id) => {
      const answer = Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":[]}`)
      expect(new TransferScanner(TOKEN).scanFast(answer, RANGE)?.packed.length).toBe(0)
    },
  )

  it('never takes an answer that was cut short', () => {
    const scanner = new TransferScanner(TOKEN)
    const answer = logsAnswer(EVENTS)
    for (let length = 0; length < answer.length; length++) {
      expect(codeOf(() => scanner.scan(answer.subarray(0, length), RANGE))).toBe(
        'LOGS_ANSWER_UNREADABLE',
      )
    }
  })

  it.each<[string, (log: Record<string, unknown>) => object]>([
    ['of another contract', (log) => ({ ...log, address: address(9n) })],
    ['of another event', (log) => ({ ...log, topics: [word(1n), word(2n), word(3n)] })],
    ['with two topics', (log) => ({ ...log, topics: (log.topics as string[]).slice(0, 2) })],
    ['with four topics', (log) => ({ ...log, topics: [...(log.topics as string[]), word(4n)] })],
    ['with a topic beyond 160 bits', (log) => withTopic(log, word(2n ** 160n))],
    ['with short data', (log) => ({ ...log, data: '0x01' })],
    ['with long data', (log) => ({ ...log, data: `${word(1n)}00` })],
    ['before the range', (log) => ({ ...log, blockNumber: '0x63' })],
    ['behind the range', (log) => ({ ...log, blockNumber: '0xc9' })],
    ['of no block', (log) => ({ ...log, blockNumber: null })],
    ['without an index', ({ logIndex: _, ...log }) => log],
    ['without data', ({ data: _, ...log }) => log],
    ['that is no object', () => []],
  ])('refuses a log %s', (_, change) => {
    const logs = EVENTS.map((event, position) => logOf(event, position) as Record<string, unknown>)
    logs[1] = change(logs[1] as Record<string, unknown>) as Record<string, unknown>
    expect(codeOf(() => new TransferScanner(TOKEN).scan(answerOf(logs), RANGE))).toBe(
      'LOG_NOT_AS_ASKED',
    )
  })

  it('refuses the same log twice and two hashes for one block', () => {
    const logs = EVENTS.map((event, position) => logOf(event, position))
    const scan = (list: object[]) => () => new TransferScanner(TOKEN).scan(answerOf(list), RANGE)

    expect(codeOf(scan([...logs, logs[3] as object]))).toBe('LOG_NOT_AS_ASKED')
    expect(codeOf(scan([{ ...logs[0], blockHash: word(1n) }, ...logs.slice(1)]))).toBe(
      'LOG_NOT_AS_ASKED',
    )
  })

  it('leaves out logs that were removed, and puts the rest in order', () => {
    const logs = EVENTS.map((event, position) => logOf(event, position))
    const removed = { ...logOf(EVENTS[0] as (typeof EVENTS)[0], 9), removed: true }
    const scanner = new TransferScanner(TOKEN)

    expect(scanner.scan(answerOf([removed, ...logs.reverse()]), RANGE)).toEqual(
      scanner.scan(logsAnswer(EVENTS), RANGE),
    )
  })

  it('tells the error of the node', () => {
    const answer = Buffer.from(
      '{"jsonrpc":"2.0","id":0,"error":{"code":-32005,"message":"query returned more than 10000 results"}}',
    )
    expect(codeOf(() => new TransferScanner(TOKEN).scan(answer, RANGE))).toBe('LOGS_REFUSED')
  })
})

function answerOf(result: readonly object[]): Uint8Array {
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 0, result }))
}

function withTopic(log: Record<string, unknown>, topic: string): object {
  const [event, from] = log.topics as string[]
  return { ...log, topics: [event, from, topic] }
}

function outcome(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error instanceof CapstanError ? error.code : error
  }
}

function codeOf(work: () => unknown): unknown {
  const result = outcome(work)
  return typeof result === 'string' ? result : 'no error'
}

/** The answer for EVENTS in some spelling that means the same. */
function oddAnswer(pick: () => number): Uint8Array {
  const space = () => ['', ' ', '\n', '\t  ', '\r\n'][pick() % 5] as string
  const key = (name: string) =>
    pick() % 6 === 0 ? `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"` : `"${name}"`
  const object = (members: [string, string][]) => {
    const shuffled = members
      .map((member) => ({ member, place: pick() }))
      .sort((a, b) => a.place - b.place)
    const parts = shuffled.map(
      ({ member: [name, value] }) =>
        `${space()}${key(name)}${space()}:${space()}${value}${space()}`,
    )
    return `{${parts.join(',')}}`
  }
  const text = (value: unknown): string => {
    if (Array.isArray(value))
      return `[${space()}${value.map(text).join(`${space()},${space()}`)}${space()}]`
    const plain = JSON.stringify(value)
    if (typeof value !== 'string' || pick() % 2 === 0) return plain
    return `"0x${value.slice(2).toUpperCase()}"`
  }
  const logs = EVENTS.map((event, position) => {
    const members = Object.entries(logOf(event, position))
      .filter(([name]) => name !== 'removed' || pick() % 2 === 0)
      .map(([name, value]): [string, string] => [name, text(value)])
    const extras: [string, string][] = [
      ['blockNumbers', '12'],
      ['note', '"a \\"quoted\\" ü"'],
      ['nested', '{"address":[null,true,-1.5e+3]}'],
      ['l1BatchNumber', 'null'],
    ]
    return object([...members, ...extras.filter(() => pick() % 4 === 0)])
  })
  const envelope: [string, string][] = [
    ['jsonrpc', '"2.0"'],
    ['id', '0'],
    ['result', `[${logs.join(',')}]`],
  ]
  if (pick() % 3 === 0) envelope.push(['error', 'null'])
  return Buffer.from(`${space()}${object(envelope)}${space()}`)
}
