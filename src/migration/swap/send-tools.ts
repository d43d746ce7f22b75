import type { Intent, Outcome, Transactions } from '../../chain/transactions/transactions.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import type { Story } from '../../primitives/story.ts'
import { sendAgreed } from '../payment-tools.ts'

/** What a command of the swap sends with, on one side of it. */
export interface SendTools {
  readonly transactions: Transactions
  /** Sees through what an earlier run has sent for an intent; undefined where there is nothing. */
  readonly begun: (intent: Intent) => Promise<(() => Promise<Outcome>) | undefined>
  /** Who signs, EIP-55. */
  readonly sender: string
  readonly story: Story
  readonly prompts: Pick<Prompts, 'confirm'>
}

/**
 * Sends an intent after asking, or sees through what was sent for it: perhaps with the signatures of
 * other relayers, and therefore other bytes.
 */
export async function sendOrFinish(
  { transactions, begun }: SendTools,
  intent: Intent,
  agree: () => Promise<void>,
): Promise<Outcome> {
  const finish = await begun(intent)
  if (finish) return finish()
  await agree()
  return sendAgreed(transactions, intent)
}
