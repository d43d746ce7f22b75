import { describe, expect, it } from 'vitest'
import { namingCampaign } from '../../../src/migration/campaign/naming-campaign.ts'

describe('a suggested command', () => {
  it.each([
    ['capstan migrate publish', '.', 'capstan migrate publish'],
    ['capstan migrate publish', 'cmt', 'capstan migrate publish -c cmt'],
    ['capstan migrate claim --address A', 'cmt', 'capstan migrate claim -c cmt --address A'],
    [
      'Remove it and run: capstan migrate snapshot',
      '/c/d',
      'Remove it and run: capstan migrate snapshot -c /c/d',
    ],
    ['capstan migrate init --kind erc20', 'cmt', 'capstan migrate init --kind erc20'],
    ['capstan migrate swap relay', 'cmt', 'capstan migrate swap relay -c cmt'],
    ['capstan migrate bind verify', 'btm', 'capstan migrate bind verify -c btm'],
    ['capstan migrate bind --key a', 'btm', 'capstan migrate bind -c btm --key a'],
    ['capstan key list', 'cmt', 'capstan key list'],
    ['capstan migrate build', "it's mine", "capstan migrate build -c 'it'\\''s mine'"],
  ])('%s, in %s', (text, location, named) => {
    expect(namingCampaign(text, location)).toBe(named)
  })
})
