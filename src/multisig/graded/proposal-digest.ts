// The EIP-712 digest of a proposal, as IGradedMultisig.sol and every wallet compute it: in one pass
// over text, because a payroll is hashed when it is proposed, checked and signed.

import { TypedDataEncoder } from 'ethers'
import { addressWord, word } from '../../primitives/abi-words.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import type { Call, ProposalTerms } from '../proposal/proposal.ts'
import { keyedNonce } from './keyed-nonce.ts'

export const GRADED_DOMAIN = { name: 'GradedMultisig', version: '1' }

const CALL = 'Call(address to,uint256 value,bytes data)'
const PROPOSAL = `Proposal(Call[] calls,uint192 key,uint64 sequence,uint64 expiresAt)${CALL}`

/** @returns 32 bytes as `0x…` */
export function proposalDigest(terms: ProposalTerms): string {
  const { chainId, multisig, calls, nonce, expiresAtSeconds } = terms
  const domain = domainHash(chainId, multisig)
  const { key, sequence } = keyedNonce(nonce)
  const callType = hashOfText(CALL)
  const callsHash = hashOf(calls.map((call) => callHash(callType, call)).join(''))
  const numbers = [key, sequence, expiresAtSeconds ?? 0].map(word).join('')
  const struct = hashOf(hashOfText(PROPOSAL) + callsHash + numbers)
  return `0x${hashOf(`1901${domain.slice(2)}${struct}`)}`
}

/** The contract has it as an immutable, too. @returns 32 bytes as `0x…` */
export function domainHash(chainId: bigint, multisig: string): string {
  return TypedDataEncoder.hashDomain({ ...GRADED_DOMAIN, chainId, verifyingContract: multisig })
}

function callHash(type: string, { to, valueWei, data }: Call): string {
  return hashOf(type + addressWord(to) + word(valueWei) + hashOf(data.slice(2)))
}

/** Both hex, without `0x`. */
function hashOf(hex: string): string {
  return bytesToHex(keccak256(Buffer.from(hex, 'hex'))).slice(2)
}

function hashOfText(text: string): string {
  return bytesToHex(keccak256(Buffer.from(text, 'ascii'))).slice(2)
}
