import { describe, expect, it } from 'vitest'
import { nearest } from '../../../src/primitives/nearest.ts'

const WORDS = ['treasury', 'payroll', 'about', 'above', 'zoo']

describe('the nearest word', () => {
  it.each([
    ['tresury', 'treasury'],
    ['paayroll', 'payroll'],
    ['abouts', 'about'],
    ['abuot', 'about'],
    ['ozo', 'zoo'],
    ['ABOUT', 'about'],
  ])(
    'to "%s" is "%s": a letter less, more, other, or two that changed places',
    (text, expected) => {
      expect(nearest(text, WORDS)).toBe(expected)
    },
  )

  it.each(['', 'kzoo1', 'xyz', 'lorem'])('to "%s" is none', (text) => {
    expect(nearest(text, WORDS)).toBeUndefined()
  })
})
