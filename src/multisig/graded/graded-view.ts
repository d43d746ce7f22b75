import type { Chain } from '../../chain/chain.ts'
import { readAssets } from '../../chain/erc20/facts.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { formatDuration } from '../../primitives/duration.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { assetText, ruleText } from '../policy/change-text.ts'
import { OPERATION_CLASSES } from '../policy/policy.ts'
import { policyJson } from '../policy/policy-json.ts'
import { reasonText } from '../proposal/grade-reason.ts'
import type { Names } from './judge-proposal.ts'
import type { GradedMultisig } from './read-graded.ts'

export async function gradedView(chain: Chain, state: GradedMultisig, names: Names): Promise<View> {
  const { address, owners, totalWeight, balanceWei, blockNumber, policy } = state
  const { classes, cancelWeight, suspectDelaySeconds } = policy
  const assets = await readAssets(
    chain,
    policy.assets.map(({ asset }) => asset),
  )
  const listings = policy.listings.map((one) => ({ ...one, name: names.get(one.address) }))
  return {
    json: {
      ...{ multisig: address, driver: 'graded', chainId: Number(chain.chainId), blockNumber },
      ...{ owners, totalWeight, balanceWei },
      policy: policyJson({ ...policy, listings: listings.map(named) }),
      spentWithinDay: policy.assets.map(({ asset }, index) => ({
        asset,
        spentBaseUnits: state.spentBaseUnits[index],
      })),
    },
    text: textFacts([
      ['multisig', `${address} (GradedMultisig)`],
      ['network', `${chain.network.name} (chain id ${chain.chainId})`],
      ['holds', formatAmount(balanceWei, chain.network.decimals, chain.network.symbol)],
      ...owners.map(
        (owner) => ['owner', `${owner.address}, weight ${owner.weight} of ${totalWeight}`] as const,
      ),
      ...OPERATION_CLASSES.map((name) => [name, ruleText(classes[name])] as const),
      ...policy.assets.map(
        (rule) => ['asset', `${rule.asset}: ${assetText(rule, assets)}`] as const,
      ),
      ...listings.map(
        (one) =>
          ['recipient', reasonText({ kind: 'listed', ...one, name: one.name ?? null })] as const,
      ),
      ...policy.knownCalls.map(
        ({ target, selector }) => ['known call', `${selector} of ${target}`] as const,
      ),
      ['to cancel', `weight ${cancelWeight}`],
      ['suspects wait', formatDuration(suspectDelaySeconds)],
    ]),
  }
}

function named({
  name,
  ...listing
}: {
  name: string | undefined
  address: string
  status: 'allowed' | 'suspect' | 'denied'
}) {
  return { ...listing, name: name ?? null }
}
