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
    suggestions: ['Ask whoever proposed it for the file again.'],
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

/** @param fault as in "runs code that is no Safe's". */
export function safeUnexpected(address: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_FOREIGN',
    kind: 'mismatch',
    message: `${address} ${fault}: it is no Safe 1.3.0 or 1.4.1.`,
    details: { address, fault },
    suggestions: [`capstan multisig show ${address} --driver graded`],
  })
}

export function multiSendMissing(network: string): CapstanError {
  return new CapstanError({
    code: 'SAFE_MULTISEND_MISSING',
    kind: 'not-found',
    message: `${network} has no MultiSendCallOnly at its usual addresses, which a batch needs.`,
    details: { network },
    suggestions: ['Name one with --multi-send, or propose the calls one by one.'],
  })
}

export function multiSendUnexpected(address: string, network: string): CapstanError {
  return new CapstanError({
    code: 'SAFE_MULTISEND_FOREIGN',
    kind: 'mismatch',
    message: `The code at ${address} on ${network} is not MultiSendCallOnly's; a Safe would run it as its own.`,
    details: { address, network },
    suggestions: ['Name another contract with --multi-send.'],
  })
}

export function safeExpires(): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NO_EXPIRY',
    kind: 'refused',
    message: 'A Safe knows no expiry: a proposal holds until its nonce is used.',
    suggestions: ['Leave --expires out; to call a proposal off use "capstan multisig cancel".'],
  })
}

/** @param next the first nonce that is free. */
export function safeNonceUsed(nonce: bigint, next: bigint): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NONCE_USED',
    kind: 'refused',
    message: `The Safe has used nonce ${nonce}; its next one is ${next}.`,
    details: { nonce: nonce.toString(), nextNonce: next.toString() },
    suggestions: [`Propose with --nonce ${next}.`],
  })
}
