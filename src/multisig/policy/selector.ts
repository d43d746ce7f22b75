import { keccak256Hex } from '../../primitives/keccak.ts'

/** Name and parameter types of a function, as they are hashed: no spaces, no names. */
const SIGNATURE = /^[A-Za-z_$][A-Za-z0-9_$]*\((?:[a-z0-9[\](),]*)\)$/

/** Functions that the contract grades by amount (`TokenCall.sol`), so they cannot be known calls. */
const GRADED_BY_AMOUNT = [
  'transfer(address,uint256)',
  'transferFrom(address,address,uint256)',
  'approve(address,uint256)',
  'increaseAllowance(address,uint256)',
  'increaseApproval(address,uint256)',
  'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
  'permit(address,address,uint256,uint256,bytes)',
  'permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)',
]

/** @param selector `0x` and 8 hex characters. */
export function isGradedByAmount(selector: string): boolean {
  return GRADED_BY_AMOUNT.some((signature) => selectorOf(signature) === selector)
}

/** The selector, `0x` and 8 hex characters, of a function such as `setRate(uint256)` or of a selector. */
export function selectorOf(signature: string): string | undefined {
  if (/^0x[0-9a-f]{8}$/.test(signature)) return signature
  if (!SIGNATURE.test(signature)) return undefined
  return keccak256Hex(Buffer.from(signature, 'ascii')).slice(0, 10)
}
