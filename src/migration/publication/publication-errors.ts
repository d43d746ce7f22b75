import { CapstanError } from '../../primitives/capstan-error.ts'
import { formatInstant } from '../../primitives/instant.ts'
import type { PublicationPlan, PublicationProposal } from './publishing.ts'

const ABANDON = 'capstan migrate publish --abandon'

/** @param file `publishing.json`. */
export function publicationPlanned(
  file: string,
  { from, firstNonce }: PublicationPlan,
): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_PLANNED',
    kind: 'refused',
    message: `A plan to publish this campaign was written, which can still be sent from ${from} with nonce ${firstNonce}; another publication would be funded as well (${file}).`,
    details: { file, from, nonce: firstNonce },
    suggestions: ['capstan tx apply PLAN', ABANDON],
  })
}

/** @param file `publishing.json`. */
export function publicationProposed(
  file: string,
  { chainId, multisig, driver, nonce }: PublicationProposal,
): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_PROPOSED',
    kind: 'refused',
    message: `Publishing this campaign was proposed to the multisig ${multisig} on chain ${chainId}, whose owners can still execute it; another publication would be funded as well (${file}).`,
    details: { file, multisig, chainId, driver, nonce: nonce.toString() },
    suggestions: [
      'capstan multisig execute PROPOSAL',
      'If that has happened, undo what changed in migration.yaml since, and run the command again.',
      'capstan multisig cancel PROPOSAL',
      `${ABANDON} --from ${multisig}`,
    ],
  })
}

/** A multisig has done what was proposed to it. */
export function publicationExecuted(distributor: string, multisig: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_EXECUTED',
    kind: 'refused',
    message: `The multisig ${multisig} has published this campaign: its distributor is at ${distributor}, and funded.`,
    details: { distributor, multisig },
    suggestions: [
      `capstan migrate publish --multisig ${multisig} --proposal FILE`,
      'It reads migration.yaml as it was when that was proposed.',
    ],
  })
}

/** @param file `publishing.json`. */
export function publicationBegun(file: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_BEGUN',
    kind: 'refused',
    message: `Publishing this campaign was begun with a key (${file}); another publication would be funded as well.`,
    details: { file },
    suggestions: [
      'capstan migrate publish',
      'If migration.yaml was changed since, give it its terms of then first.',
    ],
  })
}

/** The journal of this home knows nothing of it. */
export function publicationSent(distributor: string, from: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_SENT',
    kind: 'refused',
    message: `The plan to publish this campaign was carried out elsewhere: ${from} has put its distributor at ${distributor}, and another one would be funded as well.`,
    details: { distributor, from },
    suggestions: [
      'capstan tx send SIGNED_PLAN',
      'Otherwise publish it with the home that has sent it.',
    ],
  })
}

export function publicationNotPlanned(directory: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_NOT_PLANNED',
    kind: 'refused',
    message: `There is no plan to publish the campaign in ${directory}, so there is none to abandon.`,
    details: { directory },
    suggestions: ['capstan migrate status'],
  })
}

export function planOfOtherAccount(from: string, sender: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_OF_OTHER_ACCOUNT',
    kind: 'refused',
    message: `The plan is for ${from}, whose nonces ${sender} cannot use.`,
    details: { from, sender },
    suggestions: [`${ABANDON} --from ${from}`],
  })
}

/** @param next nonce that the account would send with now. */
export function planNotNext(
  { from, firstNonce }: PublicationPlan,
  used: number,
  next: number,
): CapstanError {
  const isUnderWay = next > used
  return new CapstanError({
    code: 'PLAN_NOT_NEXT',
    kind: 'refused',
    message: isUnderWay
      ? `${from} has transactions under way, the plan's perhaps: it has used ${used} nonces, and the next is ${next}.`
      : `The plan begins with nonce ${firstNonce} of ${from}, and the next is ${next}.`,
    details: { from, nonce: firstNonce, used, next },
    suggestions: isUnderWay
      ? ['capstan tx resume', ABANDON]
      : [
          'Send what is to go out before it, then run the command again.',
          'If that was a devnet which was reset, move out/publishing.json away.',
        ],
  })
}

/** @param reason a clause: "it is not JSON". */
export function publishingUnreadable(file: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PUBLISHING_INVALID',
    kind: 'state',
    message: `${file} does not say what is being published: ${reason}.`,
    details: { file, reason },
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

export function otherChain(what: string, expected: bigint, got: bigint): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The ${what} is for chain id ${expected}, and the network has ${got}.`,
    details: { expected: expected.toString(), got: got.toString() },
    suggestions: ['Name its network with --network.'],
  })
}

/** Times in Unix seconds. */
export function deadlinePast(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'DEADLINE_PAST',
    kind: 'refused',
    message: `The campaign's claimUntil, ${formatInstant(deadlineSeconds)}, is not in the future: the chain's time is ${formatInstant(nowSeconds)}.`,
    details: { claimUntil: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: ['Set target.claimUntil in migration.yaml to a later time.'],
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
