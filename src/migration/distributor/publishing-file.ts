// `publishing.json`: which allocation is being put on a chain. It is written before anything is
// sent, and removed when deployment.json says what is there. A build in between must not change the
// allocation: the distributor of the one before may be on the chain, with its money.

import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { publishingUnreadable } from '../payment-errors.ts'

export const PUBLISHING_FORMAT = 'capstan/publishing@1'

const schema = z.strictObject({
  format: z.literal(PUBLISHING_FORMAT),
  allocation: z.string().regex(/^[0-9a-f]{64}$/),
})

export interface Publishing {
  /** SHA-256 of allocation.csv. */
  readonly allocation: string
}

export async function beginPublishing(file: string, { allocation }: Publishing): Promise<void> {
  await writeFileAtomically(file, canonicalJson({ format: PUBLISHING_FORMAT, allocation }))
}

export async function endPublishing(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** Undefined if nothing is being published. @throws PUBLISHING_INVALID */
export async function findPublishing(file: string): Promise<Publishing | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) throw publishingUnreadable(file)
  return { allocation: parsed.data.allocation }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
