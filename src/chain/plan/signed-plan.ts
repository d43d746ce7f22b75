// `capstan/signed-plan@1`: a plan and its signed transactions. Whoever has the file can send it, and
// nobody can make it do anything else.

import { Transaction } from 'ethers'
import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import { digest, hexData } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { callOf } from '../transactions/engine.ts'
import {
  signPrepared,
  type TransactionSigner,
  unsignedTransaction,
} from '../transactions/sign-transaction.ts'
import type { PlannedTransaction } from './plan.ts'
import { signatureUnexpected } from './plan-errors.ts'
import { assertUnexpired, checkPlan, PLAN, planFaults, type WrittenPlan } from './plan-file.ts'
import { preparedOf } from './plan-send.ts'

export interface SignedPlan {
  readonly plan: WrittenPlan
  /** In the plan's order, `0x` hex. */
  readonly rawTransactions: readonly string[]
  readonly digest: string
}

/**
 * Signs all transactions of a plan. Needs no network: the chain is checked when it is sent.
 * @param now milliseconds since the epoch.
 * @throws PLAN_EXPIRED, and as signing does
 */
export async function signPlan(
  plan: WrittenPlan,
  signer: TransactionSigner,
  now: number,
): Promise<SignedPlan> {
  assertUnexpired(plan, now)
  await signer.check(...plan.transactions.map((one) => callOf(plan.chainId, plan.from, one)))
  const rawTransactions: string[] = []
  for (const transaction of plan.transactions) {
    const { nonce } = transaction
    rawTransactions.push((await signPrepared(plan, signer, preparedOf(transaction), nonce)).raw)
  }
  return { plan, rawTransactions, digest: SIGNED_PLAN.digestOf({ plan, rawTransactions }) }
}

const schema = z.strictObject({
  plan: z.unknown().transform((json) => PLAN.decodeJson(json)),
  rawTransactions: z.array(hexData.min(4)),
  digest,
})

/**
 * A signed plan: each transaction is exactly as planned and signed by the plan's account.
 * @throws PLAN_MISSING, PLAN_INVALID, PLAN_ALTERED, SIGNED_PLAN_MISMATCH, PLAN_FILE_EXISTS
 */
export const SIGNED_PLAN = new Document<SignedPlan>({
  format: 'capstan/signed-plan@1',
  read: bySchema(schema),
  members: ({ plan, ...rest }) => ({ ...rest, plan: PLAN.json(plan) }),
  isCanonical: true,
  hasDigest: true,
  check: async ({ plan, rawTransactions }, file) => {
    await checkPlan(plan, file)
    assertSigned(plan, rawTransactions)
  },
  ...planFaults('signed plan'),
})

/** @throws SIGNED_PLAN_MISMATCH */
function assertSigned(plan: WrittenPlan, rawTransactions: readonly string[]): void {
  const { transactions } = plan
  const [planned, signed] = [transactions.length, rawTransactions.length]
  if (signed !== planned) {
    throw signatureUnexpected(
      Math.min(signed, planned) + 1,
      `is one of ${signed}, not of ${planned}`,
    )
  }
  for (const [index, transaction] of transactions.entries()) {
    const fault = faultOf(plan, transaction, rawTransactions[index] as string)
    if (fault !== undefined) throw signatureUnexpected(index + 1, fault)
  }
}

function faultOf(
  plan: WrittenPlan,
  transaction: PlannedTransaction,
  raw: string,
): string | undefined {
  const found = parsed(raw)
  if (!found) return 'is not a signed transaction'
  const expected = unsignedTransaction(plan, preparedOf(transaction), transaction.nonce)
  if (found.unsignedSerialized !== Transaction.from(expected).unsignedSerialized) {
    return 'says something else'
  }
  return found.from === plan.from ? undefined : `is signed by ${found.from}, not by ${plan.from}`
}

/** Undefined for bytes that are not exactly a signed transaction, or with an invalid signature. */
function parsed(raw: string): Transaction | undefined {
  try {
    const transaction = Transaction.from(raw)
    return transaction.isSigned() && transaction.serialized === raw ? transaction : undefined
  } catch {
    return undefined
  }
}
