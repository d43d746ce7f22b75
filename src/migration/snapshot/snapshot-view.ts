import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { SnapshotProgress } from './balance-source.ts'
import type { TakenSnapshot } from './take-snapshot.ts'

/** What `migrate snapshot` answers. */
export function snapshotView({ snapshot, alreadyDone, files }: TakenSnapshot): View {
  const { kind, blockHeight, blockHash, holders, digest, symbol, decimals } = snapshot
  const { totalBaseUnits, supplyBaseUnits, categories, seeds } = snapshot
  const inCoins = (baseUnits: bigint) => formatAmount(baseUnits, decimals, symbol)
  const facts: [string, string][] = [
    ['Holders', String(holders)],
    ['Total', inCoins(totalBaseUnits)],
    ['Supply', inCoins(supplyBaseUnits)],
    ...Object.entries(categories).map(([name, { holders: count, baseUnits }]): [string, string] => [
      `  ${name}`,
      `${inCoins(baseUnits)} (${count})`,
    ]),
    ...seeds.map(({ address, amount }): [string, string] => [
      'Seeded',
      `${inCoins(amount)} to ${address}, credited by the constructor without an event`,
    ]),
    ['Digest', digest],
    ...files.map((file): [string, string] => ['File', file]),
  ]
  if (blockHeight !== null) facts.unshift(['Block', `${blockHeight} ${blockHash}`])
  return {
    json: {
      kind,
      alreadyDone,
      chainId: snapshot.chainId,
      token: snapshot.token,
      symbol,
      decimals,
      blockHeight,
      blockHash,
      blockTime: snapshot.blockTime,
      holders,
      totalBaseUnits,
      supplyBaseUnits,
      categories,
      seeds: seeds.map(({ address, amount }) => ({ address, amountBaseUnits: amount })),
      checkedHolders: snapshot.checkedHolders,
      digest,
      files,
    },
    text: `${alreadyDone ? 'The snapshot was taken before.' : 'The snapshot is taken.'}\n${textFacts(facts)}`,
  }
}

/** One line for the live list of tasks. */
export function progressText(progress: SnapshotProgress): string {
  const count = (number: number) => number.toLocaleString('en-US')
  switch (progress.stage) {
    case 'logs': {
      const percent = Math.floor((100 * progress.blocks) / Math.max(progress.allBlocks, 1))
      const rate = count(progress.transfersPerSecond)
      return `${percent} % of ${count(progress.allBlocks)} blocks, ${count(progress.transfers)} transfers, ${rate} a second`
    }
    case 'balances':
      return `${count(progress.holders)} of ${count(progress.allHolders)} balances checked`
    case 'rows':
      return `${count(progress.rows)} rows`
  }
}
