// `publishing.json`: which allocation is being put on a chain. It is written before anything is
// sent, or planned to be sent by somebody else, and removed when deployment.json says what is there.
// A build in between must not change the allocation: the distributor of the one before may be on the
// chain, with its money.

import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import { address, bytes32, chainId, count, digest, uint256 } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { publishingUnreadable } from './publication-errors.ts'
import type { Publishing } from './publishing.ts'

const schema = z.strictObject({
  allocation: digest,
  campaign: digest.optional(),
  plan: z
    .strictObject({
      root: bytes32,
      chainId,
      from: address,
      firstNonce: count,
      transactions: z.int().min(1),
    })
    .optional(),
  proposal: z
    .strictObject({
      chainId,
      multisig: address,
      driver: z.string().regex(/^[a-z]+$/, 'is no name of a driver'),
      nonce: uint256,
      distributor: address,
    })
    .optional(),
})

/** @throws PUBLISHING_INVALID */
export const PUBLISHING = new Document<Publishing>({
  format: 'capstan/publishing@1',
  read: bySchema(schema),
  invalid: publishingUnreadable,
})

export async function endPublishing(file: string): Promise<void> {
  await rm(file, { force: true })
}
