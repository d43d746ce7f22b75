import { CapstanError } from '../primitives/capstan-error.ts'

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

export function publishingUnreadable(file: string): CapstanError {
  return new CapstanError({
    code: 'PUBLISHING_INVALID',
    kind: 'state',
    message: `${file} does not say what is being published.`,
    details: { file },
    suggestions: ['capstan tx list --open'],
  })
}

/** @param bound the chain that holders have signed for. */
export function boundForOtherChain(bound: number, chainId: bigint): CapstanError {
  return new CapstanError({
    code: 'BOUND_FOR_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The holders have signed for accounts on chain ${bound}, and this is chain ${chainId}.`,
    details: { bound, chainId: Number(chainId) },
    suggestions: ['Correct target.network in migration.yaml.'],
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

export function otherChain(what: string, expected: bigint, got: bigint): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The ${what} is for chain id ${expected}, and the network has ${got}.`,
    details: { expected: expected.toString(), got: got.toString() },
    suggestions: ['Name its network with --network.'],
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

/** @param asset target.asset */
export function assetNotToken(asset: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'ASSET_NOT_A_TOKEN',
    kind: 'refused',
    message: `The asset ${asset} does not answer balanceOf as an ERC-20 token does.`,
    details: { asset },
    suggestions: ['Check target.asset and target.network in migration.yaml.'],
    cause,
  })
}

/** Times in Unix seconds. */
export function deadlinePast(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'DEADLINE_PAST',
    kind: 'refused',
    message: `The campaign's claimUntil, ${instant(deadlineSeconds)}, is not in the future: the chain's time is ${instant(nowSeconds)}.`,
    details: { claimUntil: instant(deadlineSeconds), chainTime: instant(nowSeconds) },
    suggestions: ['Set target.claimUntil in migration.yaml to a later time.'],
  })
}

/** Times in Unix seconds. */
export function paymentsOver(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'PAYMENTS_OVER',
    kind: 'refused',
    message: `Payments ended at ${instant(deadlineSeconds)}; the chain's time is ${instant(nowSeconds)}.`,
    details: { deadline: instant(deadlineSeconds), chainTime: instant(nowSeconds) },
    suggestions: ['capstan migrate close'],
  })
}

/** Times in Unix seconds. */
export function closeTooEarly(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'CLOSE_TOO_EARLY',
    kind: 'refused',
    message: `The campaign can be closed from ${instant(deadlineSeconds)} on; the chain's time is ${instant(nowSeconds)}.`,
    details: { deadline: instant(deadlineSeconds), chainTime: instant(nowSeconds) },
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

/** Amounts in base units of `asset`. */
export function fundsTooLow(
  account: string,
  asset: string,
  needed: bigint,
  available: bigint,
): CapstanError {
  return new CapstanError({
    code: 'FUNDS_TOO_LOW',
    kind: 'refused',
    message: `${account} needs ${needed} base units of ${asset} and has ${available}. Nothing was sent.`,
    details: {
      account,
      asset,
      neededBaseUnits: needed.toString(),
      availableBaseUnits: available.toString(),
      missingBaseUnits: (needed - available).toString(),
    },
    suggestions: [`Send the missing amount to ${account}, then run the command again.`],
  })
}

/** @param most what the distributor can hold, in base units. */
export function totalOutOfRange(total: bigint, most: bigint): CapstanError {
  return new CapstanError({
    code: 'TOTAL_OUT_OF_RANGE',
    kind: 'refused',
    message: `The allocations sum to ${total} base units; a distributor pays from 1 to ${most}.`,
    details: { totalBaseUnits: total.toString(), mostBaseUnits: most.toString() },
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

/** Plain transfers move native coin only. */
export function modeWithoutToken(mode: string): CapstanError {
  return new CapstanError({
    code: 'MODE_WITHOUT_TOKEN',
    kind: 'usage',
    message: `Mode ${mode} pays native coin only, and the campaign's asset is a token.`,
    details: { mode },
    suggestions: ['Set target.mode to push, claim or push-then-claim.'],
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

export function allocationMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'ALLOCATION_MISSING',
    kind: 'not-found',
    message: `The campaign is not built: there is no ${file}.`,
    details: { file },
    suggestions: ['capstan migrate build'],
  })
}

function instant(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z')
}
