import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Deployments } from '../../chain/deployments.ts'
import type { CreateTools } from '../../multisig/create.ts'
import { KnownMultisigs } from '../../multisig/known/known-multisigs.ts'
import type { DriverName, Proposal } from '../../multisig/proposal/proposal.ts'
import type { SigningPorts } from '../../multisig/sign.ts'
import { type MultisigTools, openMultisig } from '../../multisig/tools.ts'
import { parseAddress } from '../../primitives/address.ts'
import { systemClock } from '../../primitives/clock.ts'
import type { NetworkSession } from '../frame/network-session.ts'
import type { SendFlags, SendSession } from '../frame/send-session.ts'

/** A multisig, as typed. */
export interface TypedMultisig {
  readonly driver: DriverName
  readonly multisig: string
  readonly multiSend?: string | undefined
  /** Identifies the work: of all proposals for the same work only one can be executed. */
  readonly work?: string | undefined
}

/** A multisig on the run's network. @throws ADDRESS_INVALID, ADDRESS_CHECKSUM */
export async function multisigTools(
  session: NetworkSession,
  { driver, multisig, multiSend, work }: TypedMultisig,
): Promise<MultisigTools> {
  const choice = {
    ...{ driver, work, multisig: parseAddress(multisig, 'multisig') },
    multiSend: multiSend === undefined ? undefined : parseAddress(multiSend, 'MultiSend contract'),
  }
  const chain = await session.chain()
  const known = await knownMultisigs(session)
  return openMultisig({ chain, known, now: systemClock.now(), randomBytes }, choice)
}

/** Tools for the multisig of a proposal. */
export function proposalTools(
  session: NetworkSession,
  { terms }: Proposal,
): Promise<MultisigTools> {
  return multisigTools(session, terms)
}

/** The proposal names the network; `--network` overrides the name. */
export function onProposal(flags: SendFlags, { network }: Proposal): SendFlags {
  return { ...flags, network: flags.network ?? network }
}

export async function knownMultisigs(session: NetworkSession): Promise<KnownMultisigs> {
  return KnownMultisigs.open(await session.database())
}

/** Tools for a graded multisig, to read or change its policy. */
export function gradedTools(session: NetworkSession, multisig: string): Promise<MultisigTools> {
  return multisigTools(session, { driver: 'graded', multisig })
}

/** For creating one. */
export async function createTools(session: SendSession): Promise<CreateTools> {
  return {
    ...(await session.sendingTools()),
    deployments: await Deployments.open(await session.database()),
    known: await knownMultisigs(session),
  }
}

/** Signs with the key of the run. */
export function signingPorts(session: SendSession): SigningPorts {
  const { story, prompts, home } = session
  return { story, prompts, signer: () => session.signer(), locks: join(home, 'locks') }
}

/** Signs with `--key` or the default key; looks up no network. */
export function offlinePorts(session: SendSession): SigningPorts {
  const signer = async () => (await session.keyring()).signer((await session.settings()).key)
  return { ...signingPorts(session), signer }
}
