import { isBelowCheckpoint } from '../../../bytomd/consensus.ts'
import type { Clock } from '../../../primitives/clock.ts'
import type { BytomSource } from '../../campaign/campaign.ts'
import type { BalanceSource, Balances, FinishedSnapshot, OnProgress } from '../balance-source.ts'
import { snapshotReorged } from '../snapshot-errors.ts'
import { type AssetTerms, BTM_TERMS, bareTerms, isBtm, provenTerms } from './asset-terms.ts'
import { assetNotFound, nodesDiffer, supplyIdentityBroken } from './bytom-errors.ts'
import type { ChainQuestion, ChainSource } from './chain-source.ts'
import { exportBlocks } from './export-blocks.ts'
import { bytomTitle } from './facts.ts'
import { type Holdings, holdingsOf } from './holdings.ts'
import type { Replay } from './replay.ts'
import { collectEvidence } from './retire-evidence.ts'
import type { VerifiedChain } from './verified-chain.ts'

const PROGRESS_EVERY_MS = 100

export interface BytomSourceInput {
  readonly chain: ChainSource
  /** Another node, asked only for the block of the snapshot. */
  readonly second: Pick<ChainSource, 'hashAt'> | undefined
  readonly asked: Pick<BytomSource, 'height' | 'confirmations' | 'bytomNetwork' | 'asset'>
  readonly clock: Clock
  /** The campaign's folder of results, named in errors. */
  readonly out: string
  /** Where to leave the blocks that were read, absolute. */
  readonly exportTo: string | undefined
  /** Transactions to look for in the blocks, ascending. */
  readonly evidence: readonly string[]
}

/** Balances of an asset of Bytom 1.x at one block, by replaying every block up to it. */
export class BytomBalances implements BalanceSource {
  readonly kind = 'bytom'
  readonly #input: BytomSourceInput

  constructor(input: BytomSourceInput) {
    this.#input = input
  }

  get title(): string {
    const { height, bytomNetwork, asset } = this.#input.asked
    return bytomTitle({ network: bytomNetwork, assetId: asset }, height)
  }

  /** @throws SNAPSHOT_REORGED, BLOCK_NOT_FOUND and as the chain does. */
  async isAnsweredBy({ blockHeight, blockHash, bytom }: FinishedSnapshot): Promise<boolean> {
    const { chain, asked, out } = this.#input
    if (bytom === undefined || blockHash === null) return false
    if (bytom.network !== asked.bytomNetwork || bytom.assetId !== asked.asset) return false
    if (blockHeight !== asked.height) return false
    const hash = await chain.hashAt(blockHeight)
    if (hash !== blockHash) throw snapshotReorged(blockHeight, blockHash, hash ?? null, out)
    return true
  }

  /**
   * @throws BYTOM_NODES_DIFFER, BYTOM_SUPPLY_MISMATCH, BYTOM_ASSET_NOT_FOUND, and as the chain
   * does.
   */
  async read(onProgress: OnProgress): Promise<Balances> {
    const { chain: source, asked, exportTo, evidence: named } = this.#input
    const { height, bytomNetwork: network, asset: assetId, confirmations } = asked
    const question: ChainQuestion = { height, confirmations, network, assetId }
    const read = await source.read(question, this.#meter(onProgress))
    const { chain, blocks } = read
    await this.#assertSameElsewhere(chain)
    const holdings = holdingsOf(chain.replay.unspent(), { assetId, height, network })
    const supply = provenSupply(chain.replay, holdings, asked)
    const terms = isBtm(assetId) ? BTM_TERMS : termsOf(assetId, chain.replay, height)
    const evidence = named.length > 0 && (await collectEvidence(read, named, assetId))
    if (exportTo !== undefined) await exportBlocks(blocks, exportTo)
    return {
      holders: holdings.holders,
      facts: {
        ...(terms ?? bareTerms(assetId)),
        chainId: null,
        token: null,
        blockHeight: height,
        blockHash: chain.hash,
        blockTime: new Date(chain.timeSeconds * 1000).toISOString(),
        paused: null,
        supplyBaseUnits: holdings.total,
        categories: holdings.categories,
        seeds: [],
        checkedHolders: 0,
        sourceDigest: null,
        bytom: {
          network,
          assetId,
          ...supply,
          unattributable: holdings.unattributable,
          ...(evidence && { evidence }),
        },
      },
      warnings: this.#warnings(chain.replay, terms),
    }
  }

  /** @throws BYTOM_NODES_DIFFER */
  async #assertSameElsewhere({ height, hash }: VerifiedChain): Promise<void> {
    const { second } = this.#input
    if (second === undefined) return
    const other = await second.hashAt(height)
    if (other !== hash) throw nodesDiffer(height, hash, other ?? null)
  }

  #meter(onProgress: OnProgress): (blocks: number) => void {
    const { clock, asked } = this.#input
    const allBlocks = asked.height + 1
    let told = clock.now()
    let before = 0
    return (blocks) => {
      const now = clock.now()
      const elapsed = now - told
      if (elapsed < PROGRESS_EVERY_MS && blocks < allBlocks) return
      const blocksPerSecond = Math.round(((blocks - before) * 1000) / Math.max(elapsed, 1))
      onProgress({ stage: 'blocks', blocks, allBlocks, blocksPerSecond })
      told = now
      before = blocks
    }
  }

  #warnings({ repeatedSpends }: Replay, terms: AssetTerms | undefined): string[] {
    const { asked, second } = this.#input
    const warnings: string[] = []
    if (terms === undefined) {
      warnings.push('The id of the asset does not prove its definition: amounts are base units.')
    }
    for (const { height, transaction, excessBaseUnits } of repeatedSpends) {
      const made = `made ${excessBaseUnits} base units out of nothing`
      warnings.push(
        `Block ${height}, transaction ${transaction} names an output twice: it ${made}.`,
      )
    }
    if (second === undefined && !isBelowCheckpoint(asked.height, asked.bytomNetwork)) {
      warnings.push('No second node confirmed the block of the snapshot: set source.secondNode.')
    }
    return warnings
  }
}

/** @throws BYTOM_SUPPLY_MISMATCH */
function provenSupply(
  { issued, retired, repeatedSpends }: Replay,
  { total: unspent }: Holdings,
  { height }: { height: number },
) {
  const excess = repeatedSpends.reduce((sum, one) => sum + one.excessBaseUnits, 0n)
  if (unspent !== issued - retired + excess) {
    throw supplyIdentityBroken(height, { unspent, issued, retired, excess })
  }
  return { issuedBaseUnits: issued, retiredBaseUnits: retired, repeatedSpends }
}

/** @throws BYTOM_ASSET_NOT_FOUND */
function termsOf(assetId: string, { definition }: Replay, height: number): AssetTerms | undefined {
  if (definition === undefined) throw assetNotFound(assetId, height)
  return provenTerms(assetId, definition)
}
