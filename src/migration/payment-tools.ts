import { newestBlock } from '../chain/rpc/blocks.ts'
import type { ReadingTools, SendingTools } from '../chain/transactions/tools.ts'
import type { AmountUnit } from '../primitives/amount-text.ts'

/** Tools of the steps that sign transactions. */
export interface PaymentTools extends SendingTools {
  /** Unit of the amounts of the campaign. */
  readonly unit: AmountUnit
}

/** Tools of the steps that ask before they act but sign nothing. */
export type AskingTools = Omit<PaymentTools, 'transactions' | 'journal' | 'sender'>

/** Time of the latest block, Unix seconds: the only clock of a contract. */
export async function chainTime({ chain }: Pick<ReadingTools, 'chain'>): Promise<number> {
  return (await chain.rpc.ask(newestBlock)).timestampSeconds
}
