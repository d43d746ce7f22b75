import { CapstanError } from '../../primitives/capstan-error.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { transactionOf } from '../rpc/transactions.ts'
import { broadcastAll, type Reception } from './broadcast.ts'
import { type Engine, holdersOf } from './engine.ts'
import { assignNonces } from './nonces.ts'
import { offerAgain } from './offer-again.ts'
import { type Prepared, type SignedFact, signPrepared } from './sign-transaction.ts'

/** A transaction that stands for an intent now. */
export interface Dispatched {
  readonly row: JournalRow
  /** The node said that it has it. Not yet in the journal: mostly the receipt is there first. */
  readonly accepted: boolean
}

/**
 * Gives prepared transactions their nonces, signs them, makes them durable and only then offers
 * them to the node, all under the account's lease. Returns one for each, in order: what was in the
 * journal already, or a new one that is `signed`, or `dropped` when the node refused it.
 */
export function dispatch(engine: Engine, prepared: readonly Prepared[]): Promise<Dispatched[]> {
  const { chain, from, lease } = engine
  return lease(chain.chainId, from, async () => {
    // Another process may have sent the same intent between our look and our turn.
    const holders = await holdersOf(
      engine,
      prepared.map(({ intent }) => intent),
    )
    const fresh = new Map(
      prepared
        .filter(({ intent }) => !holders.has(intent.idempotencyKey))
        .map((one) => [one.intent.idempotencyKey, one]),
    )
    const launched = await launch(engine, await signAll(engine, [...fresh.values()]))
    const offered = new Map(launched.map((one) => [one.row.idempotencyKey, one]))
    return prepared.map(({ intent: { idempotencyKey } }) => {
      const row = holders.get(idempotencyKey) as JournalRow
      return offered.get(idempotencyKey) ?? { row, accepted: false }
    })
  })
}

/**
 * Makes signed transactions durable and only then offers them to the node. The caller holds the
 * account's lease.
 */
export async function launch(
  engine: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  signed: readonly SignedFact[],
): Promise<Dispatched[]> {
  return offer(engine, await engine.journal.record(signed))
}

async function signAll(engine: Engine, prepared: readonly Prepared[]): Promise<SignedFact[]> {
  if (prepared.length === 0) return []
  const { chain, journal, from, signer } = engine
  const nonces = await assignNonces(chain, journal, from, prepared)
  const facts: SignedFact[] = []
  for (const [index, one] of prepared.entries()) {
    facts.push(await signPrepared(chain, await signer(), one, nonces[index] as number))
  }
  return facts
}

/** Offers freshly journalled transactions for the first time. */
async function offer(
  engine: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  rows: readonly JournalRow[],
): Promise<Dispatched[]> {
  if (rows.length === 0) return []
  const raws = rows.map(({ raw }) => raw)
  const receptions = await broadcastAll(engine.chain, raws, engine.clock)
  const offered: Dispatched[] = []
  for (const [index, row] of rows.entries()) {
    const reception = receptions[index] as Reception
    if (reception.kind === 'rejected') offered.push(await afterRejection(engine, row, reception))
    else offered.push({ row, accepted: reception.kind === 'accepted' })
  }
  return offered
}

/**
 * Freeing a nonce is the one step that cannot be taken back: the node is asked once more, and when
 * it does not answer nothing is freed.
 */
async function afterRejection(
  { chain, journal }: Pick<Engine, 'chain' | 'journal'>,
  row: JournalRow,
  { reason }: Exclude<Reception, { kind: 'accepted' }>,
): Promise<Dispatched> {
  try {
    const known = await chain.rpc.ask(transactionOf(row.hash))
    if (known) return { row, accepted: true }
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    return { row, accepted: false }
  }
  const [dropped] = await journal.record([{ event: 'dropped', id: row.id, reason }])
  return { row: dropped as JournalRow, accepted: false }
}

/**
 * Offers again what earlier runs have left open, oldest first: newer nonces wait for older ones.
 * The node knows most of them, and says so.
 */
export async function offerOpen(
  { chain, journal, clock }: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  sender?: string,
): Promise<JournalRow[]> {
  const filter = { chainId: Number(chain.chainId), ...(sender !== undefined && { sender }) }
  const rows = (await journal.openRows(filter)).filter(({ state }) => state !== 'mined')
  if (rows.length > 0) {
    const receptions = await offerAgain(chain, rows, clock)
    const accepted = rows.filter((_, index) => receptions[index]?.kind === 'accepted')
    await journal.record(accepted.map(({ id }) => ({ event: 'broadcast', id })))
  }
  return (await journal.openRows(filter)).filter(isOpen)
}
