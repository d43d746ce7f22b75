// An attestation as a file, so that relayers on different machines can exchange them: in a shared
// or synchronised folder, by mail, by any means. Every reader verifies it again.

import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import { address, bytes32, uint256 } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { ATTESTATION_KINDS, type Attestation, attestationSigner } from '../rules/attestation.ts'
import { lockIdOf } from '../rules/lock.ts'
import { attestationInvalid } from '../swap-errors.ts'

/** An attestation has some 1,200 bytes. */
const MAX_BYTES = 1 << 16

const schema = z
  .strictObject({
    kind: z.enum(ATTESTATION_KINDS),
    lockId: bytes32,
    relayer: address,
    signature: z.string().regex(/^0x[0-9a-f]{130}$/, 'is not 0x and 130 hex digits'),
    lock: z.strictObject({
      sourceChainId: uint256,
      lockContract: address,
      nonce: uint256,
      token: address,
      sender: address,
      recipient: address,
      amount: uint256,
      targetChainId: uint256,
      releaseContract: address,
      releaseExpiry: uint256,
      refundOpens: uint256,
    }),
  })
  .transform(({ lockId, ...attestation }, context): Attestation => {
    if (lockIdOf(attestation.lock) !== lockId) {
      context.addIssue({ code: 'custom', path: ['lockId'], message: 'is not that of the lock' })
    } else if (attestationSigner(attestation) !== attestation.relayer) {
      const message = `is not that of ${attestation.relayer}`
      context.addIssue({ code: 'custom', path: ['signature'], message })
    }
    return attestation
  })

/**
 * An attestation whose id is that of the lock and whose signature is that of the relayer.
 * @throws SWAP_ATTESTATION_INVALID naming file and field
 */
export const ATTESTATION = new Document<Attestation>({
  format: 'capstan/swap-attestation@1',
  read: bySchema(schema),
  members: ({ lock, ...rest }) => ({ ...rest, lock, lockId: lockIdOf(lock) }),
  isCanonical: true,
  maxBytes: MAX_BYTES,
  invalid: (file, reason, { field = 'text' }) =>
    attestationInvalid(file, field || 'format', reason),
})
