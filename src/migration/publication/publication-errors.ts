import { CapstanError } from '../../primitives/capstan-error.ts'
import { formatInstant } from '../../primitives/instant.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
import type { PublicationPlan, PublicationProposal } from './publishing.ts'

const ABANDON = campaignStep('publish', '--abandon')

/** @param file `publishing.json`. */
export function publicationPlanned(
  file: string,
  { from, firstNonce }: PublicationPlan,
): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_PLANNED',
    kind: 'refused',
    message: `A plan to publish this campaign can still be sent from ${from} with nonce ${firstNonce}; a second publication would be funded too (${file}).`,
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
    message: `Owners of the multisig ${multisig} on chain ${chainId} can still execute a proposal to publish this campaign; a second publication would be funded too (${file}).`,
    details: { file, multisig, chainId, driver, nonce: nonce.toString() },
    suggestions: [
      'capstan multisig execute PROPOSAL',
      'If it was executed, undo the later changes of migration.yaml and run the command again.',
      'capstan multisig cancel PROPOSAL',
      `${ABANDON} --from ${multisig}`,
    ],
  })
}

/** The multisig has executed the proposal. */
export function publicationExecuted(distributor: string, multisig: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_EXECUTED',
    kind: 'refused',
    message: `The multisig ${multisig} has published this campaign: its distributor ${distributor} is deployed and funded.`,
    details: { distributor, multisig },
    suggestions: [
      campaignStep('publish', `--multisig ${multisig} --proposal FILE`),
      'Have migration.yaml as it was when the publication was proposed.',
    ],
  })
}

/** @param file `publishing.json`. */
export function publicationBegun(file: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_BEGUN',
    kind: 'refused',
    message: `A key has begun to publish this campaign (${file}); a second publication would be funded too.`,
    details: { file },
    suggestions: [
      campaignStep('publish'),
      'If migration.yaml has changed since, first restore it.',
    ],
  })
}

/** The journal of this home does not have it. */
export function publicationSent(distributor: string, from: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_SENT',
    kind: 'refused',
    message: `The plan to publish this campaign was sent from elsewhere: ${from} deployed the distributor ${distributor}, and a second one would be funded too.`,
    details: { distributor, from },
    suggestions: ['capstan tx send SIGNED_PLAN', 'Otherwise publish with the home that sent it.'],
  })
}

export function publicationNotPlanned(directory: string): CapstanError {
  return new CapstanError({
    code: 'PUBLICATION_NOT_PLANNED',
    kind: 'refused',
    message: `There is no plan to abandon: no publication of the campaign in ${directory} is planned.`,
    details: { directory },
    suggestions: [campaignStep('status')],
  })
}

export function planOfOtherAccount(from: string, sender: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_OF_OTHER_ACCOUNT',
    kind: 'refused',
    message: `The plan is for ${from}; ${sender} cannot use its nonces.`,
    details: { from, sender },
    suggestions: [`${ABANDON} --from ${from}`],
  })
}

/** @param used nonces that are mined. @param next nonce that the account would send with now. */
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
      ? `${from} has pending transactions, perhaps those of the plan: ${used} nonces are used, and the next is ${next}.`
      : `The plan starts with nonce ${firstNonce} of ${from}, but the next nonce is ${next}.`,
    details: { from, nonce: firstNonce, used, next },
    suggestions: isUnderWay
      ? ['capstan tx resume', ABANDON]
      : [
          'Send the transactions that come before it, then run the command again.',
          'If that was a devnet and it was reset, move out/publishing.json away.',
        ],
  })
}

/** @param reason a clause such as "it is not JSON". */
export function publishingUnreadable(file: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PUBLISHING_INVALID',
    kind: 'state',
    message: `${file} is not a record of a publication: ${reason}.`,
    details: { file, reason },
    suggestions: ['capstan tx list --open'],
  })
}

/** @param bound chain id that the holders signed for. */
export function boundForOtherChain(bound: number, chainId: bigint): CapstanError {
  return new CapstanError({
    code: 'BOUND_FOR_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The holders signed for accounts on chain ${bound}, but this is chain ${chainId}.`,
    details: { bound, chainId: Number(chainId) },
    suggestions: ['Correct target.network in migration.yaml.'],
  })
}

export function otherChain(what: string, expected: bigint, got: bigint): CapstanError {
  return new CapstanError({
    code: 'DEPLOYMENT_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The ${what} is for chain id ${expected}, but the network has chain id ${got}.`,
    details: { expected: expected.toString(), got: got.toString() },
    suggestions: ['Name its network with --network.'],
  })
}

/** Times in Unix seconds. */
export function deadlinePast(deadlineSeconds: number, nowSeconds: number): CapstanError {
  return new CapstanError({
    code: 'DEADLINE_PAST',
    kind: 'refused',
    message: `claimUntil of the campaign, ${formatInstant(deadlineSeconds)}, is not in the future: the time of the chain is ${formatInstant(nowSeconds)}.`,
    details: { claimUntil: formatInstant(deadlineSeconds), chainTime: formatInstant(nowSeconds) },
    suggestions: ['Set target.claimUntil in migration.yaml to a later time.'],
  })
}

/** @param max that a distributor can pay, in base units. */
export function totalOutOfRange(total: bigint, max: bigint): CapstanError {
  return new CapstanError({
    code: 'TOTAL_OUT_OF_RANGE',
    kind: 'refused',
    message: `The allocations add up to ${total} base units; a distributor pays 1 to ${max}.`,
    details: { totalBaseUnits: total.toString(), mostBaseUnits: max.toString() },
  })
}
