/** Sequence numbers of one key are used in order; keys are independent. */
export interface KeyedNonce {
  /** 192 bits. */
  readonly key: bigint
  /** 64 bits, from 0. */
  readonly sequence: bigint
}

const SEQUENCE_BITS = 64n
const MAX_SEQUENCE = (1n << SEQUENCE_BITS) - 1n

/** The nonce in a proposal file: key, then sequence. */
export function keyedNonce(nonce: bigint): KeyedNonce {
  return { key: nonce >> SEQUENCE_BITS, sequence: nonce & MAX_SEQUENCE }
}

export function joinedNonce({ key, sequence }: KeyedNonce): bigint {
  return (key << SEQUENCE_BITS) | sequence
}
