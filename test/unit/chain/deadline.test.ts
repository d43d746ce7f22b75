import { describe, expect, it } from 'vitest'
import { deadlineOf, parseDeadline } from '../../../src/chain/replacement/deadline.ts'

describe('a deadline', () => {
  it('is a duration from when a transaction is sent', () => {
    expect(parseDeadline('10m')).toEqual({ withinMs: 600_000 })
    expect(deadlineOf({ withinMs: 600_000 }, 1_000)).toBe(601_000)
  })

  it('or a point in time, in any zone that it names', () => {
    const at = Date.UTC(2027, 5, 30, 12)
    for (const text of ['2027-06-30T12:00Z', '2027-06-30T14:00:00+02:00']) {
      expect(deadlineOf(parseDeadline(text), 5)).toBe(at)
    }
  })

  it.each(['', '10', '0m', 'soon', '2027-06-30', '2027-06-30T12:00', '2027-13-30T12:00Z', '-5m'])(
    'is not "%s"',
    (text) => {
      expect(() => parseDeadline(text)).toThrow(expect.objectContaining({ exitCode: 2 }))
    },
  )
})
