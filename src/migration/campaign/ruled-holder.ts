// Whom the rules of a campaign name: accounts of an EVM chain, or holders of Bytom by address or by
// control program.

import {
  addressOfProgram,
  decodeBytomAddress,
  programOfAddress,
} from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { CampaignSource } from './campaign.ts'

/**
 * The address under which a snapshot has a holder of Bytom.
 * @param named address in lower case, or control program in hex.
 */
export function addressOfHolder(network: BytomNetwork, named: string): string {
  return addressOfProgram(network, Buffer.from(named, 'hex')) ?? named
}

/** What is wrong with naming a holder so, as the end of a sentence; undefined if nothing is. */
export function holderProblem(source: CampaignSource, named: string): string | undefined {
  const isAccount = named.startsWith('0x')
  if (source.kind === 'erc20' || source.kind === 'file') {
    return isAccount ? undefined : `${named} is of Bytom, and the source has accounts`
  }
  if (isAccount) return `${named} is an account, and the source has addresses of Bytom`
  if (source.kind === 'supplement' || isProgram(named)) return undefined
  const { network } = decodeBytomAddress(named)
  if (network === source.bytomNetwork) return undefined
  return `${named} is of the network ${network}, and the source is ${source.bytomNetwork}`
}

/** What is the same however a holder is named: the account, or the control program. */
export function holderKey(named: string): string {
  if (named.startsWith('0x') || isProgram(named)) return named
  return Buffer.from(programOfAddress(decodeBytomAddress(named))).toString('hex')
}

function isProgram(named: string): boolean {
  return named.startsWith('00')
}
