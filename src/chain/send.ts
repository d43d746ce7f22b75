import { broadcastAll, type Reception } from './broadcast.ts'
import { type Engine, holdersOf } from './engine.ts'
import type { Fact } from './journal.ts'
import { isOpen, type JournalRow } from './journal-entry.ts'
import { assertNonceFree, freeNonces } from './nonces.ts'
import { type Prepared, signPrepared } from './sign-transaction.ts'

/**
 * Gives prepared transactions their nonces, signs them, makes them durable and only then offers
 * them to the node, all under the account's lease. Returns a row for each, in order: one that was
 * in the journal already, or a new one that is `broadcast`, `signed` (nobody knows yet) or
 * `dropped` (refused by the node).
 */
export function dispatch(engine: Engine, prepared: readonly Prepared[]): Promise<JournalRow[]> {
  const { chain, journal, from, lease } = engine
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
    const rows = await journal.record(await signAll(engine, [...fresh.values()]))
    for (const row of await offer(engine, rows)) holders.set(row.idempotencyKey, row)
    return prepared.map(({ intent }) => holders.get(intent.idempotencyKey) as JournalRow)
  })
}

async function signAll(engine: Engine, prepared: readonly Prepared[]): Promise<Fact[]> {
  if (prepared.length === 0) return []
  const { chain, signer } = engine
  const nonces = await noncesFor(engine, prepared.length)
  const facts: Fact[] = []
  for (const [index, one] of prepared.entries()) {
    facts.push(await signPrepared(chain, await signer(), one, nonces[index] as number))
  }
  return facts
}

async function noncesFor(
  { chain, journal, from, policy }: Engine,
  count: number,
): Promise<readonly number[]> {
  if (policy.nonce === undefined || count > 1) return freeNonces(chain, journal, from, count)
  await assertNonceFree(chain, journal, from, policy.nonce)
  return [policy.nonce]
}

/** Offers freshly journalled transactions for the first time. */
async function offer(engine: Engine, rows: readonly JournalRow[]): Promise<JournalRow[]> {
  if (rows.length === 0) return []
  const { chain, journal, clock } = engine
  const raws = rows.map(({ raw }) => raw)
  const receptions = await broadcastAll(chain.rpc, raws, clock)
  const learned: Fact[] = []
  for (const [index, row] of rows.entries()) {
    const fact = await receptionFact(engine, row, receptions[index])
    if (fact) learned.push(fact)
  }
  const updated = new Map((await journal.record(learned)).map((row) => [row.id, row]))
  return rows.map((row) => updated.get(row.id) ?? row)
}

async function receptionFact(
  { chain }: Engine,
  { id, hash }: JournalRow,
  reception: Reception | undefined,
): Promise<Fact | undefined> {
  if (reception?.kind === 'accepted') return { event: 'broadcast', id }
  if (reception?.kind !== 'rejected') return undefined
  // Freeing a nonce is the one step that cannot be taken back: ask once more.
  const known = await chain.rpc.request('eth_getTransactionByHash', [hash])
  return known ? { event: 'broadcast', id } : { event: 'dropped', id, reason: reception.reason }
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
    const raws = rows.map(({ raw }) => raw)
    const receptions = await broadcastAll(chain.rpc, raws, clock)
    const accepted = rows.filter((_, index) => receptions[index]?.kind === 'accepted')
    await journal.record(accepted.map(({ id }) => ({ event: 'broadcast', id })))
  }
  return (await journal.openRows(filter)).filter(isOpen)
}
