import { BTM_ASSET_ID } from '../primitives/bytom/btm.ts'
import type { VerifiedBlock, VerifiedTransaction } from './block.ts'
import { coinbaseWrong } from './bytomd-errors.ts'
import { subsidyOf } from './consensus.ts'

/**
 * Checks the coinbase of a block against consensus: it is the first and only one, and pays exactly the
 * block's subsidy and fees. A repeated spend counts in the fees as if both were spent, as nodes count
 * it.
 * @throws BYTOM_COINBASE_WRONG
 */
export function verifyCoinbase({ height, transactions }: VerifiedBlock): void {
  const [coinbase, ...others] = transactions
  if (coinbase === undefined) throw coinbaseWrong(height, undefined, 'is missing')
  const isOnlyInput = coinbase.inputs.length === 1 && coinbase.inputs[0]?.type === 'coinbase'
  if (!isOnlyInput) throw coinbaseWrong(height, coinbase.id, 'is not its first transaction')
  let fees = 0n
  for (const transaction of others) fees += feeOf(transaction, height)
  const due = subsidyOf(height) + fees
  const paid = btmIn(coinbase.outputs)
  if (paid !== due) {
    throw coinbaseWrong(height, coinbase.id, `pays ${paid} where ${due} is due`)
  }
}

function feeOf({ id, inputs, outputs }: VerifiedTransaction, height: number): bigint {
  if (inputs.some(({ type }) => type === 'coinbase')) {
    throw coinbaseWrong(height, id, 'is not the only one')
  }
  const fee = btmIn(inputs) - btmIn(outputs)
  if (fee < 0n) {
    throw coinbaseWrong(height, id, `is not the only source of BTM: this one makes ${-fee}`)
  }
  return fee
}

function btmIn(values: readonly { readonly assetId: string; readonly amount: bigint }[]): bigint {
  let sum = 0n
  for (const { assetId, amount } of values) if (assetId === BTM_ASSET_ID) sum += amount
  return sum
}
