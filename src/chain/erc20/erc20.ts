// The calls and events of ERC-20 tokens (EIP-20), and two views of OpenZeppelin that many have.

import { addressWord, word } from '../../primitives/abi-words.ts'

/** First four bytes of keccak256 of the signatures. */
const SELECTORS = {
  name: '0x06fdde03',
  symbol: '0x95d89b41',
  decimals: '0x313ce567',
  totalSupply: '0x18160ddd',
  balanceOf: '0x70a08231',
  allowance: '0xdd62ed3e',
  transfer: '0xa9059cbb',
  approve: '0x095ea7b3',
  paused: '0x5c975abb',
  owner: '0x8da5cb5b',
} as const

/** keccak256("Transfer(address,address,uint256)") */
export const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
/** keccak256("Approval(address,address,uint256)") */
export const APPROVAL_TOPIC = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'

/** The functions that capstan sends to tokens. */
export const TOKEN_ABI = [
  'function transfer(address to, uint256 amount) returns (bool)',
  'function approve(address spender, uint256 amount) returns (bool)',
]

/**
 * Data of a call.
 * @param args addresses as `0x` hex, amounts in base units.
 */
export function tokenCall(
  view: keyof typeof SELECTORS,
  ...args: readonly (string | bigint)[]
): string {
  const words = args.map((arg) => (typeof arg === 'string' ? addressWord(arg) : word(arg)))
  return SELECTORS[view] + words.join('')
}
