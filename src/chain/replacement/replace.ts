import { isCancelled, latestAttempt } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { isUnderpriced } from '../transactions/broadcast.ts'
import type { Engine } from '../transactions/engine.ts'
import { outcomeOf } from '../transactions/outcome.ts'
import { transactionUnknown } from '../transactions/transaction-errors.ts'
import type { Watcher } from '../transactions/wait.ts'
import { broadcastReplacements, usedNonces } from './broadcast-replacements.ts'
import { isFulfilled, proposeReplacement, type ReplacementProposal } from './propose-replacement.ts'
import {
  replacementRejected,
  replacementUnderpriced,
  tooLateToReplace,
} from './replacement-errors.ts'
import type { ReplacementKind } from './sign-replacement.ts'

export interface Replaced {
  /** The closed row: final, or cancelled. */
  readonly row: JournalRow
  /** True if it had closed so before: nothing was signed now. */
  readonly alreadyDone: boolean
}

/**
 * Replaces an open transaction by another attempt and waits for the end of whichever attempt is mined.
 * If a block was faster, nothing is signed.
 * @param agree asks before anything is signed; throws CANCELLED when the answer is no.
 * @throws TX_TOO_LATE, TX_BEING_CANCELLED, FEE_CAP_TOO_LOW, INSUFFICIENT_FUNDS, TX_UNDERPRICED,
 * TX_REJECTED (refused: the earlier attempt is followed as before), TX_PENDING, TX_REVERTED, TX_REPLACED,
 * ACCOUNT_WITHOUT_KEY, KEY_SENDER_MISMATCH
 */
export async function replaceTransaction(
  engine: Engine,
  watcher: Watcher,
  { id, kind }: { readonly id: number; readonly kind: ReplacementKind },
  agree: (proposal: ReplacementProposal) => Promise<void>,
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
    // Another process may have been faster: its speed-up serves this one too, but not as a cancellation.
    const isOtherKind = now.hash !== row.hash && latestAttempt(now).kind !== kind
    row = now
    if (!isOtherKind) break
  }
  return { row: await ending(engine, await watcher.watch(row), kind), alreadyDone: false }
}

/** An older open transaction of the same account is what really holds it up. */
async function noteOlder({ journal, note }: Engine, row: JournalRow): Promise<void> {
  const open = await journal.openRows({ chainId: row.chainId, sender: row.from })
  const older = open.find(({ nonce, state }) => nonce < row.nonce && state !== 'mined')
  if (!older) return
  note(`Transaction ${older.id} (nonce ${older.nonce}: ${older.intent}) waits too and goes first.`)
}

async function carryOut(engine: Engine, proposal: ReplacementProposal): Promise<JournalRow> {
  const [replaced] = await broadcastReplacements(engine, [proposal])
  if (!replaced) throw new TypeError('Replacing one transaction returned none')
  const { row, reception } = replaced
  if (reception?.kind === 'rejected') {
    const refused = { ...proposal, row, reason: reception.reason }
    throw isUnderpriced(reception.reason)
      ? replacementUnderpriced(refused)
      : replacementRejected(refused)
  }
  if (reception) engine.note(`Sent ${row.hash} in place of ${proposal.row.hash}.`)
  return row
}

/** @throws TX_TOO_LATE if a cancellation lost the race; and as `outcomeOf` does */
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
