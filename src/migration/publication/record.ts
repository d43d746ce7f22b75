// `publishing.json`: the allocation that is being published. It is written before anything is sent
// or planned, and removed once deployment.json records the result. A build in between must not
// change the allocation: its distributor may already be on the chain, with funds.

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
      driver: z.string().regex(/^[a-z]+$/, 'is not the name of a driver'),
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
