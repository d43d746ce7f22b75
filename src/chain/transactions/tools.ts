import type { Story } from '../../primitives/story.ts'
import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { SendPolicy } from './intent.ts'
import type { Transactions } from './transactions.ts'

/** What an operation needs to read a chain. */
export interface ReadingTools {
  readonly chain: Chain
  readonly story: Story
}

/** What an operator agrees to before anything is signed. */
export interface Agreement {
  /** What is done, to whom and with what, one line each. */
  readonly facts: readonly (readonly [string, string])[]
  /** `Close it?` */
  readonly question: string
}

/**
 * Shows what is about to be done and asks. A part of a larger operation that was agreed to as a whole
 * gets one that asks nobody.
 * @throws CANCELLED if the answer is no; ANSWER_NEEDED without a terminal
 */
export type Agree = (agreement: Agreement) => Promise<void>

/** What an operation needs to sign and send on a chain. */
export interface SendingTools extends ReadingTools {
  readonly transactions: Transactions
  readonly journal: Journal
  readonly policy: SendPolicy
  /** The signing account, EIP-55. */
  readonly sender: string
  readonly agree: Agree
}
