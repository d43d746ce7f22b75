import { concat, TypedDataEncoder } from 'ethers'
import type { TypedDataTypes } from '../../keystore/signer.ts'
import { isChecksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import type { ProposalTypedData } from '../driver.ts'
import type { Call, ProposalTerms } from '../proposal/proposal.ts'
import { fieldUnexpected } from '../proposal/proposal-errors.ts'
import { encodeMultiSend } from './multi-send.ts'
import { batchUnclear } from './safe-errors.ts'

// What the owners of a Safe sign (Safe.sol, encodeTransactionData; EIP-712). The domain is that of
// 1.3.0 and later: chain id and contract, nothing else.

const SAFE_TX: TypedDataTypes = {
  SafeTx: [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
    { name: 'operation', type: 'uint8' },
    { name: 'safeTxGas', type: 'uint256' },
    { name: 'baseGas', type: 'uint256' },
    { name: 'gasPrice', type: 'uint256' },
    { name: 'gasToken', type: 'address' },
    { name: 'refundReceiver', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
}

/**
 * The transaction of a Safe, without the members that are zero in all of ours: gas is not refunded,
 * and a failing call reverts the whole execution, so its nonce stays unused.
 */
export interface SafeTransaction {
  /** EIP-55. */
  readonly to: string
  readonly valueWei: bigint
  readonly data: string
  /** Enum.Operation: 0 calls, 1 delegate-calls; only MultiSendCallOnly is delegate-called. */
  readonly operation: 0 | 1
  readonly nonce: bigint
}

/** The members of a SafeTx beside ours, in the order of `execTransaction`. */
export const NO_REFUND = {
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
} as const

/**
 * The transaction that makes the calls of a proposal: one call directly, several through
 * MultiSendCallOnly, all or nothing.
 * @throws PROPOSAL_FIELD_FOREIGN, SAFE_BATCH_UNCLEAR
 */
export function safeTransaction(terms: ProposalTerms): SafeTransaction {
  const { calls, nonce, expiresAtSeconds } = terms
  if (expiresAtSeconds !== null) throw fieldUnexpected('safe', 'expiresAtSeconds')
  const multiSend = multiSendOf(terms)
  if (multiSend !== undefined) {
    return { to: multiSend, valueWei: 0n, data: encodeMultiSend(calls), operation: 1, nonce }
  }
  const [{ to, valueWei, data }] = calls as [Call]
  return { to, valueWei, data, operation: 0, nonce }
}

/**
 * The MultiSend contract of a batch; undefined for a single call.
 * @throws PROPOSAL_FIELD_FOREIGN, SAFE_BATCH_UNCLEAR
 */
export function multiSendOf({ calls, fields }: ProposalTerms): string | undefined {
  const { multiSend, ...others } = fields
  const [other] = Object.keys(others)
  if (other !== undefined) throw fieldUnexpected('safe', other)
  if (calls.length > 1 !== isChecksumAddress(multiSend ?? '')) throw batchUnclear(calls.length)
  return multiSend
}

/** @throws as `safeTransaction` does */
export function safeTypedData(terms: ProposalTerms): ProposalTypedData {
  const { to, valueWei, data, operation, nonce } = safeTransaction(terms)
  return {
    domain: { chainId: terms.chainId, verifyingContract: terms.multisig },
    types: SAFE_TX,
    value: { to, value: valueWei, data, operation, ...NO_REFUND, nonce },
  }
}

/** The bytes whose keccak256 is the hash: what an owner that is a contract is asked about. */
export function safeTransactionPreimage(terms: ProposalTerms): string {
  const { domain, types, value } = safeTypedData(terms)
  const hashed = TypedDataEncoder.from(types).hash(value)
  return concat(['0x1901', TypedDataEncoder.hashDomain(domain), hashed])
}

/** `safeTxHash`: what `getTransactionHash` of the contract answers. */
export function safeTransactionHash(terms: ProposalTerms): string {
  const { domain, types, value } = safeTypedData(terms)
  return TypedDataEncoder.hash(domain, types, value)
}
