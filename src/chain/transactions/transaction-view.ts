import { formatAmount } from '../../primitives/amount.ts'
import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { attemptsOf } from '../journal/attempts.ts'
import type { JournalAudit } from '../journal/journal-audit.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { Outcome } from './intent.ts'

/** A transaction for scripts; the raw bytes stay in the journal. */
export function rowJson(row: JournalRow): object {
  const { id, intent, idempotencyKey, chainId, from, to, nonce, valueWei, hash, state } = row
  const { createdAt, blockNumber } = row
  return {
    ...{ id, intent, idempotencyKey, chainId, from, to, nonce, valueWei, hash, state },
    ...{ createdAt, blockNumber },
    attempts: attemptsOf(row).map(({ hash, kind, maxFeeWei, priorityFeeWei, at }) => ({
      ...{ hash, kind, maxFeeWei, priorityFeeWei, at },
    })),
  }
}

/** One line per attempt, if there are several. */
function attemptFacts(row: JournalRow): (readonly [string, string])[] {
  if (!row.attempts) return []
  return row.attempts.map(({ kind, hash, maxFeeWei }) => [
    kind,
    `${hash}, at most ${formatAmount(BigInt(maxFeeWei), 9, 'gwei')}${hash === row.hash && row.blockHash ? ', mined' : ''}`,
  ])
}

export function transactionListView(rows: readonly JournalRow[]): View {
  const cells = rows.map(({ id, state, chainId, nonce, hash, intent }) => [
    String(id),
    state,
    String(chainId),
    String(nonce),
    hash,
    intent,
  ])
  return {
    json: { transactions: rows.map(rowJson) },
    text:
      rows.length === 0
        ? 'The journal has no such transactions.'
        : textTable(['id', 'state', 'chain', 'nonce', 'hash', 'intent'], cells),
  }
}

export function transactionView(row: JournalRow): View {
  const { blockHash, gasLimit, gasUsed, maxFeeWei, contractAddress, updatedAt, reason } = row
  return {
    json: {
      ...rowJson(row),
      ...{ updatedAt, blockHash, gasLimit, gasUsed, maxFeeWei, contractAddress, reason },
    },
    text: textFacts([
      ['id', String(row.id)],
      ['intent', row.intent],
      ['key', row.idempotencyKey],
      ['state', row.reason ? `${row.state}: ${row.reason}` : row.state],
      ['hash', row.hash],
      ...attemptFacts(row),
      ['chain id', String(row.chainId)],
      ['from', `${row.from}, nonce ${row.nonce}`],
      ['to', row.to ?? `new contract ${row.contractAddress ?? ''}`],
      ['value', formatAmount(BigInt(row.valueWei), 18)],
      ['block', row.blockNumber === null ? '-' : String(row.blockNumber)],
      ['gas', row.gasUsed === null ? `limit ${row.gasLimit}` : `${row.gasUsed} of ${row.gasLimit}`],
      ['signed', row.createdAt],
    ]),
  }
}

export function outcomeView(outcome: Outcome): View {
  const { id, idempotencyKey, hash, blockNumber, gasUsed, contractAddress, alreadyDone } = outcome
  const when = alreadyDone ? 'was already final' : 'is final'
  return {
    json: {
      ...{ id, idempotencyKey, hash, blockNumber, contractAddress, alreadyDone },
      gasUsed: gasUsed.toString(),
    },
    text: `Transaction ${id} (${hash}) ${when}, in block ${blockNumber}.`,
  }
}

/** @param elsewhere open transactions of other chains, which this run did not touch. */
export function resumedView(rows: readonly JournalRow[], elsewhere: readonly JournalRow[]): View {
  const done = rows.length === 0 ? 'Nothing was open.' : transactionListView(rows).text
  const chains = [...new Set(elsewhere.map(({ chainId }) => chainId))].join(', ')
  const others = `${elsewhere.length} open on chain id ${chains}; name that network with --network.`
  return {
    json: { transactions: rows.map(rowJson), openElsewhere: elsewhere.map(rowJson) },
    text: elsewhere.length === 0 ? done : `${done}\n${others}`,
  }
}

export function journalAuditView({ entries, transactions, head }: JournalAudit): View {
  return {
    json: { ok: true, entries, transactions, head },
    text: `The journal is whole: ${entries} entries, ${transactions} transactions, head ${head}.`,
  }
}
