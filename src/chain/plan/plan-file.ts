// `capstan/plan@1`: what is to be sent, for review, for an offline signer and for `tx apply`.

import { isDeepStrictEqual } from 'node:util'
import { decodeCall } from '../decode/decode-call.ts'
import type { Plan, PlannedTransaction } from './plan.ts'
import {
  type DocumentSource,
  digestOf,
  parseDocument,
  parseFields,
  readDocument,
  writeDocument,
} from './plan-document.ts'
import { planAltered, planExpired, planInvalid } from './plan-errors.ts'
import { transactionJson } from './plan-json.ts'
import { PLAN_FORMAT, planSchema } from './plan-schema.ts'

export const PLAN = { what: 'plan', format: PLAN_FORMAT }

/** How long a plan may be carried out, from when it was made. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000

/** A plan as it travels. Times are ISO-8601 UTC. */
export interface WrittenPlan extends Plan {
  /** What made it: `migrate publish`. */
  readonly command: string
  readonly createdAt: string
  readonly expiresAt: string
  /** SHA-256 over the canonical file without this member, lower-case hex. */
  readonly digest: string
}

/** Dates a plan and names it by its digest. @param now milliseconds since the epoch. */
export function writtenPlan(plan: Plan, command: string, now: number): WrittenPlan {
  const undigested = {
    ...plan,
    command,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + LIFETIME_MS).toISOString(),
  }
  return { ...undigested, digest: digestOf(contentOf(undigested)) }
}

/** @param now milliseconds since the epoch. @throws PLAN_EXPIRED */
export function assertUnexpired({ expiresAt }: WrittenPlan, now: number): void {
  if (now >= Date.parse(expiresAt)) throw planExpired(expiresAt, now)
}

/** @throws PLAN_FILE_EXISTS */
export function writePlan(file: string, plan: WrittenPlan): Promise<void> {
  return writeDocument(file, planDocument(plan))
}

/** The JSON of a plan file. */
export function planDocument(plan: WrittenPlan): object {
  return { ...contentOf(plan), digest: plan.digest }
}

function contentOf(plan: Omit<WrittenPlan, 'digest'>): object {
  const { network, chainId, from, block, order, effectsFrom, assets, transactions } = plan
  const { command, createdAt, expiresAt } = plan
  return {
    format: PLAN_FORMAT,
    ...{ command, createdAt, expiresAt, network, from, block, order, effectsFrom, assets },
    chainId: Number(chainId),
    transactions: transactions.map(transactionJson),
  }
}

/**
 * Reads the text of a plan file. What the file says of a call is not believed: capstan reads the
 * call's bytes itself, and must come to the same.
 * @throws PLAN_INVALID naming the field, PLAN_ALTERED
 */
export async function parsePlan(content: string, file: string): Promise<WrittenPlan> {
  const source = { ...PLAN, file }
  return checkedPlan(parseDocument(content, source), source)
}

/** @throws PLAN_MISSING, PLAN_INVALID, PLAN_ALTERED */
export async function readPlan(file: string): Promise<WrittenPlan> {
  return parsePlan(await readDocument(file, PLAN.what), file)
}

/** A plan from JSON whose digest holds. @throws PLAN_INVALID naming the field, PLAN_ALTERED */
export async function checkedPlan(json: unknown, source: DocumentSource): Promise<WrittenPlan> {
  const { format: _, ...plan } = parseFields(planSchema, json, source)
  assertSequence(plan.transactions, source)
  for (const [index, transaction] of plan.transactions.entries()) {
    if (transaction.decoded !== null) await assertDecoded(transaction, index, source)
  }
  return plan
}

/** @throws PLAN_INVALID for a call that only another release knows, PLAN_ALTERED */
async function assertDecoded(
  transaction: PlannedTransaction,
  index: number,
  { file, what }: DocumentSource,
): Promise<void> {
  const known = await decodeCall(transaction)
  const at = `transactions.${index}.decoded`
  if (known === null) throw planInvalid(file, what, `${at} names a call this release does not know`)
  if (isDeepStrictEqual(transaction.decoded, known)) return
  throw planAltered(file, what, `${at} is not what its data says`)
}

/** @throws PLAN_INVALID */
function assertSequence(
  transactions: readonly PlannedTransaction[],
  { file, what }: DocumentSource,
): void {
  const keys = new Set<string>()
  let last = -1
  for (const [index, { nonce, idempotencyKey }] of transactions.entries()) {
    const at = `transactions.${index}`
    if (nonce <= last) throw planInvalid(file, what, `${at}.nonce is not above the one before`)
    if (keys.has(idempotencyKey)) throw planInvalid(file, what, `${at}.idempotencyKey is not new`)
    keys.add(idempotencyKey)
    last = nonce
  }
}
