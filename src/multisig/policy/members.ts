import { parseAddress } from '../../primitives/address.ts'
import type { Owner } from '../driver.ts'
import { memberInvalid, memberTwice } from './policy-errors.ts'

const MAX_WEIGHT = 65_535

/**
 * Reads the `ADDRESS:WEIGHT` of `--member`.
 * @param least 1 for new owners; 0 where an owner may be removed.
 * @throws MULTISIG_MEMBER_INVALID, MULTISIG_MEMBER_TWICE, ADDRESS_INVALID, ADDRESS_CHECKSUM
 */
export function parseMembers(texts: readonly string[], least: 0 | 1): Owner[] {
  const members = texts.map((text) => parseMember(text, least))
  for (const [index, { address }] of members.entries()) {
    if (members.findIndex((one) => one.address === address) < index) throw memberTwice(address)
  }
  return members
}

function parseMember(text: string, least: number): Owner {
  const [, address, digits] = /^([^:]*):(0|[1-9][0-9]{0,4})$/.exec(text) ?? []
  const weight = Number(digits)
  if (address === undefined || weight < least || weight > MAX_WEIGHT) throw memberInvalid(text)
  return { address: parseAddress(address, 'member'), weight }
}

export function totalWeightOf(owners: readonly Owner[]): number {
  return owners.reduce((sum, { weight }) => sum + weight, 0)
}
