import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { AppliedPlan } from './apply-plan.ts'
import type { WrittenPlan } from './plan-file.ts'
import type { SignedPlan } from './signed-plan.ts'

export function appliedPlanView({ digest }: WrittenPlan, applied: AppliedPlan): View {
  const { outcomes, unsent, isPlanned } = applied
  const alreadyDone = outcomes.length > 0 && outcomes.every((outcome) => outcome.alreadyDone)
  return {
    json: {
      plan: digest,
      alreadyDone: alreadyDone && unsent.length === 0,
      ...(isPlanned && { planned: true, drift: [], unsent: unsent.length }),
      transactions: outcomes.map((outcome) => {
        const { id, idempotencyKey, hash, blockNumber, gasUsed, contractAddress } = outcome
        return {
          ...{ id, idempotencyKey, hash, blockNumber, contractAddress },
          gasUsed: gasUsed.toString(),
          alreadyDone: outcome.alreadyDone,
        }
      }),
    },
    text: [headline(applied, alreadyDone), ...table(applied)].join('\n'),
  }
}

function headline({ outcomes, unsent, isPlanned }: AppliedPlan, alreadyDone: boolean): string {
  if (unsent.length > 0) {
    return `The plan still matches the chain: ${unsent.length} to send, ${outcomes.length} already final.`
  }
  if (alreadyDone) return 'The plan is already carried out.'
  return isPlanned
    ? 'All of the plan is sent; see capstan tx list --open.'
    : 'The plan is carried out.'
}

function table({ outcomes }: AppliedPlan): string[] {
  if (outcomes.length === 0) return []
  const rows = outcomes.map(({ id, hash, blockNumber, contractAddress }) => [
    String(id),
    hash,
    String(blockNumber),
    contractAddress ?? '',
  ])
  return [textTable(['id', 'hash', 'block', 'contract'], rows)]
}

export function signedPlanView(file: string, { plan, rawTransactions, digest }: SignedPlan): View {
  const hashes = rawTransactions.map((raw) => keccak256Hex(hexToBytes(raw)))
  return {
    json: {
      ...{ file, digest, plan: plan.digest, from: plan.from },
      transactions: plan.transactions.map(({ nonce }, index) => ({ nonce, hash: hashes[index] })),
    },
    text: [
      `Signed ${hashes.length === 1 ? '1 transaction' : `${hashes.length} transactions`}.`,
      textFacts([
        ['file', file],
        ['digest', digest],
        ['next', `capstan tx send ${file}`],
      ]),
    ].join('\n'),
  }
}
