import { latestAttempt } from '../journal/attempts.ts'
import type { Fact } from '../journal/journal.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { broadcastAll, type Reception } from '../transactions/broadcast.ts'
import type { Engine } from '../transactions/engine.ts'
import type { FeeQuote } from '../transactions/intent.ts'
import { type ReplacementKind, signReplacement } from './sign-replacement.ts'

/** A requested attempt that replaces the latest one of `row`. */
export interface ReplacementRequest {
  readonly row: JournalRow
  readonly kind: ReplacementKind
  readonly fee: FeeQuote
}

/** `reception` is undefined if the transaction has moved on and nothing was signed. */
export interface ReplacementResult {
  readonly row: JournalRow
  readonly reception: Reception | undefined
}

/**
 * Signs replacements, makes them durable and only then broadcasts them, all under the
 * account's lease. Transactions that another process has replaced meanwhile, or that
 * are mined, are left alone. Earlier attempts stay in the journal, so whichever is mined is found.
 */
export function broadcastReplacements(
  engine: Engine,
  requests: readonly ReplacementRequest[],
): Promise<ReplacementResult[]> {
  const { chain, journal, from, lease } = engine
  return lease(chain.chainId, from, async () => {
    const rows = await journal.rows(requests.map(({ row }) => row.id))
    const now = new Map(rows.map((row) => [row.id, row]))
    const used = await usedNonces(engine)
    const possible = requests.filter(({ row }) => row.nonce >= used && isSame(row, now.get(row.id)))
    const facts = await signAll(engine, possible)
    const signed = (await journal.record(facts)).filter(
      // A receipt that another process has just recorded takes precedence.
      ({ hash }, index) => hash === facts[index]?.hash,
    )
    const sent = new Map((await broadcast(engine, signed)).map((one) => [one.row.id, one]))
    return requests.map(
      ({ row }) => sent.get(row.id) ?? { row: now.get(row.id) ?? row, reception: undefined },
    )
  })
}

type ReplacementFact = Extract<Fact, { event: 'resigned' }>

async function signAll(
  { signer }: Engine,
  requests: readonly ReplacementRequest[],
): Promise<ReplacementFact[]> {
  const facts: ReplacementFact[] = []
  for (const { row, kind, fee } of requests) {
    const replacement = await signReplacement(await signer(), row, kind, fee)
    facts.push({ event: 'resigned', id: row.id, ...replacement })
  }
  return facts
}

async function broadcast(
  { chain, journal, clock }: Engine,
  rows: readonly JournalRow[],
): Promise<ReplacementResult[]> {
  if (rows.length === 0) return []
  const raws = rows.map(({ raw }) => raw)
  const receptions = await broadcastAll(chain, raws, clock)
  const accepted = rows.filter((_, index) => receptions[index]?.kind === 'accepted')
  const heard = await journal.record(accepted.map(({ id }) => ({ event: 'broadcast', id })))
  const now = new Map(heard.map((row) => [row.id, row]))
  return rows.map((row, index) => ({
    row: now.get(row.id) ?? row,
    reception: receptions[index],
  }))
}

/** The number of nonces of the account that blocks have used. */
export function usedNonces({
  chain: { rpc },
  from,
}: Pick<Engine, 'chain' | 'from'>): Promise<number> {
  return rpc.ask(nonceAt(from, 'latest'))
}

/** Is the transaction still as requested: in no block, with the same latest attempt? */
function isSame(before: JournalRow, now: JournalRow | undefined): boolean {
  if (!now || !isOpen(now) || now.state === 'mined') return false
  return latestAttempt(now).hash === latestAttempt(before).hash
}
