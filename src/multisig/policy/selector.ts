import { keccak256Hex } from '../../primitives/keccak.ts'

/** A function's name and the types it takes, as they are hashed: no spaces, no names. */
const SIGNATURE = /^[A-Za-z_$][A-Za-z0-9_$]*\((?:[a-z0-9[\](),]*)\)$/

/** What the contract grades by what it moves (`TokenCall.sol`), so that no policy can make it known. */
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

/** Selector of a function such as `setRate(uint256)`, or of itself, `0x` and 8 hex characters. */
export function selectorOf(signature: string): string | undefined {
  if (/^0x[0-9a-f]{8}$/.test(signature)) return signature
  if (!SIGNATURE.test(signature)) return undefined
  return keccak256Hex(Buffer.from(signature, 'ascii')).slice(0, 10)
}
