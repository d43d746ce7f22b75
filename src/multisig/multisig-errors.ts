import { CapstanError } from '../primitives/capstan-error.ts'
import type { ProposalState } from './driver.ts'

export function multisigMissing(address: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_MISSING',
    kind: 'not-found',
    message: `There is no contract at ${address} on this chain.`,
    details: { multisig: address },
    suggestions: ['Name the network with --network.', 'capstan multisig list'],
  })
}

/** Its code is not that of the contract capstan ships, whatever it answers. */
export function multisigUnexpected(address: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_FOREIGN',
    kind: 'mismatch',
    message: `The contract at ${address} is not a GradedMultisig: its code differs.`,
    details: { multisig: address },
    suggestions: [`capstan multisig show ${address} --driver safe`],
  })
}

export function notAnOwner(multisig: string, account: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NOT_OWNER',
    kind: 'refused',
    message: `${account} is not an owner of ${multisig}; its confirmation would not count.`,
    details: { multisig, account },
    suggestions: [`capstan multisig show ${multisig}`],
  })
}

export function weightTooLow(weight: number, threshold: number, missing: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_WEIGHT_TOO_LOW',
    kind: 'refused',
    message: `The proposal has weight ${weight} of the ${threshold} it needs; ${missing}.`,
    details: { weight, threshold },
    suggestions: ['capstan multisig sign FILE', 'capstan multisig merge A B --out FILE'],
  })
}

/** @param why in words; empty for what the state says already. */
export function notExecutable(
  digest: string,
  state: ProposalState,
  obstacles: readonly string[],
): CapstanError {
  const why = obstacles.length === 0 ? `it is ${state}` : obstacles.join('; ')
  return new CapstanError({
    code: `MULTISIG_PROPOSAL_${state === 'open' || state === 'waiting' ? 'REFUSED' : state.toUpperCase()}`,
    kind: 'refused',
    message: `The proposal ${digest} cannot be executed: ${why}.`,
    details: { digest, state, obstacles },
  })
}

export function delayNotOver(digest: string, until: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_DELAY_NOT_OVER',
    kind: 'refused',
    message: `The proposal ${digest} waits for its time-lock until ${until}.`,
    details: { digest, executableAt: until },
  })
}

export function simulationFails(digest: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_CALL_REVERTS',
    kind: 'refused',
    message: `The calls of proposal ${digest} would revert: ${reason}. Nothing was sent.`,
    details: { digest, reason },
  })
}

/** The contract computes another digest from the same fields. */
export function digestMismatch(file: string, chain: string, multisig: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_DIGEST_MISMATCH',
    kind: 'mismatch',
    message: `The contract ${multisig} computes the digest ${chain} for the proposal, but its fields give ${file}.`,
    details: { multisig, digest: file, chainDigest: chain },
  })
}

/** Its amounts would read larger or smaller than they are. */
export function scaleWrong(token: string, said: number, found: number): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_SCALE_WRONG',
    kind: 'mismatch',
    message: `The proposal gives the token ${token} ${said} decimals, but the token has ${found}. Nothing was signed or sent.`,
    details: { token, said, found },
    suggestions: ['Ask the proposer for the file again, and compare the digests.'],
  })
}

export function proposalOtherChain(
  proposal: bigint,
  connected: bigint,
  network: string,
): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The proposal is for chain id ${proposal}, but ${network} has ${connected}.`,
    details: { proposalChainId: `${proposal}`, chainId: `${connected}`, network },
    suggestions: ['Name the network with --network.'],
  })
}

export function executionMissed(digest: string, hash: string, state: ProposalState): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_NOT_EXECUTED',
    kind: 'reverted',
    message: `The transaction ${hash} is final, but the proposal ${digest} is ${state}.`,
    details: { digest, transactionHash: hash, state },
  })
}

export function digestInvalid(multisig: string, digest: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_DIGEST_INVALID',
    kind: 'usage',
    message: `"${digest.slice(0, 80)}" is not a proposal digest, which is 0x and 64 hex digits.`,
    details: { multisig, digest },
    suggestions: [`capstan multisig confirm ${multisig} --proposal FILE`],
  })
}

export function digestUnknown(multisig: string, digest: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_DIGEST_UNKNOWN',
    kind: 'not-found',
    message: `Nobody has published the proposal ${digest} on ${multisig}; it cannot be shown, so it is not confirmed.`,
    details: { multisig, digest },
    suggestions: [`capstan multisig confirm ${multisig} --proposal FILE`],
  })
}

export function driverLacks(driver: string, what: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_DRIVER_LACKS',
    kind: 'refused',
    message: `A multisig with the driver ${driver} has no ${what}.`,
    details: { driver, what },
  })
}

export function outMissing(): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_OUT_MISSING',
    kind: 'usage',
    message:
      'A Safe cancels a proposal by executing another one in its place; --out, which names its file, is missing.',
    suggestions: ['--out rejection.json'],
  })
}
