import type { Story } from '../../primitives/story.ts'
import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { SendPolicy } from './intent.ts'
import type { Transactions } from './transactions.ts'

/** What an operation needs that only looks at a chain. */
export interface ReadingTools {
  readonly chain: Chain
  readonly story: Story
}

/** What an operator agrees to before anything is signed. */
export interface Agreement {
  /** What is done, to whom, with what: a line each. */
  readonly facts: readonly (readonly [string, string])[]
  /** `Close it?` */
  readonly question: string
}

/**
 * Shows what is about to be done and asks. An operation that is a part of a larger one, which was
 * agreed to as a whole, is given one that asks nobody.
 * @throws CANCELLED if the answer is no; ANSWER_NEEDED without a terminal
 */
export type Agree = (agreement: Agreement) => Promise<void>

/** What an operation needs that signs and sends on a chain. */
export interface SendingTools extends ReadingTools {
  readonly transactions: Transactions
  readonly journal: Journal
  readonly policy: SendPolicy
  /** Who signs, EIP-55. */
  readonly sender: string
  readonly agree: Agree
}
