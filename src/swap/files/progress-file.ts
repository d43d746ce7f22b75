// How far a relayer has read the source chain, so that the next run continues there. It is a
// cache: without it everything is read from the chains again.

import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import { address, bytes32, count } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { progressInvalid } from '../swap-errors.ts'

const chainId = z.string().regex(/^[1-9][0-9]{0,77}$/, 'is not a chain id in decimal digits')

const schema = z.strictObject({
  sourceChainId: chainId,
  lockContract: address,
  targetChainId: chainId,
  releaseContract: address,
  blockNumber: count,
  blockHash: bytes32,
  targetBlockNumber: count,
  targetBlockHash: bytes32,
  nextNonce: count,
  openNonces: z.array(count),
})

export type Progress = z.infer<typeof schema>

/** Whose locks were read; chain ids in decimal digits. */
type SwapContracts = Pick<
  Progress,
  'sourceChainId' | 'lockContract' | 'targetChainId' | 'releaseContract'
>

/** @throws SWAP_PROGRESS_INVALID */
export const PROGRESS = new Document<Progress>({
  format: 'capstan/swap-progress@1',
  read: bySchema(schema),
  invalid: progressInvalid,
})

/** Whether this is the progress of these contracts. */
export function isProgressOf(progress: Progress, contracts: SwapContracts): boolean {
  return (Object.keys(contracts) as (keyof SwapContracts)[]).every(
    (name) => progress[name] === contracts[name],
  )
}
