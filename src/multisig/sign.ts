import { join } from 'node:path'
import type { Signer } from '../keystore/signer.ts'
import { withFileLock } from '../primitives/file-lock.ts'
import { bytesToHex, hexToBytes } from '../primitives/hex.ts'
import type { Prompts } from '../primitives/prompts.ts'
import type { Story } from '../primitives/story.ts'
import { type CheckedProposal, checkProposal } from './check-proposal.ts'
import { notAnOwner, notExecutable } from './multisig-errors.ts'
import type { Proposal } from './proposal/proposal.ts'
import { chainNeeded, signatureRefused } from './proposal/proposal-errors.ts'
import type { ProposalSignature, SignatureForm } from './proposal/signature.ts'
import { detailsOf } from './proposal-details.ts'
import { checkedText, uncheckedText } from './proposal-text.ts'
import { schemeOf } from './schemes.ts'
import { collect } from './signing/collected.ts'
import { addSignature, signProposal } from './signing/sign-proposal.ts'
import { type MultisigTools, remember } from './tools.ts'

/** Who signs, and who is shown what is signed. */
export interface SigningPorts {
  readonly signer: () => Promise<Signer>
  readonly story: Story
  readonly prompts: Pick<Prompts, 'confirm'>
  /** Folder of the locks that keep two processes from writing one file. */
  readonly locks: string
}

export interface SignRequest {
  readonly file: string
  readonly form?: SignatureForm | undefined
  /** A contract that is an owner, EIP-55, and its signature as hex, instead of a key's. */
  readonly contract?: { readonly signer: string; readonly signature: string } | undefined
}

/** A proposal with one more signature. */
export interface Signed {
  readonly file: string
  readonly proposal: Proposal
  /** Who signed, EIP-55. */
  readonly signer: string
  /** Its state on chain; null if no chain was asked. */
  readonly checked: CheckedProposal | null
}

/**
 * Shows a proposal as the chain has it, asks, signs, and weighs the signatures.
 * @throws MULTISIG_PROPOSAL_EXECUTED (or the code of another final state), MULTISIG_NOT_OWNER, PROPOSAL_SIGNATURE_REFUSED,
 *   CANCELLED, ANSWER_NEEDED; as `checkProposal` does
 */
export async function sign(
  tools: MultisigTools,
  ports: SigningPorts,
  proposal: Proposal,
  { file, form, contract }: SignRequest,
): Promise<Signed> {
  const checked = await checkProposal(tools, proposal)
  const { state, owners } = checked.judgement
  if (state !== 'open' && state !== 'waiting') throw notExecutable(proposal.digest, state, [])
  const signer = contract?.signer ?? (await ports.signer()).address
  if (!owners.some(({ address }) => address === signer)) {
    throw notAnOwner(proposal.terms.multisig, signer)
  }
  ports.story.note(checkedText(checked, await detailsOf(tools, proposal)))
  const signature = contract
    ? await contractSignature(tools, checked, contract)
    : await agreedSignature(ports, proposal, form, 'Sign it?')
  const signed = await addLocked(ports.locks, file, proposal, signature)
  await remember(tools)
  const collected = await collect(tools.driver, signed, checked.judgement)
  return { file, proposal: signed, signer, checked: { ...checked, proposal: signed, collected } }
}

/**
 * The same without a chain; what only a chain can confirm is marked as claimed by the file.
 * @throws PROPOSAL_CHAIN_NEEDED, CANCELLED, ANSWER_NEEDED
 */
export async function signOffline(
  ports: SigningPorts,
  proposal: Proposal,
  { file, form }: SignRequest,
): Promise<Signed> {
  const scheme = await schemeOf(proposal.terms.driver)
  const reason = scheme.chainNeeded(proposal.terms)
  if (reason !== undefined) throw chainNeeded(file, reason)
  ports.story.note(uncheckedText(proposal, await detailsOf({ chain: null }, proposal)))
  const question = 'Sign it without asking a chain?'
  const signature = await agreedSignature(ports, proposal, form, question)
  const signed = await addLocked(ports.locks, file, proposal, signature)
  return { file, proposal: signed, signer: signature.signer, checked: null }
}

async function agreedSignature(
  { prompts, signer }: SigningPorts,
  proposal: Proposal,
  form: SignatureForm | undefined,
  question: string,
): Promise<ProposalSignature> {
  await prompts.confirm(question)
  return signProposal(proposal, await signer(), form)
}

function addLocked(
  locks: string,
  file: string,
  proposal: Proposal,
  signature: ProposalSignature,
): Promise<Proposal> {
  const lock = join(locks, `proposal-${proposal.digest.slice(2, 18)}`)
  return withFileLock(lock, () => addSignature(file, proposal, signature))
}

/** @throws PROPOSAL_SIGNATURE_REFUSED if the contract does not accept it */
async function contractSignature(
  { driver }: MultisigTools,
  { proposal: { terms } }: CheckedProposal,
  { signer, signature }: { readonly signer: string; readonly signature: string },
): Promise<ProposalSignature> {
  const bytes = bytesToHex(hexToBytes(signature, 'value of --signature'))
  const given: ProposalSignature = { signer, form: 'contract', signature: bytes }
  if (await driver.isContractSignature(terms, given)) return given
  throw signatureRefused(signer)
}
