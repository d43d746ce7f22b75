import { open } from 'node:fs/promises'
import type { VerifiedTransaction } from '../../../bytomd/block.ts'
import { isRetired } from '../../../bytomd/entry-ids.ts'
import { BTM_ASSET_ID } from '../../../primitives/bytom/btm.ts'
import type { CampaignRules } from '../../campaign/campaign.ts'
import { blockLines } from './block-lines.ts'
import { blocksFileInvalid } from './bytom-errors.ts'
import type { ReadChain } from './chain-source.ts'
import type { BytomFacts, RetireEvidence } from './facts.ts'
import { verifiedBlock } from './verified-chain.ts'

/** The transactions that the rules of a campaign name, ascending, each once. */
export function evidenceNamed({ exclude }: Pick<CampaignRules, 'exclude'>): string[] {
  return [...new Set(exclude.flatMap(({ retired = [] }) => retired))].sort()
}

/** Whether a snapshot was taken without looking for one of the transactions. */
export function lacksEvidence(bytom: BytomFacts | undefined, named: readonly string[]): boolean {
  const known = new Set(bytom?.evidence?.map(({ transaction }) => transaction))
  return named.some((id) => !known.has(id))
}

/**
 * Looks for transactions in the blocks of a chain that was read. A block is verified again where
 * one is found.
 * @param named ascending.
 * @throws BLOCKS_FILE_INVALID if the file has changed since.
 */
export async function collectEvidence(
  { chain, blocks }: ReadChain,
  named: readonly string[],
  assetId: string,
): Promise<RetireEvidence[]> {
  const found = new Map<string, RetireEvidence>()
  const ids = named.map((id) => Buffer.from(id, 'latin1'))
  const file = await open(blocks.path, 'r')
  try {
    let height = 0
    for await (const lines of blockLines(file)) {
      for (const { text, end } of lines) {
        if (end > blocks.bytes + 1) break
        if (ids.some((id) => text.includes(id))) {
          const block = verifiedBlock(text, height)
          if (block.hash !== chain.hashAt(height)) {
            throw blocksFileInvalid(blocks.path, height + 1, 'changed while it was read')
          }
          for (const transaction of block.transactions) {
            if (!named.includes(transaction.id)) continue
            found.set(transaction.id, evidenceOf(transaction, height, assetId))
          }
        }
        height++
      }
    }
  } finally {
    await file.close()
  }
  return named.map((id) => found.get(id) ?? absent(id))
}

function evidenceOf(
  { id, inputs, outputs, statusFail }: VerifiedTransaction,
  height: number,
  assetId: string,
): RetireEvidence {
  // Then nothing of any asset but BTM moved.
  const isVoid = statusFail && assetId !== BTM_ASSET_ID
  const spent = new Map<string, bigint>()
  let [spentBaseUnits, retiredBaseUnits] = [0n, 0n]
  for (const input of isVoid ? [] : inputs) {
    if (input.assetId !== assetId) continue
    spentBaseUnits += input.amount
    if (input.type !== 'spend') continue
    spent.set(input.program, (spent.get(input.program) ?? 0n) + input.amount)
  }
  for (const output of isVoid ? [] : outputs) {
    if (output.assetId === assetId && isRetired(output.program)) retiredBaseUnits += output.amount
  }
  return {
    transaction: id,
    height,
    spentBaseUnits,
    spent: [...spent]
      .map(([program, baseUnits]) => ({ program, baseUnits }))
      .sort((a, b) => (a.program < b.program ? -1 : 1)),
    retiredBaseUnits,
  }
}

function absent(transaction: string): RetireEvidence {
  return { transaction, height: null, spentBaseUnits: 0n, spent: [], retiredBaseUnits: 0n }
}
