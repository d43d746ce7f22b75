import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param calls how many there are. */
export function batchUnclear(calls: number): CapstanError {
  const fault =
    calls > 1
      ? 'is a batch and names no MultiSend contract'
      : 'names a MultiSend contract for one call'
  return new CapstanError({
    code: 'SAFE_BATCH_UNCLEAR',
    kind: 'mismatch',
    message: `The proposal ${fault}.`,
    details: { calls },
    suggestions: ['Ask the proposer for the file again.'],
  })
}

export function safeMissing(address: string, network: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_MISSING',
    kind: 'not-found',
    message: `There is no contract at ${address} on ${network}.`,
    details: { address, network },
    suggestions: ['Name the network with --network.'],
  })
}

/** @param fault as in "is not a proxy of Safe". */
export function safeUnexpected(address: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_FOREIGN',
    kind: 'mismatch',
    message: `${address} ${fault}: it is not a Safe 1.3.0 or 1.4.1.`,
    details: { address, fault },
    suggestions: [`capstan multisig show ${address} --driver graded`],
  })
}

export function multiSendMissing(network: string): CapstanError {
  return new CapstanError({
    code: 'SAFE_MULTISEND_MISSING',
    kind: 'not-found',
    message: `A batch needs MultiSendCallOnly, which ${network} does not have at the usual addresses.`,
    details: { network },
    suggestions: ['Give its address with --multi-send, or propose the calls one by one.'],
  })
}

export function multiSendUnexpected(address: string, network: string): CapstanError {
  return new CapstanError({
    code: 'SAFE_MULTISEND_FOREIGN',
    kind: 'mismatch',
    message: `The code at ${address} on ${network} is not that of MultiSendCallOnly, and a Safe would run it as its own.`,
    details: { address, network },
    suggestions: ['Give another contract with --multi-send.'],
  })
}

export function safeExpires(): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NO_EXPIRY',
    kind: 'refused',
    message: 'A proposal for a Safe cannot expire: it holds until its nonce is used.',
    suggestions: ['Leave out --expires; to cancel a proposal, use "capstan multisig cancel".'],
  })
}

/** @param next the first nonce that is free. */
export function safeNonceUsed(nonce: bigint, next: bigint): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NONCE_USED',
    kind: 'refused',
    message: `The Safe has used nonce ${nonce}; its next nonce is ${next}.`,
    details: { nonce: nonce.toString(), nextNonce: next.toString() },
    suggestions: [`Propose with --nonce ${next}.`],
  })
}
