import type { Plan } from '../../chain/plan/plan.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import { type PlannedWork, proposePlan, workOf } from '../../multisig/propose-plan.ts'
import type { View } from '../../primitives/view.ts'
import type { NetworkSession } from '../frame/network-session.ts'
import { writePlanOut } from '../frame/plan-out.ts'
import type { ProposalChoice } from './proposal-flags.ts'
import { multisigTools } from './tools.ts'

/**
 * The view of a plan, after writing it to the file of `--plan-out`, or as a proposal to that of
 * `--proposal`.
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

/** Facts about the proposed work beside its calls. */
interface ProposedWork extends Pick<PlannedWork, 'keep'> {
  /** Identifies the work if its calls may change; by default the calls identify it. */
  readonly work?: string
}

/**
 * Writes the calls of a plan as a proposal for its multisig, and adds that to the view. Writes nothing
 * if nothing is left to do. Proposing the same work again takes the same nonce, so that it is done
 * once, whichever file is executed.
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
