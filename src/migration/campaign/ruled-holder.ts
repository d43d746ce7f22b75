// Holders that the rules of a campaign name: EVM accounts, or Bytom holders by address or
// control program.

import {
  addressOfProgram,
  decodeBytomAddress,
  programOfAddress,
} from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { CampaignSource } from './campaign.ts'

/**
 * The address of a Bytom holder in a snapshot.
 * @param named address in lower case, or control program in hex.
 */
export function addressOfHolder(network: BytomNetwork, named: string): string {
  return addressOfProgram(network, Buffer.from(named, 'hex')) ?? named
}

/** Why the source cannot have such a holder, as a clause; undefined if it can. */
export function holderProblem(source: CampaignSource, named: string): string | undefined {
  const isAccount = named.startsWith('0x')
  if (source.kind === 'erc20' || source.kind === 'file') {
    return isAccount ? undefined : `${named} is of Bytom, but the source has EVM accounts`
  }
  if (isAccount) return `${named} is an EVM account, but the source has Bytom addresses`
  if (source.kind === 'supplement' || isProgram(named)) return undefined
  const { network } = decodeBytomAddress(named)
  if (network === source.bytomNetwork) return undefined
  return `${named} is of the network ${network}, but the source is ${source.bytomNetwork}`
}

/** The account or control program: the same however a holder is named. */
export function holderKey(named: string): string {
  if (named.startsWith('0x') || isProgram(named)) return named
  return Buffer.from(programOfAddress(decodeBytomAddress(named))).toString('hex')
}

function isProgram(named: string): boolean {
  return named.startsWith('00')
}
