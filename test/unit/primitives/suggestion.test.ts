import { describe, expect, it } from 'vitest'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { campaignStep, suggestionText } from '../../../src/primitives/suggestion.ts'

describe('a suggested step of a campaign', () => {
  it.each([
    [campaignStep('publish'), '.', 'capstan migrate publish'],
    [campaignStep('publish'), 'cmt', 'capstan migrate publish -c cmt'],
    [campaignStep('claim', '--address A'), 'cmt', 'capstan migrate claim -c cmt --address A'],
    [campaignStep('snapshot', '', 'Run:'), '/c/d', 'Run: capstan migrate snapshot -c /c/d'],
    [campaignStep('swap status', '0x1'), 'cmt', 'capstan migrate swap status -c cmt 0x1'],
    [campaignStep('build'), "it's mine", "capstan migrate build -c 'it'\\''s mine'"],
  ])('%o, in %s', (step, location, text) => {
    expect(suggestionText(step, location)).toBe(text)
  })

  it('a sentence stays as it is, whatever it says', () => {
    expect(suggestionText('capstan migrate init DIR', 'cmt')).toBe('capstan migrate init DIR')
  })

  it('an error says it as it is typed beside the campaign', () => {
    const suggestions = ['Look at it.', campaignStep('build', '--supplement')]
    const error = new CapstanError({ code: 'A', kind: 'refused', message: 'B.', suggestions })
    expect(error.suggestions).toEqual(['Look at it.', 'capstan migrate build --supplement'])
    expect(error.nextSteps).toEqual(suggestions)
  })
})
