import { describe, expect, it } from 'vitest'
import { type Conditions, quoteFee } from '../../../src/chain/transactions/fees.ts'

const NOW: Conditions = {
  blockNumber: 1,
  blockGasLimit: 30_000_000n,
  baseFeeWei: 100n,
  tipWei: 7n,
  gasPriceWei: 120n,
  balanceWei: 0n,
}

describe('the price of a unit of gas', () => {
  it('is twice the base fee and the tip', () => {
    expect(quoteFee(NOW, true, {})).toEqual({ type: 2, maxFeeWei: 207n, priorityFeeWei: 7n })
  })

  it('is the node’s gas price on a legacy network, and before there is a base fee', () => {
    const legacy = { type: 0, maxFeeWei: 120n, priorityFeeWei: 120n }
    expect(quoteFee(NOW, false, {})).toEqual(legacy)
    expect(quoteFee({ ...NOW, baseFeeWei: null }, true, {})).toEqual(legacy)
  })

  it('never passes the operator’s cap, nor does the tip', () => {
    const policy = { maxFeeWei: 105n, priorityFeeWei: 500n }
    expect(quoteFee(NOW, true, policy)).toEqual({ type: 2, maxFeeWei: 105n, priorityFeeWei: 105n })
  })

  it('with a deadline is the market’s, and the cap only a limit', () => {
    const deadline = { withinMs: 1 }
    expect(quoteFee(NOW, true, { deadline, maxFeeWei: 900n })).toMatchObject({ maxFeeWei: 207n })
    expect(quoteFee(NOW, true, { deadline, maxFeeWei: 150n })).toMatchObject({ maxFeeWei: 150n })
  })

  it('of a legacy transaction is never more than the market’s: all of it is paid', () => {
    expect(quoteFee(NOW, false, { maxFeeWei: 900n })).toMatchObject({ type: 0, maxFeeWei: 120n })
    expect(quoteFee(NOW, false, { maxFeeWei: 110n })).toMatchObject({ type: 0, maxFeeWei: 110n })
    expect(quoteFee(NOW, false, { priorityFeeWei: 130n })).toMatchObject({ maxFeeWei: 130n })
  })

  it('is refused where the cap is below the base fee', () => {
    expect(() => quoteFee(NOW, true, { maxFeeWei: 99n })).toThrow(
      expect.objectContaining({ code: 'FEE_CAP_TOO_LOW', exitCode: 3 }),
    )
    expect(() => quoteFee(NOW, false, { maxFeeWei: 99n })).toThrow(
      expect.objectContaining({ code: 'FEE_CAP_TOO_LOW' }),
    )
    expect(quoteFee(NOW, true, { maxFeeWei: 100n }).maxFeeWei).toBe(100n)
  })
})
