import { type MultisigPolicy, OPERATION_CLASSES } from './policy.ts'

/** A policy as JSON: the keys of the policy file, amounts in base units. */
export function policyJson(policy: MultisigPolicy): object {
  const { classes, assets, listings, knownCalls, cancelWeight, suspectDelaySeconds } = policy
  return {
    classes: Object.fromEntries(OPERATION_CLASSES.map((name) => [name, classes[name]])),
    assets,
    recipients: listings.map(({ address, status, name }) => ({ address, standing: status, name })),
    ...{ knownCalls, cancelWeight, suspectDelaySeconds },
  }
}
