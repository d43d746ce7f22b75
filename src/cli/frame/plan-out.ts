import type { Plan } from '../../chain/plan/plan.ts'
import { PLAN, writtenPlan } from '../../chain/plan/plan-file.ts'
import { systemClock } from '../../primitives/clock.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'

/**
 * Writes a plan, and adds that to the view. Writes nothing if nothing is left to send.
 * @param command that made it: `migrate publish`.
 * @throws PLAN_FILE_EXISTS
 */
export async function writePlanOut(
  { json, text }: View,
  plan: Plan | undefined,
  { file, command }: { readonly file: string; readonly command: string },
): Promise<View> {
  if (!plan || plan.transactions.length === 0) {
    return {
      json: { ...json, planFile: null },
      text: `${text}\nNothing is left to send, so there is no plan to write.`,
    }
  }
  const written = writtenPlan(plan, command, systemClock.now())
  await PLAN.writeNew(file, written)
  const { digest, expiresAt } = written
  const transactions = plan.transactions.length
  return {
    json: { ...json, planFile: file, digest, expiresAt, transactions },
    text: `${text}\n\n${textFacts([
      ['plan', file],
      ['digest', digest],
      ['valid until', expiresAt],
      ['next', `capstan tx apply ${file}`],
    ])}`,
  }
}
