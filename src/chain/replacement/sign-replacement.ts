import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { latestAttempt } from '../journal/attempts.ts'
import type { JournalRow, Replacement } from '../journal/journal-row.ts'
import type { FeeQuote } from '../transactions/intent.ts'
import { priceFields, type TransactionSigner } from '../transactions/sign-transaction.ts'

/** The exact cost of sending nothing to oneself. */
const CANCEL_GAS = 21_000n

export type ReplacementKind = Replacement['kind']

/** The call of another attempt: the same call at another fee, or an empty one. */
export interface Call {
  readonly to: string | null
  readonly data: string
  readonly valueWei: bigint
  readonly gasLimit: bigint
}

/** The fee of the latest attempt and, by kind, the call that would replace it. */
export async function readAttempt(
  row: JournalRow,
  kind: ReplacementKind = 'speed-up',
): Promise<{ readonly fee: FeeQuote; readonly call: Call }> {
  const { Transaction } = await import('ethers')
  const { raw } = latestAttempt(row)
  const signed = Transaction.from(raw)
  const { type, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = signed
  return {
    fee:
      type === 2
        ? { type, maxFeeWei: maxFeePerGas ?? 0n, priorityFeeWei: maxPriorityFeePerGas ?? 0n }
        : { type: 0, maxFeeWei: gasPrice ?? 0n, priorityFeeWei: gasPrice ?? 0n },
    call:
      kind === 'cancel'
        ? { to: row.from, data: '0x', valueWei: 0n, gasLimit: CANCEL_GAS }
        : { to: signed.to, data: signed.data, valueWei: signed.value, gasLimit: signed.gasLimit },
  }
}

/** Signs another attempt at a row's nonce. @throws as signing does */
export async function signReplacement(
  signer: TransactionSigner,
  row: JournalRow,
  kind: ReplacementKind,
  price: FeeQuote,
): Promise<Replacement> {
  const { call } = await readAttempt(row, kind)
  const { to, data, valueWei, gasLimit } = call
  const raw = await signer.signTransaction({
    type: price.type,
    chainId: BigInt(row.chainId),
    nonce: row.nonce,
    to,
    data,
    value: valueWei,
    gasLimit,
    ...priceFields(price),
  })
  return {
    kind,
    hash: keccak256Hex(hexToBytes(raw)),
    raw,
    gasLimit: gasLimit.toString(),
    maxFeeWei: price.maxFeeWei.toString(),
    priorityFeeWei: price.priorityFeeWei.toString(),
  }
}
