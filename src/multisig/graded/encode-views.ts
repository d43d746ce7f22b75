// ABI-encodes the arguments of views that take a whole payroll, in one pass over text: a general
// encoder takes longer than the rest of the run.

import { addressWord, word } from '../../primitives/abi-words.ts'
import type { Call, ProposalTerms } from '../proposal/proposal.ts'
import { keyedNonce } from './keyed-nonce.ts'

const WORD_BYTES = 32
const WORD = 64

/** The one argument of `grade(Call[])`. */
export function encodeCalls(calls: readonly Call[]): string {
  return word(WORD_BYTES) + callArray(calls)
}

/** The one argument of `hashProposal(Proposal)`. */
export function encodeProposal({ calls, nonce, expiresAtSeconds }: ProposalTerms): string {
  const { key, sequence } = keyedNonce(nonce)
  const head = [4 * WORD_BYTES, key, sequence, expiresAtSeconds ?? 0]
  return word(WORD_BYTES) + head.map(word).join('') + callArray(calls)
}

function callArray(calls: readonly Call[]): string {
  const bodies = calls.map(callTuple)
  let offset = calls.length * WORD_BYTES
  const offsets = bodies.map((body) => {
    const here = word(offset)
    offset += body.length / 2
    return here
  })
  return word(calls.length) + offsets.join('') + bodies.join('')
}

function callTuple({ to, valueWei, data }: Call): string {
  const bytes = data.slice(2)
  const padded = bytes.padEnd(Math.ceil(bytes.length / WORD) * WORD, '0')
  return addressWord(to) + word(valueWei) + word(3 * WORD_BYTES) + word(bytes.length / 2) + padded
}
