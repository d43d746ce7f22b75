import type { Plan } from '../../chain/plan/plan.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import { type PlannedWork, proposePlan, workOf } from '../../multisig/propose-plan.ts'
import type { View } from '../../primitives/view.ts'
import type { NetworkSession } from '../frame/network-session.ts'
import { writePlanOut } from '../frame/plan-out.ts'
import type { ProposalChoice } from './proposal-flags.ts'
import { multisigTools } from './tools.ts'

/**
 * What a command shows of a plan: itself, with what it wrote of it to the file of `--plan-out`, or
 * to that of `--proposal` for the owners of a multisig.
 * @throws as `writeProposalOut` and `writePlanOut` do
 */
export function plannedOut(
  session: NetworkSession,
  view: View,
  plan: Plan | undefined,
  flags: ProposalChoice & { readonly 'plan-out'?: string | undefined },
): Promise<View> {
  const file = flags['plan-out']
  if (flags.proposal !== undefined) return writeProposalOut(session, view, plan, flags)
  if (file === undefined) return Promise.resolve(view)
  return writePlanOut(view, plan, { file, command: session.command })
}

/** What is known of a proposal's work beside its calls. */
interface ProposedWork extends Pick<PlannedWork, 'keep'> {
  /** Names it, where its calls may be others the next time; else the calls do. */
  readonly work?: string
}

/**
 * Writes the calls of a plan as a proposal of the multisig it is for, and says so beside what the
 * command shows. Where nothing is left to do there is nothing to propose. Proposing the same work
 * again takes the same nonce, so that it is done once, whichever file is executed.
 * @throws as `proposePlan` does
 */
export async function writeProposalOut(
  session: NetworkSession,
  { json, text }: View,
  plan: Plan | undefined,
  { proposal: file = '', driver, expires }: ProposalChoice,
  { keep, work }: ProposedWork = {},
): Promise<View> {
  if (!plan || plan.transactions.length === 0) {
    return {
      json: { ...json, file: null },
      text: `${text}\nNothing is left to do, so there is nothing to propose.`,
    }
  }
  const choice = { driver, multisig: plan.from, work: work ?? workOf(plan) }
  const tools = await multisigTools(session, choice)
  const proposed = proposedView(await proposePlan(tools, plan, { file, expires, keep }))
  const { planned: _, plans: _plans, ...own } = json as Record<string, unknown>
  return {
    json: { ...own, proposed: true, ...proposed.json },
    text: [
      proposed.text,
      ...[own.address, own.distributor].filter(Boolean).map((made) => `makes ${made}`),
      `then  capstan multisig execute ${file}, and this command once more`,
    ].join('\n'),
  }
}
