import { checksumAddress } from '../../primitives/address.ts'
import { UNLIMITED } from './signing-request.ts'

/** What a known call moves of its token, or allows somebody to take. */
export interface Grant {
  /** EIP-55. */
  readonly beneficiary: string
  readonly amountBaseUnits: bigint
}

const WORD = 64

type Reader = (words: (index: number) => string) => Grant

const grant =
  (beneficiary: number, amount: number): Reader =>
  (word) => ({
    beneficiary: addressOf(word(beneficiary)),
    amountBaseUnits: BigInt(`0x${word(amount)}`),
  })

/** ERC-20 and its allowance calls, EIP-2612, and the allowance over all of ERC-721 and ERC-1155. */
const CALLS: Readonly<Record<string, Reader>> = {
  // transfer(address,uint256)
  a9059cbb: grant(0, 1),
  // transferFrom(address,address,uint256)
  '23b872dd': grant(1, 2),
  // approve(address,uint256)
  '095ea7b3': grant(0, 1),
  // increaseAllowance(address,uint256)
  '39509351': grant(0, 1),
  // increaseApproval(address,uint256): older tokens, CMT among them
  d73dd623: grant(0, 1),
  // permit(address,address,uint256,uint256,uint8,bytes32,bytes32)
  d505accf: grant(1, 2),
  // setApprovalForAll(address,bool)
  a22cb465: (word) => ({
    beneficiary: addressOf(word(0)),
    amountBaseUnits: BigInt(`0x${word(1)}`) === 0n ? 0n : UNLIMITED,
  }),
}

/**
 * Reads a known token call as the EVM does: missing data is zero, excess data is ignored, and only the
 * last 20 bytes of a word are an address. Undefined for any other call.
 * @param data `0x` hex.
 */
export function readTokenCall(data: string): Grant | undefined {
  const selector = data.slice(2, 10).toLowerCase()
  const read = Object.hasOwn(CALLS, selector) ? CALLS[selector] : undefined
  return read?.((index) => data.slice(10 + index * WORD, 10 + (index + 1) * WORD).padEnd(WORD, '0'))
}

function addressOf(word: string): string {
  return checksumAddress(`0x${word.slice(-40)}`)
}
