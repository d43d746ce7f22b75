import { CapstanError } from '../../primitives/capstan-error.ts'
import { formatInstant } from '../../primitives/instant.ts'

export function deploymentMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_MISSING',
    kind: 'not-found',
    message: `The campaign is not published: there is no ${file}.`,
    details: { file },
    suggestions: ['capstan migrate publish'],
  })
}

export function deploymentInvalid(file: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_INVALID',
    kind: 'usage',
    message: `${file}: ${problem}.`,
    details: { file },
  })
}

/** The file is there, but what it says was published is not what the campaign says now. */
export function deploymentForeign(file: string, what: string): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_FOREIGN',
    kind: 'mismatch',
    message: `${file} is of another ${what} than this campaign has now.`,
    details: { file, what },
    suggestions: [
      'Give a changed campaign a folder of its own: what is published cannot be changed.',
    ],
  })
}

/** @param failures `name: detail`, one a check that failed. */
export function distributorMismatch(address: string, failures: readonly string[]): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_MISMATCH',
    kind: 'mismatch',
    message: `The contract ${address} is not the distributor of this campaign: ${failures.join('; ')}.`,
    details: { distributor: address, failures },
    suggestions: ['Stop: send it nothing, and audit it with capstan migrate audit.'],
  })
}

/** It does not even answer as a distributor does. */
export function distributorForeign(address: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_FOREIGN',
    kind: 'mismatch',
    message: `The contract at ${address} is no distributor.`,
    details: { distributor: address },
    suggestions: ['Check the address against out/deployment.json as it was published.'],
  })
}

export function distributorVanished(address: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_VANISHED',
    kind: 'mismatch',
    message: `There is no contract at ${address} on this chain.`,
    details: { distributor: address },
    suggestions: [
      'Name the network it was published on with --network.',
      'If that was a devnet which was reset, move out/deployment.json away and publish again.',
    ],
  })
}

/** Times in Unix seconds. */
export function paymentsOver(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'PAYMENTS_OVER',
    kind: 'refused',
    message: `Payments ended at ${formatInstant(deadlineSeconds)}; the chain's time is ${formatInstant(nowSeconds)}.`,
    details: { deadline: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: ['capstan migrate close'],
  })
}

/** Times in Unix seconds. */
export function closeTooEarly(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'CLOSE_TOO_EARLY',
    kind: 'refused',
    message: `The campaign can be closed from ${formatInstant(deadlineSeconds)} on; the chain's time is ${formatInstant(nowSeconds)}.`,
    details: { deadline: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: ['capstan migrate status'],
  })
}

export function distributorPaused(address: string, owner: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_PAUSED',
    kind: 'refused',
    message: `The distributor ${address} is paused by its owner ${owner}.`,
    details: { distributor: address, owner },
    suggestions: ['Wait until the owner ends the pause; the deadline moves with it.'],
  })
}

/** @param step the command's name, as in "distribute". */
export function modeHasNo(step: string, mode: string, suggestion: string): CapstanError {
  return new CapstanError({
    code: 'MODE_WITHOUT_STEP',
    kind: 'refused',
    message: `A campaign in mode ${mode} has no step "${step}".`,
    details: { step, mode },
    suggestions: [suggestion],
  })
}

export function proofUnreadable(file: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'PROOF_FILE_INVALID',
    kind: 'usage',
    message: `${file} is no proof: ${problem}.`,
    details: { file },
    suggestions: ['capstan migrate proof ADDRESS --json'],
  })
}

export function proofWrong(index: number, account: string, root: string): CapstanError {
  return new CapstanError({
    code: 'PROOF_WRONG',
    kind: 'mismatch',
    message: `The proof of leaf ${index} for ${account} does not lead to the root ${root} of the distributor.`,
    details: { index, account, root },
    suggestions: [`capstan migrate proof ${account}`],
  })
}

export function proofOfOther(file: string, account: string, address: string): CapstanError {
  return new CapstanError({
    code: 'PROOF_OF_OTHER',
    kind: 'mismatch',
    message: `The proof in ${file} is of ${account}, not of ${address}.`,
    details: { file, account, address },
  })
}
