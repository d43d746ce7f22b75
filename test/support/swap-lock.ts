import { checksumAddress } from '../../src/primitives/address.ts'
import type { Lock } from '../../src/swap/rules/lock.ts'

const address = (digit: string) => checksumAddress(`0x${digit.repeat(40)}`)

/** A lock between two chains, as a test may change it. */
export function exampleLock(): Lock {
  return {
    sourceChainId: 1n,
    lockContract: address('a'),
    nonce: 0n,
    token: address('b'),
    sender: address('c'),
    recipient: address('d'),
    amount: 1_000n,
    targetChainId: 18n,
    releaseContract: address('e'),
    releaseExpiry: 2_000_000n,
    refundOpens: 2_003_600n,
  }
}
