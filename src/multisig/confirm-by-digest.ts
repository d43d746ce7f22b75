import type { SendingTools } from '../chain/transactions/tools.ts'
import { type CheckedProposal, checkProposal } from './check-proposal.ts'
import { type Confirmed, confirm } from './confirm.ts'
import { digestInvalid, digestUnknown } from './multisig-errors.ts'
import { PROPOSAL } from './proposal/proposal-file.ts'
import { detailsOf } from './proposal-details.ts'
import { checkedText } from './proposal-text.ts'
import { proposalOf } from './propose.ts'
import { type MultisigTools, remember } from './tools.ts'

export interface ConfirmRequest {
  readonly digest?: string | undefined
  /** File that holds what is confirmed, where the chain does not. */
  readonly proposal?: string | undefined
  /** File to write it to. */
  readonly out?: string | undefined
  readonly dryRun: boolean
}

/**
 * Shows the proposal of a digest, and confirms it. What cannot be shown is not confirmed.
 * @throws MULTISIG_DIGEST_INVALID, MULTISIG_DIGEST_UNKNOWN; as `PROPOSAL.read` and `confirm` do
 */
export async function confirmByDigest(
  tools: MultisigTools,
  sending: () => Promise<SendingTools>,
  request: ConfirmRequest,
): Promise<Confirmed> {
  const checked = await find(tools, request)
  const { proposal } = checked
  const { transactions, sender: owner, story } = await sending()
  story.note(checkedText(checked, await detailsOf(tools, proposal)))
  if (request.out !== undefined) await PROPOSAL.writeNew(request.out, proposal)
  await remember(tools)
  return confirm({ ...tools, transactions }, checked, { owner, dryRun: request.dryRun })
}

async function find(
  tools: MultisigTools,
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
