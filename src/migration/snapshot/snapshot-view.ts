import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { amountText, countText } from '../amount-text.ts'
import type { SnapshotProgress } from './balance-source.ts'
import type { TakenSnapshot } from './take-snapshot.ts'

/** What a campaign holds after `migrate snapshot`. */
export function snapshotView({ snapshot, alreadyDone, files }: TakenSnapshot): View {
  const { kind, blockHeight, blockHash, blockTime, holders, digest, symbol } = snapshot
  const { totalBaseUnits, supplyBaseUnits, categories } = snapshot
  const unit = { decimals: snapshot.decimals, symbol }
  const where = blockHeight === null ? 'in the file' : `at block ${blockHeight}`
  const done = alreadyDone ? 'Already taken: ' : ''
  return {
    json: {
      kind,
      blockHeight,
      blockHash,
      blockTime,
      token: snapshot.token,
      symbol,
      decimals: snapshot.decimals,
      holders,
      totalBaseUnits,
      supplyBaseUnits,
      categories,
      seeds: snapshot.seeds.map(({ address, amount }) => ({ address, amountBaseUnits: amount })),
      checkedHolders: snapshot.checkedHolders,
      digest,
      alreadyDone,
      files,
    },
    text: [
      `${done}${countText(holders, 'account holds', 'accounts hold')} ${amountText(totalBaseUnits, unit)} ${where}.`,
      textFacts([
        ...(blockHash === null ? [] : ([['block', `${blockHash}, ${blockTime}`]] as const)),
        ...(supplyBaseUnits === totalBaseUnits
          ? []
          : ([['supply', amountText(supplyBaseUnits, unit)]] as const)),
        ...snapshot.seeds.map(
          ({ address, amount }) =>
            [
              'no event',
              `${address} was credited ${amountText(amount, unit)} without one`,
            ] as const,
        ),
        ['digest', digest],
        ...files.map((file) => ['file', file] as const),
      ]),
    ].join('\n'),
  }
}

/** One line of detail while a snapshot is taken. */
export function snapshotProgressText(progress: SnapshotProgress): string {
  switch (progress.stage) {
    case 'logs': {
      const { blocks, allBlocks, transfers, transfersPerSecond } = progress
      return `${blocks} of ${allBlocks} blocks, ${transfers} transfers, ${Math.round(transfersPerSecond)}/s`
    }
    case 'balances':
      return `${progress.holders} of ${progress.allHolders} balances compared`
    case 'rows':
      return `${progress.rows} rows`
  }
}
