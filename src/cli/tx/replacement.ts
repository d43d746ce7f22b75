import { Args, Flags } from '@oclif/core'
import {
  replacedView,
  replacementProposalText,
  replacementProposalView,
} from '../../chain/replacement/replacement-view.ts'
import type { ReplacementKind } from '../../chain/replacement/sign-replacement.ts'
import { findTransaction } from '../../chain/transactions/resume.ts'
import type { View } from '../../primitives/view.ts'
import { chainFlags, feeFlags, planSignerFlags, waitFlags, yesFlag } from '../frame/flags.ts'
import type { SendSession } from '../frame/send-session.ts'

export const replacementArgs = {
  transaction: Args.string({ description: 'Number or hash.', required: true }),
}

export const replacementFlags = {
  ...chainFlags,
  ...planSignerFlags,
  ...yesFlag,
  ...waitFlags,
  ...feeFlags,
  'dry-run': Flags.boolean({ summary: 'Show what would be signed, and send nothing.' }),
}

export interface ReplacementRequest {
  /** Number or hash. */
  readonly transaction: string
  readonly kind: ReplacementKind
  readonly dryRun: boolean
}

/** Replaces an open transaction, or shows the replacement. */
export async function replace(
  session: SendSession,
  { transaction, kind, dryRun }: ReplacementRequest,
): Promise<View> {
  const row = await findTransaction(await session.journal(), transaction)
  const transactions = await session.transactionsOf(row.from)
  const { symbol } = await session.network()
  if (dryRun) return replacementProposalView(await transactions.planReplacement(row, kind), symbol)
  const replaced = await transactions.replace(row, kind, async (proposal) => {
    session.story.note(replacementProposalText(proposal, symbol))
    await session.prompts.confirm('Send it?')
  })
  return replacedView(replaced)
}
