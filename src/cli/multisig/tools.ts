import { randomBytes } from 'node:crypto'
import type { MultisigDriver } from '../../multisig/driver.ts'
import { connectMultisig } from '../../multisig/drivers.ts'
import { KnownMultisigs } from '../../multisig/known/known-multisigs.ts'
import type { DriverName, Proposal } from '../../multisig/proposal/proposal.ts'
import { parseAddress } from '../../primitives/address.ts'
import { systemClock } from '../../primitives/clock.ts'
import { sha256Hex } from '../../primitives/digest.ts'
import type { NetworkSession } from '../frame/network-session.ts'
import type { SendFlags } from '../frame/send-session.ts'

const KEY_BYTES = 24

/** A multisig on the run's network, and what speaks to it. */
export async function multisigTools(
  session: NetworkSession,
  { driver, multisig, multiSend, work }: MultisigChoice,
) {
  const address = parseAddress(multisig, 'multisig')
  const chain = await session.chain()
  const known = await knownMultisigs(session)
  const chainId = Number(chain.chainId)
  const connected: MultisigDriver = await connectMultisig(driver, chain, address, {
    nonceKey: () => (work === undefined ? randomKey() : keyOfWork(work)),
    names: await known.recipientNames(chainId, address),
    multiSend: multiSend === undefined ? undefined : parseAddress(multiSend, 'MultiSend contract'),
  })
  return {
    ...{ chain, driver: connected, known, now: systemClock.now() },
    /** Once it has proved to be one, this home knows it. */
    remember: () => known.remember({ chainId, address, driver, name: '' }),
  }
}

export interface MultisigChoice {
  readonly driver: DriverName
  readonly multisig: string
  readonly multiSend?: string | undefined
  /** Names what is proposed: of all proposals of the same work one can be executed. */
  readonly work?: string | undefined
}

function randomKey(): bigint {
  return BigInt(`0x${randomBytes(KEY_BYTES).toString('hex')}`)
}

function keyOfWork(work: string): bigint {
  return BigInt(`0x${sha256Hex(work).slice(0, 2 * KEY_BYTES)}`)
}

/** What speaks to the multisig of a proposal. */
export function proposalTools(session: NetworkSession, { terms }: Proposal) {
  return multisigTools(session, terms)
}

/** The proposal says on which network; `--network` overrules it where that has another name. */
export function onProposal(flags: SendFlags, { network }: Proposal): SendFlags {
  return { ...flags, network: flags.network ?? network }
}

export async function knownMultisigs(session: NetworkSession): Promise<KnownMultisigs> {
  return KnownMultisigs.open(await session.database())
}
