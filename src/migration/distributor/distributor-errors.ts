import { CapstanError } from '../../primitives/capstan-error.ts'
import { formatInstant } from '../../primitives/instant.ts'
import { campaignStep, type Suggestion } from '../../primitives/suggestion.ts'

export function deploymentMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_MISSING',
    kind: 'not-found',
    message: `The campaign is not published: there is no ${file}.`,
    details: { file },
    suggestions: [campaignStep('publish')],
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

/** The file is of something else than what the campaign says now. */
export function otherDeployment(file: string, what: string): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_FOREIGN',
    kind: 'mismatch',
    message: `${file} is for another ${what} than this campaign has now.`,
    details: { file, what },
    suggestions: [
      'Give a changed campaign a folder of its own: what is published cannot be changed.',
    ],
  })
}

/** @param failures one `name: detail` for each failed check. */
export function distributorMismatch(address: string, failures: readonly string[]): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_MISMATCH',
    kind: 'mismatch',
    message: `The contract ${address} is not the distributor of this campaign: ${failures.join('; ')}.`,
    details: { distributor: address, failures },
    suggestions: ['Send nothing to it.', campaignStep('audit')],
  })
}

/** It does not answer as a distributor does. */
export function notADistributor(address: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_FOREIGN',
    kind: 'mismatch',
    message: `The contract at ${address} is not a distributor.`,
    details: { distributor: address },
    suggestions: ['Compare the address with the published out/deployment.json.'],
  })
}

export function distributorMissing(address: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_VANISHED',
    kind: 'mismatch',
    message: `There is no contract at ${address} on this chain.`,
    details: { distributor: address },
    suggestions: [
      'Name the network of the publication with --network.',
      'If that was a devnet and it was reset, move out/deployment.json away and publish again.',
    ],
  })
}

/** Times in Unix seconds. */
export function paymentsOver(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'PAYMENTS_OVER',
    kind: 'refused',
    message: `Payments ended at ${formatInstant(deadlineSeconds)}; the time of the chain is ${formatInstant(nowSeconds)}.`,
    details: { deadline: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: [campaignStep('close')],
  })
}

/** Times in Unix seconds. */
export function closeTooEarly(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'CLOSE_TOO_EARLY',
    kind: 'refused',
    message: `The campaign can be closed from ${formatInstant(deadlineSeconds)}; the time of the chain is ${formatInstant(nowSeconds)}.`,
    details: { deadline: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: [campaignStep('status')],
  })
}

export function distributorPaused(address: string, owner: string): CapstanError {
  return new CapstanError({
    code: 'DISTRIBUTOR_PAUSED',
    kind: 'refused',
    message: `The distributor ${address} is paused by its owner ${owner}.`,
    details: { distributor: address, owner },
    suggestions: ['Wait until the owner ends the pause; it extends the deadline by its length.'],
  })
}

/** @param step name of the command, as in "distribute". */
export function modeHasNo(step: string, mode: string, suggestion: Suggestion): CapstanError {
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
    message: `${file} is not a proof: ${problem}.`,
    details: { file },
    suggestions: [campaignStep('proof', 'ADDRESS --json')],
  })
}

export function proofWrong(index: number, account: string, root: string): CapstanError {
  return new CapstanError({
    code: 'PROOF_WRONG',
    kind: 'mismatch',
    message: `The proof of leaf ${index} for ${account} does not lead to the root ${root} of the distributor.`,
    details: { index, account, root },
    suggestions: [campaignStep('proof', account)],
  })
}

export function proofOfOther(file: string, account: string, address: string): CapstanError {
  return new CapstanError({
    code: 'PROOF_OF_OTHER',
    kind: 'mismatch',
    message: `The proof in ${file} is for ${account}, not for ${address}.`,
    details: { file, account, address },
  })
}
