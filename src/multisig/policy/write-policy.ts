import { stringify } from 'yaml'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { formatDuration } from '../../primitives/duration.ts'
import { type MultisigPolicy, OPERATION_CLASSES } from './policy.ts'
import { POLICY_FORMAT } from './policy-schema.ts'
import { assertFree } from './policy-template.ts'

/** The text of a policy file; reading it returns the same policy. */
export function policyYaml(policy: MultisigPolicy): string {
  const { classes, assets, listings, knownCalls, cancelWeight, suspectDelaySeconds } = policy
  return stringify({
    format: POLICY_FORMAT,
    classes: Object.fromEntries(
      OPERATION_CLASSES.map((name) => {
        const { threshold, delaySeconds } = classes[name]
        return [name, { threshold, delay: formatDuration(delaySeconds) }]
      }),
    ),
    assets: assets.map(({ asset, dailyLimitBaseUnits, tiers }) => ({
      asset,
      ...(dailyLimitBaseUnits !== null && { dailyLimitBaseUnits: `${dailyLimitBaseUnits}` }),
      tiers: tiers.map(({ upToBaseUnits, threshold }) => ({
        ...(upToBaseUnits !== null && { upToBaseUnits: `${upToBaseUnits}` }),
        threshold,
      })),
    })),
    recipients: listings.map(({ address, status, name }) => ({
      ...{ address, standing: status },
      ...(name !== null && { name }),
    })),
    knownCalls: knownCalls.map(({ target, selector }) => ({ target, function: selector })),
    cancelWeight,
    suspectDelay: formatDuration(suspectDelaySeconds),
  })
}

/** @throws MULTISIG_POLICY_FILE_EXISTS */
export async function writeNewPolicy(file: string, policy: MultisigPolicy): Promise<void> {
  await assertFree(file)
  await writeFileAtomically(file, policyYaml(policy))
}
