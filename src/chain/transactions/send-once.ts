import type { Intent, Outcome } from './intent.ts'
import type { Agreement, SendingTools } from './tools.ts'

/**
 * Sends intents in order, each once. If an earlier run signed the first of them, that run asked, and its
 * work is finished without asking again.
 * @throws CANCELLED, ANSWER_NEEDED; as `Transactions.sendMany` does
 */
export async function sendOnce(
  { transactions, agree }: Pick<SendingTools, 'transactions' | 'agree'>,
  intents: readonly [Intent, ...Intent[]],
  agreement: Agreement,
): Promise<Outcome[]> {
  if (!(await transactions.isBegun(intents[0]))) await agree(agreement)
  return sendInOrder(transactions, intents)
}

/**
 * Sends what was agreed to, each when the previous one is final.
 * @throws as `Transactions.sendMany` does
 */
export async function sendInOrder(
  transactions: SendingTools['transactions'],
  intents: readonly Intent[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const intent of intents) {
    for await (const outcome of transactions.sendMany([intent], { inFlight: 1 })) {
      outcomes.push(outcome)
    }
  }
  return outcomes
}
