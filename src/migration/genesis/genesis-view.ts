import { amountText, countText } from '../../primitives/amount-text.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { Bytom2Genesis } from './bytom2-genesis.ts'
import type { GenesisList } from './genesis.ts'

export function genesisView(list: GenesisList): View {
  return listView(list, {}, [])
}

/** As `genesisView`, with the addresses and where every base unit of the snapshot went. */
export function bytom2GenesisView(list: Bytom2Genesis): View {
  const { file, addressesFile, addressesDigest, buckets, supplyBaseUnits } = list
  const files = [file, addressesFile]
  const used = Object.entries(buckets).filter(([, sum]) => sum > 0n)
  return listView(list, { addressesFile, addressesDigest, buckets, supplyBaseUnits, files }, [
    ['addresses', addressesFile],
    ...used.map(([name, sum]) => [name, amountText(sum, list)] as const),
    ['supply', amountText(supplyBaseUnits, list)],
  ])
}

function listView(
  list: GenesisList,
  moreJson: object,
  moreFacts: readonly (readonly [string, string])[],
): View {
  const { file, format, accounts, totalBaseUnits, digest } = list
  const what = `${countText(accounts, 'account', 'accounts')} with ${amountText(totalBaseUnits, list)}`
  return {
    json: { file, format, accounts, totalBaseUnits, digest, ...moreJson },
    text: `Wrote a ${format} genesis list of ${what}.\n${textFacts([
      ['file', file],
      ['digest', digest],
      ...moreFacts,
    ])}`,
  }
}

/** What an operator should check again, though it is no error. */
export function bytom2GenesisWarnings(list: Bytom2Genesis): string[] {
  const { unattributable, buckets, idleRules, publishedFile } = list
  const warnings = idleRules.map((rule) => `rules.${rule} names an address that holds nothing.`)
  if (unattributable > 0) {
    const programs = countText(
      unattributable,
      'program without an owner keeps',
      'programs without an owner keep',
    )
    const held = amountText(buckets.unattributable, list)
    warnings.push(`${programs} ${held}: perhaps anyone can spend it.`)
  }
  if (publishedFile !== null) {
    warnings.push(`${publishedFile} pays holders of the same snapshot: this list pays them again.`)
  }
  return warnings
}
