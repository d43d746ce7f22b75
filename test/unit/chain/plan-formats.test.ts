import { Transaction } from 'ethers'
import { describe, expect, it } from 'vitest'
import { PLAN } from '../../../src/chain/plan/plan-file.ts'
import { planText } from '../../../src/chain/plan/plan-view.ts'
import { SIGNED_PLAN } from '../../../src/chain/plan/signed-plan.ts'

const FORMATS = new URL('../../fixtures/formats/', import.meta.url).pathname

describe('files of the first formats stay readable', () => {
  it('a plan', async () => {
    const plan = await PLAN.read(`${FORMATS}plan-1.json`)
    expect(plan).toMatchObject({
      digest: 'd8ee1721a7e270df46461396842011ded6def3b24d0d25e2174f57cb04143fab',
      chainId: 31337n,
      transactions: [
        { nonce: 7, valueWei: 5n, fee: { type: 2 } },
        { nonce: 8, decoded: { signature: 'approve(address,uint256)' }, fee: { type: 0 } },
      ],
    })
  })

  it('a signed plan', async () => {
    const { plan, rawTransactions } = await SIGNED_PLAN.read(`${FORMATS}signed-plan-1.json`)
    expect(plan).toEqual(await PLAN.read(`${FORMATS}plan-1.json`))
    const signed = rawTransactions.map((raw) => Transaction.from(raw))
    expect(signed.map(({ from, nonce, type }) => ({ from, nonce, type }))).toEqual([
      { from: plan.from, nonce: 7, type: 2 },
      { from: plan.from, nonce: 8, type: 0 },
    ])
  })
})

describe('a plan in words', () => {
  it('names network, chain id, amounts with symbol, recipient, call, effects and highest fee', async () => {
    const words = planText(await PLAN.read(`${FORMATS}plan-1.json`))
    for (const said of [
      'devnet (chain id 31337)',
      '0x00000000000000000000000000000000C0FFEE01 +0.000000000000000005 ETH',
      'approve(address,uint256)',
      'spender = 0x00000000000000000000000000000000C0FFEE01',
      'to take 0.00000000000000006 CMT (0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F)',
      'fees at most    0.000183 ETH',
      'valid until 2026-11-28T12:00:00.000Z',
    ]) {
      expect(words).toContain(said)
    }
  })
})
