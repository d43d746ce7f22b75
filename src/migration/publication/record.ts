import type { Publishing } from './publishing.ts'
// `publishing.json`: which allocation is being put on a chain. It is written before anything is
// sent, or planned to be sent by somebody else, and removed when deployment.json says what is there.
// A build in between must not change the allocation: the distributor of the one before may be on the
// chain, with its money.

import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { isChecksumAddress } from '../../primitives/address.ts'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { publishingUnreadable } from './publication-errors.ts'

export const PUBLISHING_FORMAT = 'capstan/publishing@1'

const schema = z.strictObject({
  format: z.literal(PUBLISHING_FORMAT),
  allocation: z.string().regex(/^[0-9a-f]{64}$/),
  campaign: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  plan: z
    .strictObject({
      root: z.string().regex(/^0x[0-9a-f]{64}$/),
      chainId: z.int().min(1),
      from: z.string().refine(isChecksumAddress),
      firstNonce: z.int().min(0),
      transactions: z.int().min(1),
    })
    .optional(),
  proposal: z
    .strictObject({
      chainId: z.int().min(1),
      multisig: z.string().refine(isChecksumAddress),
      driver: z.string().regex(/^[a-z]+$/),
      nonce: z
        .string()
        .regex(/^(0|[1-9][0-9]{0,77})$/)
        .transform(BigInt),
      distributor: z.string().refine(isChecksumAddress),
    })
    .optional(),
})

export async function beginPublishing(file: string, publishing: Publishing): Promise<void> {
  await writeFileAtomically(file, canonicalJson({ format: PUBLISHING_FORMAT, ...publishing }))
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
  const { format: _, ...publishing } = parsed.data
  return publishing
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
