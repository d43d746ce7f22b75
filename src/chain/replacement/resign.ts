import { latestAttempt } from '../journal/attempts.ts'
import type { Fact } from '../journal/journal.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { broadcastAll, type Reception } from '../transactions/broadcast.ts'
import type { Engine } from '../transactions/engine.ts'
import type { FeeQuote } from '../transactions/intent.ts'
import { type ReplacementKind, signReplacement } from './sign-replacement.ts'

/** One more attempt that somebody wants, in place of the latest one `row` has. */
export interface Wish {
  readonly row: JournalRow
  readonly kind: ReplacementKind
  readonly fee: FeeQuote
}

/** How a wish ended: undefined where the transaction has moved on and nothing was signed. */
export interface Resigned {
  readonly row: JournalRow
  readonly reception: Reception | undefined
}

/**
 * Signs replacements, makes them durable and only then offers them to the node, all under the
 * account's lease. What another process has replaced meanwhile, or the chain has taken, is left as
 * it is. Earlier attempts stay in the journal: whichever is mined, it is found.
 */
export function resign(engine: Engine, wishes: readonly Wish[]): Promise<Resigned[]> {
  const { chain, journal, from, lease } = engine
  return lease(chain.chainId, from, async () => {
    const rows = await journal.rows(wishes.map(({ row }) => row.id))
    const now = new Map(rows.map((row) => [row.id, row]))
    const used = await usedNonces(engine)
    const possible = wishes.filter(({ row }) => row.nonce >= used && isSame(row, now.get(row.id)))
    const facts = await signAll(engine, possible)
    const signed = (await journal.record(facts)).filter(
      // A receipt that another process has just written down comes first.
      ({ hash }, index) => hash === facts[index]?.hash,
    )
    const offered = new Map((await offer(engine, signed)).map((one) => [one.row.id, one]))
    return wishes.map(
      ({ row }) => offered.get(row.id) ?? { row: now.get(row.id) ?? row, reception: undefined },
    )
  })
}

type ResignedFact = Extract<Fact, { event: 'resigned' }>

async function signAll({ signer }: Engine, wishes: readonly Wish[]): Promise<ResignedFact[]> {
  const facts: ResignedFact[] = []
  for (const { row, kind, fee } of wishes) {
    const replacement = await signReplacement(await signer(), row, kind, fee)
    facts.push({ event: 'resigned', id: row.id, ...replacement })
  }
  return facts
}

async function offer(
  { chain, journal, clock }: Engine,
  rows: readonly JournalRow[],
): Promise<Resigned[]> {
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

/** How many nonces of the account blocks have used: those below are. */
export function usedNonces({
  chain: { rpc },
  from,
}: Pick<Engine, 'chain' | 'from'>): Promise<number> {
  return rpc.ask(nonceAt(from, 'latest'))
}

/** Is it still the transaction the wish was about: in no block, with the same latest attempt? */
function isSame(before: JournalRow, now: JournalRow | undefined): boolean {
  if (!now || !isOpen(now) || now.state === 'mined') return false
  return latestAttempt(now).hash === latestAttempt(before).hash
}
