import { type AmountUnit, amountText, countText } from '../../primitives/amount-text.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { SnapshotProgress } from './balance-source.ts'
import type { BytomFacts } from './bytom/facts.ts'
import type { TakenSnapshot } from './take-snapshot.ts'

/** The result of `migrate snapshot`. */
export function snapshotView({ snapshot, alreadyDone, files }: TakenSnapshot): View {
  const { kind, blockHeight, blockHash, blockTime, holders, digest, symbol } = snapshot
  const { totalBaseUnits, supplyBaseUnits, categories, bytom } = snapshot
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
      ...(bytom && { bytom }),
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
        ...(bytom ? bytomLines(bytom, unit) : []),
        ['digest', digest],
        ...files.map((file) => ['file', file] as const),
      ]),
    ].join('\n'),
  }
}

function bytomLines(facts: BytomFacts, unit: AmountUnit): (readonly [string, string])[] {
  const { retiredBaseUnits: retired, unattributable, repeatedSpends } = facts
  return [
    ...(retired === 0n ? [] : [['retired', amountText(retired, unit)] as const]),
    ...repeatedSpends.map(({ height, transaction, excessBaseUnits }) => {
      const made = `${amountText(excessBaseUnits, unit)} by transaction ${transaction}`
      return ['from nothing', `${made} of block ${height}`] as const
    }),
    ...unattributable.map(({ program, kind, baseUnits }) => {
      const like = kind === 'lookAlike' ? ', which looks like an address' : ''
      return ['no address', `${amountText(baseUnits, unit)} under ${program}${like}`] as const
    }),
  ]
}

/** One line of detail while a snapshot is taken. */
export function snapshotProgressText(progress: SnapshotProgress): string {
  switch (progress.stage) {
    case 'logs': {
      const { blocks, allBlocks, transfers, transfersPerSecond } = progress
      return `${blocks} of ${allBlocks} blocks, ${transfers} transfers, ${Math.round(transfersPerSecond)}/s`
    }
    case 'blocks': {
      const { blocks, allBlocks, blocksPerSecond } = progress
      return `${blocks} of ${allBlocks} blocks, ${blocksPerSecond}/s`
    }
    case 'balances':
      return `${progress.holders} of ${progress.allHolders} balances compared`
    case 'rows':
      return `${progress.rows} rows`
  }
}
