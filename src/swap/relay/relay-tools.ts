import type { Journal } from '../../chain/journal/journal.ts'
import type { SendPolicy } from '../../chain/transactions/intent.ts'
import type { Transactions } from '../../chain/transactions/transactions.ts'
import type { Signer } from '../../keystore/signer.ts'
import type { Story } from '../../primitives/story.ts'
import type { Swap } from '../swap.ts'

/** What a relayer works with. */
export interface RelayTools {
  readonly swap: Swap
  /** Signs the attestations, and pays the gas of releases. */
  readonly signer: Signer
  /** Sends on the target chain. */
  readonly transactions: Transactions
  readonly journal: Journal
  readonly policy: SendPolicy
  readonly story: Story
  /** How far this relayer has read. */
  readonly progressFile: string
}
