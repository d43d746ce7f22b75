import type { Signer, TransactionLike } from '../../keystore/signer.ts'
import { sha256Hex } from '../../primitives/digest.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import type { Fact } from '../journal/journal.ts'
import type { FeeQuote, Intent } from './intent.ts'

/** The part of a signer that the engine needs. */
export type TransactionSigner = Pick<Signer, 'address' | 'check' | 'signTransaction'>

export type SignedFact = Extract<Fact, { event: 'signed' }>

/** An intent with its price, ready for a nonce. */
export interface Prepared {
  readonly intent: Intent
  readonly gasLimit: bigint
  readonly fee: FeeQuote
  /** Value and the whole gas limit at the highest price. */
  readonly maxCostWei: bigint
  /** Chosen by the operator or a plan; by default the next free one. */
  readonly nonce?: number
}

/** Signs a prepared transaction with a nonce; the journal must have the result before it is broadcast. */
export async function signPrepared(
  chain: Pick<Chain, 'chainId'>,
  signer: TransactionSigner,
  prepared: Omit<Prepared, 'nonce'>,
  nonce: number,
): Promise<SignedFact> {
  const raw = await signer.signTransaction(unsignedTransaction(chain, prepared, nonce))
  return signedFact(chain, signer.address, prepared, nonce, raw)
}

/** All that a signature covers. */
export function unsignedTransaction(
  { chainId }: Pick<Chain, 'chainId'>,
  { intent, gasLimit, fee }: Omit<Prepared, 'nonce'>,
  nonce: number,
): TransactionLike {
  return {
    type: fee.type,
    chainId,
    nonce,
    to: intent.to,
    data: intent.data,
    value: intent.valueWei,
    gasLimit,
    ...priceFields(fee),
  }
}

/** The fact that the journal must have before the raw transaction leaves the machine. */
export function signedFact(
  { chainId }: Pick<Chain, 'chainId'>,
  from: string,
  { intent, gasLimit, fee }: Omit<Prepared, 'nonce'>,
  nonce: number,
  raw: string,
): SignedFact {
  return {
    event: 'signed',
    intent: intent.description,
    idempotencyKey: intent.idempotencyKey,
    chainId: Number(chainId),
    from,
    to: intent.to,
    nonce,
    valueWei: intent.valueWei.toString(),
    callDigest: callDigest(intent),
    gasLimit: gasLimit.toString(),
    maxFeeWei: fee.maxFeeWei.toString(),
    priorityFeeWei: fee.priorityFeeWei.toString(),
    hash: keccak256Hex(hexToBytes(raw)),
    raw,
  }
}

/** A price by the names of the signing library. */
export function priceFields({ type, maxFeeWei, priorityFeeWei }: FeeQuote) {
  return type === 2
    ? { maxFeePerGas: maxFeeWei, maxPriorityFeePerGas: priorityFeeWei }
    : { gasPrice: maxFeeWei }
}

/** SHA-256 of the call that an idempotency key stands for: recipient, value and data. */
export function callDigest({ to, valueWei, data }: Pick<Intent, 'to' | 'valueWei' | 'data'>) {
  return sha256Hex(`${to?.toLowerCase() ?? 'deploy'}\n${valueWei}\n${data.toLowerCase()}`)
}
