import { type CheckedProposal, checkProposal } from '../../multisig/check-proposal.ts'
import { type Confirmed, confirm } from '../../multisig/confirm.ts'
import { digestInvalid, digestUnknown } from '../../multisig/multisig-errors.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { checkedText } from '../../multisig/proposal-words.ts'
import { proposalOf } from '../../multisig/propose.ts'
import type { SendSession } from '../frame/send-session.ts'
import { type MultisigChoice, multisigTools } from './tools.ts'
import { wordsOf } from './words.ts'

export interface ConfirmRequest extends MultisigChoice {
  readonly digest?: string | undefined
  readonly proposal?: string | undefined
  readonly out?: string | undefined
  readonly dryRun: boolean
}

/** Shows what a digest stands for, and confirms it. Nobody confirms what cannot be shown. */
export async function confirmOnChain(
  session: SendSession,
  request: ConfirmRequest,
): Promise<Confirmed> {
  const tools = await multisigTools(session, request)
  const checked = await proposalOfRequest(tools, request)
  const { proposal } = checked
  session.story.note(checkedText(checked, await wordsOf(tools, proposal)))
  if (request.out !== undefined) await PROPOSAL.writeNew(request.out, proposal)
  await tools.remember()
  const transactions = await session.transactions()
  const owner = await session.sender()
  return confirm({ ...tools, transactions }, checked, { owner, dryRun: request.dryRun })
}

/** @throws MULTISIG_DIGEST_INVALID, MULTISIG_DIGEST_UNKNOWN, and what reading a file throws */
async function proposalOfRequest(
  tools: Awaited<ReturnType<typeof multisigTools>>,
  { proposal: file, digest = '' }: ConfirmRequest,
): Promise<CheckedProposal> {
  const { multisig } = tools.driver
  if (file !== undefined) {
    const proposal = await PROPOSAL.read(file)
    const isThis = proposal.terms.multisig === multisig
    if (!isThis || (digest !== '' && digest !== proposal.digest)) {
      throw digestUnknown(multisig, digest || proposal.digest)
    }
    return checkProposal(tools, proposal)
  }
  if (!/^0x[0-9a-f]{64}$/i.test(digest)) throw digestInvalid(multisig, digest)
  const terms = await tools.driver.published(digest.toLowerCase())
  if (terms === undefined) throw digestUnknown(multisig, digest)
  return proposalOf(tools, terms)
}
