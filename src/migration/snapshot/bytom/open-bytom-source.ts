import { resolve } from 'node:path'
import { BytomNode } from '../../../bytomd/node.ts'
import type { Clock } from '../../../primitives/clock.ts'
import type { BytomSource } from '../../campaign/campaign.ts'
import { askedFile } from '../../campaign/campaign-files.ts'
import type { WorkFolder } from '../snapshot-start.ts'
import { BytomBalances } from './bytom-source.ts'
import type { ChainSource } from './chain-source.ts'
import { FileChain } from './file-chain.ts'
import { NodeChain } from './node-chain.ts'

export interface BytomPlace {
  /** The campaign's folder. */
  readonly directory: string
  readonly work: WorkFolder
  /** The campaign's folder of results. */
  readonly out: string
  /**
   * `id:secret` for the source's node; the second node is another operator's, and never sees it.
   */
  readonly accessToken: string | undefined
  readonly exportBlocks: string | undefined
  /** Transactions to look for in the blocks, ascending. */
  readonly evidence: readonly string[]
  readonly clock: Clock
}

/**
 * The source of a campaign about Bytom, on its node or over its file.
 * @throws BYTOM_TOKEN_INVALID, OUT_OF_CAMPAIGN
 */
export function openBytomSource(asked: BytomSource, place: BytomPlace): BytomBalances {
  const { clock, work, out, exportBlocks, evidence } = place
  const { secondNode } = asked
  return new BytomBalances({
    chain: chainSource(asked, place),
    second:
      secondNode === null
        ? undefined
        : new NodeChain(new BytomNode(secondNode, { clock }), work.blocksPath),
    asked,
    clock,
    out,
    exportTo: exportBlocks === undefined ? undefined : askedFile(place, exportBlocks),
    evidence,
  })
}

function chainSource(
  { node, blocks }: BytomSource,
  { directory, work, accessToken, clock }: BytomPlace,
): ChainSource {
  if (node === null) return new FileChain(resolve(directory, blocks as string))
  return new NodeChain(new BytomNode(node, { accessToken, clock }), work.blocksPath)
}
