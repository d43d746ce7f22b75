import { newestBlock } from '../chain/rpc/blocks.ts'
import type { ReadingTools, SendingTools } from '../chain/transactions/tools.ts'
import type { AmountUnit } from '../primitives/amount-text.ts'

/** What the steps need that sign transactions. */
export interface PaymentTools extends SendingTools {
  /** How amounts of the campaign are shown. */
  readonly unit: AmountUnit
}

/** What the steps need that ask before they do something, and sign nothing. */
export type AskingTools = Omit<PaymentTools, 'transactions' | 'journal' | 'sender'>

/** Time of the latest block, Unix seconds: the only clock a contract knows. */
export async function chainTime({ chain }: Pick<ReadingTools, 'chain'>): Promise<number> {
  return (await chain.rpc.ask(newestBlock)).timestampSeconds
}
