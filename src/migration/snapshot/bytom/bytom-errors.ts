import { CapstanError } from '../../../primitives/capstan-error.ts'
import { campaignStep } from '../../../primitives/suggestion.ts'

const OTHER_NODE = 'Ask another node: source.node in migration.yaml.'

/** A transaction in the chain. */
export interface TransactionPlace {
  readonly height: number
  /** Id of the transaction. */
  readonly transaction: string
}

export function outputUnknown(
  { height, transaction }: TransactionPlace,
  outputId: string,
): CapstanError {
  return new CapstanError({
    code: 'BYTOM_OUTPUT_UNKNOWN',
    kind: 'mismatch',
    message: `Block ${height}, transaction ${transaction} spends ${outputId}, which no earlier block made or which is already spent.`,
    details: { height, transaction, output: outputId },
    suggestions: [OTHER_NODE],
  })
}

/** @param problem predicate of a sentence about the transaction. */
export function transactionImpossible(
  { height, transaction }: TransactionPlace,
  problem: string,
): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TRANSACTION_IMPOSSIBLE',
    kind: 'mismatch',
    message: `Block ${height}, transaction ${transaction} ${problem}.`,
    details: { height, transaction, problem },
    suggestions: [OTHER_NODE],
  })
}

/**
 * @param parent hash that the block names as its parent.
 * @param last hash of the block before it.
 */
export function linkBroken(height: number, parent: string, last: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_LINK_BROKEN',
    kind: 'mismatch',
    message: `Block ${height} follows ${parent}, but block ${height - 1} is ${last}.`,
    details: { height, parent, last },
    suggestions: [OTHER_NODE],
  })
}

/** The node has later blocks but not this one. */
export function blockOmitted(height: number, tip: number): CapstanError {
  return new CapstanError({
    code: 'BYTOM_BLOCK_OMITTED',
    kind: 'mismatch',
    message: `The node says that its newest block is ${tip}, but gives no block ${height}.`,
    details: { height, tip },
    suggestions: [OTHER_NODE],
  })
}

export function chainUnsettled(height: number): CapstanError {
  return new CapstanError({
    code: 'BYTOM_CHAIN_UNSETTLED',
    kind: 'mismatch',
    message: `The node changed its answers about the blocks up to ${height} repeatedly.`,
    details: { height },
    suggestions: [OTHER_NODE, 'Set source.height to an earlier block.'],
  })
}

/** @param hash, other hash of the block at the node and at the second node. */
export function nodesDiffer(height: number, hash: string, other: string | null): CapstanError {
  return new CapstanError({
    code: 'BYTOM_NODES_DIFFER',
    kind: 'mismatch',
    message: `Block ${height} is ${hash}, but at source.secondNode it ${other === null ? 'does not exist' : `is ${other}`}.`,
    details: { height, hash, other },
    suggestions: ['Ask a third node which block is right.'],
  })
}

export interface SupplyParts {
  readonly unspent: bigint
  readonly issued: bigint
  readonly retired: bigint
  readonly excess: bigint
}

/** All base units. */
export function supplyIdentityBroken(height: number, parts: SupplyParts): CapstanError {
  const { unspent, issued, retired, excess } = parts
  const expected = issued - retired + excess
  return new CapstanError({
    code: 'BYTOM_SUPPLY_MISMATCH',
    kind: 'mismatch',
    message: `At block ${height} the unspent outputs add up to ${unspent}, but ${issued} issued, less ${retired} retired, plus ${excess} of repeated spends make ${expected}.`,
    details: {
      height,
      unspentBaseUnits: unspent.toString(),
      expectedBaseUnits: expected.toString(),
    },
    suggestions: [OTHER_NODE],
  })
}

export function assetNotFound(assetId: string, height: number): CapstanError {
  return new CapstanError({
    code: 'BYTOM_ASSET_NOT_FOUND',
    kind: 'not-found',
    message: `No asset ${assetId} was issued up to block ${height}.`,
    details: { assetId, height },
    suggestions: ['Correct source.asset in migration.yaml.'],
  })
}

export function blocksFileMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'BLOCKS_FILE_MISSING',
    kind: 'not-found',
    message: `There is no file ${file}.`,
    details: { file },
    suggestions: [campaignStep('snapshot', '--export-blocks FILE')],
  })
}

/** @param line from 1; 0 for the file as a whole. */
export function blocksFileInvalid(file: string, line: number, problem: string): CapstanError {
  return new CapstanError({
    code: 'BLOCKS_FILE_INVALID',
    kind: 'usage',
    message: `${file}${line === 0 ? '' : `, line ${line}`} ${problem}.`,
    details: { file, line },
  })
}

export function exportOfOtherKind(kind: string): CapstanError {
  return new CapstanError({
    code: 'EXPORT_OF_OTHER_KIND',
    kind: 'usage',
    message: `A campaign of kind ${kind} has no blocks to export: --export-blocks goes with kind bytom.`,
    details: { kind },
  })
}
