import { expect, it } from 'vitest'
import { parseDuration } from '../../../src/primitives/duration.ts'

it.each([
  ['45s', 45],
  ['90m', 5_400],
  ['36h', 129_600],
  ['7d', 604_800],
  ['2w', 1_209_600],
  ['1d12h', 129_600],
])('"%s" is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

it.each(['', '7', 'd', '7 d', '-1d', '1.5h', '7days', '1D', '99999999999s'])(
  '"%s" is no duration',
  (text) => {
    expect(() => parseDuration(text, 'time')).toThrowError(
      expect.objectContaining({ code: 'DURATION_INVALID', kind: 'usage' }),
    )
  },
)
