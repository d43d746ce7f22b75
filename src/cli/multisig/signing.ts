import { join } from 'node:path'
import type { Signer } from '../../keystore/signer.ts'
import { type CheckedProposal, checkProposal } from '../../multisig/check-proposal.ts'
import { notAnOwner, notExecutable } from '../../multisig/multisig-errors.ts'
import { signedView } from '../../multisig/multisig-view.ts'
import type { Proposal } from '../../multisig/proposal/proposal.ts'
import { chainNeeded, signatureRefused } from '../../multisig/proposal/proposal-errors.ts'
import type { ProposalSignature, SignatureForm } from '../../multisig/proposal/signature.ts'
import { checkedText, uncheckedText } from '../../multisig/proposal-words.ts'
import { schemeOf } from '../../multisig/schemes.ts'
import { collect } from '../../multisig/signing/collected.ts'
import { addSignature, signProposal } from '../../multisig/signing/sign-proposal.ts'
import { parseAddress } from '../../primitives/address.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import type { View } from '../../primitives/view.ts'
import type { SendSession } from '../frame/send-session.ts'
import { proposalTools } from './tools.ts'
import { wordsOf } from './words.ts'

export interface SignRequest {
  readonly file: string
  readonly form?: SignatureForm | undefined
  /** A contract that is an owner, and its signature, in place of a key's. */
  readonly signer?: string | undefined
  readonly signature?: string | undefined
}

/** Shows what a chain says of a proposal, asks, signs, and weighs what is collected then. */
export async function signOnline(
  session: SendSession,
  proposal: Proposal,
  request: SignRequest,
): Promise<View> {
  const tools = await proposalTools(session, proposal)
  const checked = await checkProposal(tools, proposal)
  const { state } = checked.judgement
  if (state !== 'open' && state !== 'waiting') throw notExecutable(proposal.digest, state, [])
  const { signer } = request
  const address = signer === undefined ? await session.sender() : parseAddress(signer, 'signer')
  if (!checked.judgement.owners.some((owner) => owner.address === address)) {
    throw notAnOwner(proposal.terms.multisig, address)
  }
  session.story.note(checkedText(checked, await wordsOf(tools, proposal)))
  const sign = async () => {
    if (signer !== undefined) return contractSignature(tools, checked, address, request)
    await session.prompts.confirm('Sign it?')
    return signProposal(proposal, await session.signer(), request.form)
  }
  const signed = await addLocked(session, request.file, proposal, await sign())
  await tools.remember()
  const collected = await collect(tools.driver, signed, checked.judgement)
  return signedView(request.file, signed, address, { ...checked, proposal: signed, collected })
}

/** The same without any chain: what it would have said is left to the file, and said to be. */
export async function signOffline(
  session: SendSession,
  proposal: Proposal,
  { file, form }: SignRequest,
): Promise<View> {
  const scheme = await schemeOf(proposal.terms.driver)
  const reason = scheme.chainNeeded(proposal.terms)
  if (reason !== undefined) throw chainNeeded(file, reason)
  session.story.note(uncheckedText(proposal, await wordsOf({ chain: null }, proposal)))
  await session.prompts.confirm('Sign it, without asking a chain?')
  const signer = await offlineSigner(session)
  const signed = await addLocked(
    session,
    file,
    proposal,
    await signProposal(proposal, signer, form),
  )
  return signedView(file, signed, signer.address, null)
}

/** `--key`, or the default key; no network is looked up for it. */
async function offlineSigner(session: SendSession): Promise<Signer> {
  return (await session.keyring()).signer((await session.settings()).key)
}

function addLocked(
  { home }: SendSession,
  file: string,
  proposal: Proposal,
  signature: ProposalSignature,
): Promise<Proposal> {
  const lock = join(home, 'locks', `proposal-${proposal.digest.slice(2, 18)}`)
  return withFileLock(lock, () => addSignature(file, proposal, signature))
}

/** @throws PROPOSAL_SIGNATURE_REFUSED if the contract does not vouch for it */
async function contractSignature(
  { driver }: Awaited<ReturnType<typeof proposalTools>>,
  { proposal: { terms } }: CheckedProposal,
  signer: string,
  { signature = '' }: SignRequest,
): Promise<ProposalSignature> {
  const bytes = bytesToHex(hexToBytes(signature, 'value of --signature'))
  const given: ProposalSignature = { signer, form: 'contract', signature: bytes }
  if (await driver.isContractSignature(terms, given)) return given
  throw signatureRefused(signer)
}
