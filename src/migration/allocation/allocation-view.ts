import { amountText, countText } from '../../primitives/amount-text.ts'
import { formatInstant } from '../../primitives/instant.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { BuiltTree } from './build-allocation.ts'

/** The tree of a campaign, and the bucket of every base unit of its snapshot. */
export function buildView(built: BuiltTree): View {
  const { root, leaves, totalBaseUnits, symbol, buckets, snapshotTotalBaseUnits, files } = built
  const decimals = built.rules.decimals?.from ?? built.decimals
  const inSnapshot = { decimals, symbol }
  const used = Object.entries(buckets).filter(([name, sum]) => sum > 0n || name === 'allocated')
  return {
    json: {
      root,
      leaves,
      totalBaseUnits,
      buckets,
      snapshotTotalBaseUnits,
      snapshotDigest: built.snapshotDigest,
      digest: built.allocationDigest,
      files,
    },
    text: [
      `${countText(leaves, 'account is', 'accounts are')} allocated ${amountText(totalBaseUnits, built)}.`,
      textFacts([
        ['root', root],
        ...used.map(([name, sum]) => [name, amountText(sum, inSnapshot)] as const),
        ['snapshot', amountText(snapshotTotalBaseUnits, inSnapshot)],
        ['digest', built.allocationDigest],
        ...files.map((file) => ['file', file] as const),
      ]),
    ].join('\n'),
  }
}

/**
 * What an operator should check again, though it is no error.
 * @param now milliseconds since the Unix epoch.
 */
export function buildWarnings(
  { idleRules }: Pick<BuiltTree, 'idleRules'>,
  { target }: Pick<Campaign, 'target'>,
  now: number,
): string[] {
  const warnings = idleRules.map(
    (rule) => `rules.${rule} names an address that holds nothing in the snapshot.`,
  )
  const { claimUntilSeconds: deadline } = target
  if (deadline === null || deadline * 1000 > now) return warnings
  const moment = formatInstant(deadline)
  return [...warnings, `target.claimUntil, ${moment}, is past: the campaign cannot be published.`]
}
