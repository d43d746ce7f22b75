// How far a relayer has read the source chain, so that the next run reads on from there. It is a
// cache: without it everything is read again, and the chains say the same.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { progressInvalid } from '../swap-errors.ts'

export const PROGRESS_FORMAT = 'capstan/swap-progress@1'

const count = z.number().int().min(0)
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const chainId = z.string().regex(/^[1-9][0-9]{0,77}$/)

const schema = z.strictObject({
  format: z.literal(PROGRESS_FORMAT),
  sourceChainId: chainId,
  lockContract: address,
  targetChainId: chainId,
  releaseContract: address,
  blockNumber: count,
  blockHash: hash,
  targetBlockNumber: count,
  targetBlockHash: hash,
  nextNonce: count,
  openNonces: z.array(count),
})

export type Progress = Omit<z.infer<typeof schema>, 'format'>

/** Whose locks were read; chain ids in decimal digits. */
type SwapContracts = Pick<
  Progress,
  'sourceChainId' | 'lockContract' | 'targetChainId' | 'releaseContract'
>

export async function writeProgress(file: string, progress: Progress): Promise<void> {
  await writeFileAtomically(file, canonicalJson({ format: PROGRESS_FORMAT, ...progress }))
}

/**
 * Undefined where there is none.
 * @throws SWAP_PROGRESS_INVALID
 */
export async function findProgress(file: string): Promise<Progress | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'format'
    throw progressInvalid(file, `it is not of ${PROGRESS_FORMAT} (${at})`)
  }
  const { format: _, ...progress } = parsed.data
  return progress
}

/** Whether this is how far the reading of these contracts came. */
export function isProgressOf(progress: Progress, contracts: SwapContracts): boolean {
  return (Object.keys(contracts) as (keyof SwapContracts)[]).every(
    (name) => progress[name] === contracts[name],
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
