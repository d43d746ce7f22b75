// `capstan/plan@1`: transactions to send, for review, for an offline signer and for `tx apply`.

import { isDeepStrictEqual } from 'node:util'
import { Document } from '../../primitives/document.ts'
import { bySchema } from '../../primitives/format.ts'
import { decodeCall } from '../decode/decode-call.ts'
import type { Plan, PlannedTransaction } from './plan.ts'
import {
  planAltered,
  planExpired,
  planFileExists,
  planInvalid,
  planMissing,
} from './plan-errors.ts'
import { transactionJson } from './plan-json.ts'
import { planSchema } from './plan-schema.ts'

/** How long a plan is valid after it was made. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000

/** A plan as it travels. Times are ISO-8601 UTC. */
export interface WrittenPlan extends Plan {
  /** The command that made it: `migrate publish`. */
  readonly command: string
  readonly createdAt: string
  readonly expiresAt: string
  /** SHA-256 over the canonical file without this member, lower-case hex. */
  readonly digest: string
}

/**
 * The decoded calls in the file are not trusted: capstan decodes the bytes itself, and the results must
 * agree.
 * @throws PLAN_MISSING, PLAN_INVALID naming the field, PLAN_ALTERED, PLAN_FILE_EXISTS
 */
export const PLAN = new Document<WrittenPlan>({
  format: 'capstan/plan@1',
  read: bySchema(planSchema),
  members,
  isCanonical: true,
  hasDigest: true,
  check: checkPlan,
  ...planFaults('plan'),
})

/** The errors of a plan or a signed plan. */
export function planFaults(what: 'plan' | 'signed plan') {
  return {
    missing: (file: string) => planMissing(file, what),
    invalid: (file: string, reason: string) => planInvalid(file, what, reason),
    altered: (file: string, reason: string) => planAltered(file, what, reason),
    exists: planFileExists,
  }
}

/** Adds the times and the digest to a plan. @param now milliseconds since the epoch. */
export function writtenPlan(plan: Plan, command: string, now: number): WrittenPlan {
  const undigested = {
    ...plan,
    command,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + LIFETIME_MS).toISOString(),
  }
  return { ...undigested, digest: PLAN.digestOf(undigested) }
}

/** @param now milliseconds since the epoch. @throws PLAN_EXPIRED */
export function assertUnexpired({ expiresAt }: WrittenPlan, now: number): void {
  if (now >= Date.parse(expiresAt)) throw planExpired(expiresAt, now)
}

function members({ chainId, ...plan }: WrittenPlan): object {
  const { network, from, block, order, effectsFrom, assets, transactions } = plan
  const { command, createdAt, expiresAt, digest } = plan
  return {
    ...{ command, createdAt, expiresAt, network, from, block, order, effectsFrom, assets, digest },
    chainId: Number(chainId),
    transactions: transactions.map(transactionJson),
  }
}

/**
 * Checks what the members of a plan show only together.
 * @throws PLAN_INVALID naming the field, PLAN_ALTERED
 */
export async function checkPlan({ transactions }: WrittenPlan, file: string): Promise<void> {
  assertSequence(transactions, file)
  for (const [index, transaction] of transactions.entries()) {
    if (transaction.decoded !== null) await assertDecoded(transaction, index, file)
  }
}

/** @throws PLAN_INVALID for a call that only another release knows, PLAN_ALTERED */
async function assertDecoded(
  transaction: PlannedTransaction,
  index: number,
  file: string,
): Promise<void> {
  const known = await decodeCall(transaction)
  const at = `transactions.${index}.decoded`
  if (known === null) {
    throw planInvalid(file, 'plan', `${at} names a call this release does not know`)
  }
  if (isDeepStrictEqual(transaction.decoded, known)) return
  throw planAltered(file, 'plan', `${at} is not what its data says`)
}

/** @throws PLAN_INVALID */
function assertSequence(transactions: readonly PlannedTransaction[], file: string): void {
  const keys = new Set<string>()
  let last = -1
  for (const [index, { nonce, idempotencyKey }] of transactions.entries()) {
    const at = `transactions.${index}`
    if (nonce <= last) throw planInvalid(file, 'plan', `${at}.nonce is not above the one before`)
    if (keys.has(idempotencyKey)) {
      throw planInvalid(file, 'plan', `${at}.idempotencyKey is used twice`)
    }
    keys.add(idempotencyKey)
    last = nonce
  }
}
