import { type MultisigPolicy, OPERATION_CLASSES } from './policy.ts'

/** A contradiction between valid fields of a policy, with the path from the root. */
export interface Contradiction {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Finds rules that lock funds forever or that the contract refuses: a threshold or delay above that
 * of the class policy, or a weight above that of all owners.
 * @param totalWeight of all owners.
 */
export function* contradictions(
  { classes, assets, cancelWeight, suspectDelaySeconds }: MultisigPolicy,
  totalWeight: number,
): Generator<Contradiction> {
  const { policy } = classes
  if (policy.threshold > totalWeight) {
    yield {
      path: ['classes', 'policy', 'threshold'],
      message: `is more than the ${totalWeight} that all owners have: nobody could ever change the policy`,
    }
  }
  for (const name of OPERATION_CLASSES) {
    const { threshold, delaySeconds } = classes[name]
    if (threshold > policy.threshold) yield above(['classes', name, 'threshold'], policy.threshold)
    if (delaySeconds > policy.delaySeconds) {
      yield {
        path: ['classes', name, 'delay'],
        message: `is longer than the ${policy.delaySeconds} seconds of the class policy`,
      }
    }
  }
  for (const [index, { tiers }] of assets.entries()) {
    for (const [tier, { threshold }] of tiers.entries()) {
      const path = ['assets', index, 'tiers', tier, 'threshold']
      if (threshold > policy.threshold) yield above(path, policy.threshold)
    }
  }
  if (cancelWeight > totalWeight) {
    yield {
      path: ['cancelWeight'],
      message: `is more than the ${totalWeight} that all owners have`,
    }
  }
  if (suspectDelaySeconds === 0) yield { path: ['suspectDelay'], message: 'must be longer than 0' }
}

function above(path: readonly (string | number)[], threshold: number): Contradiction {
  return { path, message: `is above the ${threshold} of the class policy` }
}
