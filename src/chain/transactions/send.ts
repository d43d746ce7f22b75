import { CapstanError } from '../../primitives/capstan-error.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { transactionOf } from '../rpc/transactions.ts'
import { broadcastAll, type Reception } from './broadcast.ts'
import { type Engine, rowsByKey } from './engine.ts'
import { assignNonces } from './nonces.ts'
import { rebroadcast } from './rebroadcast.ts'
import { type Prepared, type SignedFact, signPrepared } from './sign-transaction.ts'

/** The transaction that now stands for an intent. */
export interface BroadcastResult {
  readonly row: JournalRow
  /** The node has it. Not yet in the journal: the receipt mostly comes first. */
  readonly accepted: boolean
}

/**
 * Gives prepared transactions their nonces, signs them, makes them durable and only then broadcasts
 * them, all under the account's lease. Returns one for each, in order: what was in the
 * journal already, or a new one that is `signed`, or `dropped` when the node refused it.
 */
export function signAndBroadcast(
  engine: Engine,
  prepared: readonly Prepared[],
): Promise<BroadcastResult[]> {
  const { chain, from, lease } = engine
  return lease(chain.chainId, from, async () => {
    // Another process may have sent the same intent before our turn.
    const existing = await rowsByKey(
      engine,
      prepared.map(({ intent }) => intent),
    )
    const fresh = new Map(
      prepared
        .filter(({ intent }) => !existing.has(intent.idempotencyKey))
        .map((one) => [one.intent.idempotencyKey, one]),
    )
    const sent = await persistAndBroadcast(engine, await signAll(engine, [...fresh.values()]))
    const byKey = new Map(sent.map((one) => [one.row.idempotencyKey, one]))
    return prepared.map(({ intent: { idempotencyKey } }) => {
      const row = existing.get(idempotencyKey) as JournalRow
      return byKey.get(idempotencyKey) ?? { row, accepted: false }
    })
  })
}

/**
 * Makes signed transactions durable and only then broadcasts them. The caller holds the
 * account's lease.
 */
export async function persistAndBroadcast(
  engine: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  signed: readonly SignedFact[],
): Promise<BroadcastResult[]> {
  return broadcast(engine, await engine.journal.record(signed))
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

/** Broadcasts freshly journalled transactions for the first time. */
async function broadcast(
  engine: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  rows: readonly JournalRow[],
): Promise<BroadcastResult[]> {
  if (rows.length === 0) return []
  const raws = rows.map(({ raw }) => raw)
  const receptions = await broadcastAll(engine.chain, raws, engine.clock)
  const results: BroadcastResult[] = []
  for (const [index, row] of rows.entries()) {
    const reception = receptions[index] as Reception
    if (reception.kind === 'rejected') results.push(await afterRejection(engine, row, reception))
    else results.push({ row, accepted: reception.kind === 'accepted' })
  }
  return results
}

/**
 * Freeing a nonce is the one step that cannot be undone: the node is asked once more, and if it does
 * not answer, nothing is freed.
 */
async function afterRejection(
  { chain, journal }: Pick<Engine, 'chain' | 'journal'>,
  row: JournalRow,
  { reason }: Exclude<Reception, { kind: 'accepted' }>,
): Promise<BroadcastResult> {
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
 * Rebroadcasts what earlier runs left open, oldest first: newer nonces wait for older ones. The node
 * already knows most of them.
 */
export async function rebroadcastOpen(
  { chain, journal, clock }: Pick<Engine, 'chain' | 'journal' | 'clock'>,
  sender?: string,
): Promise<JournalRow[]> {
  const filter = { chainId: Number(chain.chainId), ...(sender !== undefined && { sender }) }
  const rows = (await journal.openRows(filter)).filter(({ state }) => state !== 'mined')
  if (rows.length > 0) {
    const receptions = await rebroadcast(chain, rows, clock)
    const accepted = rows.filter((_, index) => receptions[index]?.kind === 'accepted')
    await journal.record(accepted.map(({ id }) => ({ event: 'broadcast', id })))
  }
  return (await journal.openRows(filter)).filter(isOpen)
}
