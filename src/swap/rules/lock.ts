// One amount locked on the source chain, to be released on the target chain: `Lock` of the
// contracts (src/contracts/swap/Lock.sol). Its id is the EIP-712 hash of its struct, so a changed
// field changes the id: https://eips.ethereum.org/EIPS/eip-712

import { TypedDataEncoder } from 'ethers'
import { checksumAddress } from '../../primitives/address.ts'

/** A lock as both contracts know it. Addresses are EIP-55. */
export interface Lock {
  readonly sourceChainId: bigint
  readonly lockContract: string
  /** Number of the lock in that contract, from 0. */
  readonly nonce: bigint
  readonly token: string
  /** Who locked it, and receives a refund. */
  readonly sender: string
  /** Who is paid on the target chain. */
  readonly recipient: string
  /** Base units of the token. */
  readonly amount: bigint
  readonly targetChainId: bigint
  readonly releaseContract: string
  /** Unix seconds by the clock of the target chain, from which it cannot be released. */
  readonly releaseExpiry: bigint
  /** Unix seconds by the clock of the source chain, from which it can be refunded. */
  readonly refundOpens: bigint
}

/** The fields that make a lock one of this swap. */
export type LockTerms = Pick<
  Lock,
  'sourceChainId' | 'lockContract' | 'token' | 'targetChainId' | 'releaseContract'
>

const FIELDS = [
  { name: 'sourceChainId', type: 'uint256' },
  { name: 'lockContract', type: 'address' },
  { name: 'nonce', type: 'uint256' },
  { name: 'token', type: 'address' },
  { name: 'sender', type: 'address' },
  { name: 'recipient', type: 'address' },
  { name: 'amount', type: 'uint256' },
  { name: 'targetChainId', type: 'uint256' },
  { name: 'releaseContract', type: 'address' },
  { name: 'releaseExpiry', type: 'uint256' },
  { name: 'refundOpens', type: 'uint256' },
] as const satisfies readonly { name: keyof Lock; type: string }[]

export const LOCK_TYPES = { Lock: [...FIELDS] }

/** States of a lock in the lock contract, in the order of `ISwapLock.State`. */
export const LOCK_STATES = ['none', 'locked', 'retired', 'refunded'] as const
export type LockState = (typeof LOCK_STATES)[number]

/** 0x and 64 lower-case hex digits. */
export function lockIdOf(lock: Lock): string {
  return TypedDataEncoder.hashStruct('Lock', LOCK_TYPES, { ...lock })
}

/** A lock from the members of its struct, as an ABI decoder or a file gives them. */
export function lockOfStruct(struct: Readonly<Record<keyof Lock, unknown>>): Lock {
  const values = FIELDS.map(({ name, type }) => {
    const value = struct[name]
    return [name, type === 'address' ? checksumAddress(value as string) : BigInt(value as string)]
  })
  return Object.fromEntries(values) as Lock
}

export function isSameLock(one: Lock, other: Lock): boolean {
  return FIELDS.every(({ name }) => one[name] === other[name])
}
