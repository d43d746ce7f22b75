import type { Plan } from '../../chain/plan/plan.ts'
import { simulationFails } from '../../multisig/multisig-errors.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import type { Call, ProposalTerms } from '../../multisig/proposal/proposal.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { propose } from '../../multisig/propose.ts'
import type { View } from '../../primitives/view.ts'
import type { NetworkSession } from '../frame/network-session.ts'
import { writePlanOut } from '../frame/plan-out.ts'
import type { ProposalChoice } from './proposal-flags.ts'
import { expiryOf } from './proposing.ts'
import { multisigTools } from './tools.ts'
import { wordsOf } from './words.ts'

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
interface ProposedWork {
  /** Names it, where its calls may be others the next time; else the calls do. */
  readonly work?: string
  /** Notes what is proposed before there is a file that somebody could sign. */
  readonly keep?: (terms: ProposalTerms) => Promise<void>
}

/**
 * Writes the calls of a plan as a proposal of the multisig it is for, and says so beside what the
 * command shows. Where nothing is left to do there is nothing to propose. Proposing the same work
 * again takes the same nonce, so that it is done once, whichever file is executed.
 * @throws PROPOSAL_FILE_EXISTS, MULTISIG_CALL_REVERTS, MULTISIG_MISSING, MULTISIG_FOREIGN
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
  const calls = callsOf(plan)
  const same = work ?? plan.transactions.map(({ idempotencyKey }) => idempotencyKey).join('\n')
  const tools = await multisigTools(session, { driver, multisig: plan.from, work: same })
  const [checked] = await propose(tools, [
    { calls, expiresAtSeconds: expiryOf(expires, tools.now) },
  ])
  if (checked === undefined) throw new TypeError('One draft makes one proposal')
  const { proposal, simulation } = checked
  if (simulation?.succeeded === false) {
    throw simulationFails(proposal.digest, simulation.revertReason ?? 'without a reason')
  }
  await keep?.(proposal.terms)
  await PROPOSAL.writeNew(file, proposal)
  await tools.remember()
  const proposed = proposedView([{ file, proposal }], [checked], await wordsOf(tools, proposal))
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

/** A multisig makes calls; it deploys through the contract that does so for everybody. */
function callsOf({ transactions }: Plan): Call[] {
  return transactions.map(({ to, valueWei, data, decoded }) => {
    if (to === null) throw new TypeError('A multisig cannot deploy by itself')
    return { to, valueWei, data, decoded }
  })
}
