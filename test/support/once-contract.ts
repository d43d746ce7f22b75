/**
 * A contract that can be called once: `if (slot0 != 0) revert AlreadyDone(7); slot0 = 1`.
 * Assembled by hand, so that these tests need no compiler:
 *   600054 15 601c 57 | 63<selector> 60e0 1b 600052 6007 600452 6024 6000 fd | 5b 6001 600055 00
 * The selector is the first four bytes of keccak256("AlreadyDone(uint256)").
 */
export const ONCE_ABI = ['error AlreadyDone(uint256 code)'] as const

const SELECTOR = 'becf248f'
const RUNTIME = `60005415601c5763${SELECTOR}60e01b600052600760045260246000fd5b600160005500`

/** Copies the 35 bytes of the runtime and returns them. */
export const ONCE_BYTECODE = `0x6023600c60003960236000f3${RUNTIME}`
