import type { Chain } from '../chain/chain.ts'
import type { Journal } from '../chain/journal/journal.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import type {
  Intent,
  Outcome,
  SendPolicy,
  Transactions,
} from '../chain/transactions/transactions.ts'
import type { Prompts } from '../primitives/prompts.ts'
import type { Story } from '../primitives/story.ts'
import type { AmountUnit } from './amount-unit.ts'

/** What the steps that only look at the chain need. */
export interface ReadingTools {
  readonly chain: Chain
  readonly story: Story
  /** How amounts of the campaign are shown. */
  readonly unit: AmountUnit
}

/** What the steps need that ask before they do something, and then wait for the chain. */
export interface AskingTools extends ReadingTools {
  readonly prompts: Pick<Prompts, 'confirm'>
  readonly policy: SendPolicy
}

/** What the steps that sign transactions need. */
export interface PaymentTools extends AskingTools {
  readonly transactions: Transactions
  readonly journal: Journal
  /** Who signs, EIP-55. */
  readonly sender: string
}

/**
 * Sends one transaction that the operator has agreed to already, as part of a larger plan.
 * @throws as `Transactions.send` does.
 */
export async function sendAgreed(transactions: Transactions, intent: Intent): Promise<Outcome> {
  for await (const outcome of transactions.sendMany([intent], { inFlight: 1 })) return outcome
  throw new TypeError('A transaction ended without outcome or error')
}

/** Time of the latest block, Unix seconds: the only clock a contract knows. */
export async function chainTime({ chain }: Pick<ReadingTools, 'chain'>): Promise<number> {
  return (await chain.rpc.ask(newestBlock)).timestampSeconds
}
