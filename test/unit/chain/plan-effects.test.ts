import { describe, expect, it } from 'vitest'
import { observedEffects, statedEffects } from '../../../src/chain/plan/plan-effects.ts'
import { payment } from '../../support/engine.ts'

// keccak256 of the event signatures, from EIP-20's text through `cast sig-event`.
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const APPROVAL = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'
const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
const TOKEN = '0x1111111111111111111111111111111111111111'
const [A, B, C] = ['aa', 'bb', 'cc'].map((byte) => `0x${'0'.repeat(38)}${byte}`) as [
  string,
  string,
  string,
]
const [ANN, BOB, CY] = [
  '0x00000000000000000000000000000000000000AA',
  '0x00000000000000000000000000000000000000bb',
  '0x00000000000000000000000000000000000000cc',
] as const

const topic = (account: string) => `0x${account.slice(2).padStart(64, '0')}`
const word = (amount: number) => `0x${amount.toString(16).padStart(64, '0')}`
const log = (address: string, event: string, from: string, to: string, amount: number) => ({
  address,
  topics: [event, topic(from), topic(to)],
  data: word(amount),
})

describe('effects that a simulation shows', () => {
  it('are net changes by asset and account', () => {
    const { effects } = observedEffects([
      log(NATIVE, TRANSFER, A, B, 5),
      log(NATIVE, TRANSFER, B, C, 2),
      log(TOKEN, TRANSFER, A, B, 7),
    ])
    expect(effects).toEqual([
      { account: ANN, asset: TOKEN, deltaBaseUnits: -7n },
      { account: BOB, asset: TOKEN, deltaBaseUnits: 7n },
      { account: ANN, asset: 'native', deltaBaseUnits: -5n },
      { account: BOB, asset: 'native', deltaBaseUnits: 3n },
      { account: CY, asset: 'native', deltaBaseUnits: 2n },
    ])
  })

  it('are not there where everything comes back', () => {
    const round = [log(TOKEN, TRANSFER, A, B, 7), log(TOKEN, TRANSFER, B, A, 7)]
    expect(observedEffects(round).effects).toEqual([])
  })

  it('hold an allowance as it is left', () => {
    const { approvals, effects } = observedEffects([
      log(TOKEN, APPROVAL, A, B, 100),
      log(TOKEN, APPROVAL, A, B, 60),
    ])
    expect(effects).toEqual([])
    expect(approvals).toEqual([{ asset: TOKEN, owner: ANN, spender: BOB, amountBaseUnits: 60n }])
  })

  it('leave other events alone, an ERC-721 transfer with its fourth topic among them', () => {
    const nft = { ...log(TOKEN, TRANSFER, A, B, 1), data: '0x' }
    const known = observedEffects([
      { ...nft, topics: [...nft.topics, word(9)] },
      log(TOKEN, `0x${'12'.repeat(32)}`, A, B, 1),
      { address: TOKEN, topics: [], data: '0x' },
    ])
    expect(known).toEqual({ effects: [], approvals: [] })
  })
})

describe('effects that are only stated', () => {
  it('are the value and what the intent says', () => {
    const intent = {
      ...payment('x', 5n, BOB),
      effects: [{ account: CY, asset: TOKEN, deltaBaseUnits: 1n }],
    }
    expect(statedEffects(ANN, intent, null)).toEqual([
      { account: CY, asset: TOKEN, deltaBaseUnits: 1n },
      { account: ANN, asset: 'native', deltaBaseUnits: -5n },
      { account: BOB, asset: 'native', deltaBaseUnits: 5n },
    ])
  })
})
