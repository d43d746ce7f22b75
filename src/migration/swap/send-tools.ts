import type { Intent, Transactions } from '../../chain/transactions/transactions.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import type { Story } from '../../primitives/story.ts'

/** What a command of the swap sends with, on one side of it. */
export interface SendTools {
  readonly transactions: Transactions
  /** Whether the journal knows a transaction for it: then what is begun is seen through. */
  readonly isBegun: (intent: Intent) => Promise<boolean>
  /** Who signs, EIP-55. */
  readonly sender: string
  readonly story: Story
  readonly prompts: Pick<Prompts, 'confirm'>
}
