import { isCancelled, latestAttempt } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { isUnderpriced } from '../transactions/broadcast.ts'
import type { Engine } from '../transactions/engine.ts'
import { outcomeOf } from '../transactions/outcome.ts'
import { transactionUnknown } from '../transactions/transaction-errors.ts'
import type { Watcher } from '../transactions/wait.ts'
import { isFulfilled, type Proposal, proposeReplacement } from './propose-replacement.ts'
import {
  replacementRejected,
  replacementUnderpriced,
  tooLateToReplace,
} from './replacement-errors.ts'
import { resign, usedNonces } from './resign.ts'
import type { ReplacementKind } from './sign-replacement.ts'

export interface Replaced {
  /** As it ended: final, or cancelled. */
  readonly row: JournalRow
  /** True when it had ended so before: nothing was signed now. */
  readonly alreadyDone: boolean
}

/**
 * Puts another attempt in the place of an open transaction and waits for its end, whichever attempt
 * that is of. A block that was faster decides: then nothing is signed.
 * @param agree asks before anything is signed; throws CANCELLED when the answer is no.
 * @throws TX_TOO_LATE, TX_BEING_CANCELLED, FEE_CAP_TOO_LOW, INSUFFICIENT_FUNDS, TX_UNDERPRICED,
 * TX_REJECTED (refused: what was there is followed as before), TX_PENDING, TX_REVERTED, TX_REPLACED,
 * ACCOUNT_WITHOUT_KEY, KEY_SENDER_MISMATCH
 */
export async function replaceTransaction(
  engine: Engine,
  watcher: Watcher,
  { id, kind }: { readonly id: number; readonly kind: ReplacementKind },
  agree: (proposal: Proposal) => Promise<void>,
): Promise<Replaced> {
  let row = await rowNow(engine, id)
  // Before anything is asked: is there a key, and is it the sender's?
  if (isOpen(row)) await engine.signer()
  for (;;) {
    if (isFulfilled(row, kind)) return { row, alreadyDone: true }
    if (row.state === 'mined' || row.nonce < (await usedNonces(engine))) break
    await noteOlder(engine, row)
    const proposal = await proposeReplacement(engine, row, kind)
    await agree(proposal)
    const now = await carryOut(engine, proposal)
    // Another process may have been faster: its speed-up is ours too, but it does not cancel.
    const isOtherWish = now.hash !== row.hash && latestAttempt(now).kind !== kind
    row = now
    if (!isOtherWish) break
  }
  return { row: await ending(engine, await watcher.watch(row), kind), alreadyDone: false }
}

/** What waits before it, of the same account, is what really holds it up. */
async function noteOlder({ journal, note }: Engine, row: JournalRow): Promise<void> {
  const open = await journal.openRows({ chainId: row.chainId, sender: row.from })
  const older = open.find(({ nonce, state }) => nonce < row.nonce && state !== 'mined')
  if (!older) return
  note(`Transaction ${older.id} (nonce ${older.nonce}: ${older.intent}) waits too, and goes first.`)
}

async function carryOut(engine: Engine, proposal: Proposal): Promise<JournalRow> {
  const [resigned] = await resign(engine, [proposal])
  if (!resigned) throw new TypeError('Replacing one transaction returned none')
  const { row, reception } = resigned
  if (reception?.kind === 'rejected') {
    const refused = { ...proposal, row, reason: reception.reason }
    throw isUnderpriced(reception.reason)
      ? replacementUnderpriced(refused)
      : replacementRejected(refused)
  }
  if (reception) engine.note(`Sent ${row.hash} in place of ${proposal.row.hash}.`)
  return row
}

/** @throws TX_TOO_LATE where a cancellation lost the race, and as `outcomeOf` does. */
async function ending(
  { chain }: Engine,
  closed: JournalRow,
  kind: ReplacementKind,
): Promise<JournalRow> {
  if (kind === 'cancel' && isCancelled(closed)) return closed
  if (kind === 'cancel' && closed.state === 'final') throw tooLateToReplace(closed, kind)
  await outcomeOf(chain, closed)
  return closed
}

/** @throws TX_UNKNOWN */
async function rowNow({ journal }: Engine, id: number): Promise<JournalRow> {
  const row = await journal.find(id)
  if (!row) throw transactionUnknown(id)
  return row
}
