// One relayer's word as a file, so that relayers on different machines can meet: in a shared or
// synchronised folder, by mail, by any means. Whoever reads one proves it anew.

import { z } from 'zod'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { ATTESTATION_KINDS, type Attestation, attestationSigner } from '../rules/attestation.ts'
import { lockIdOf, lockOfStruct } from '../rules/lock.ts'
import { attestationInvalid } from '../swap-errors.ts'

export const ATTESTATION_FORMAT = 'capstan/swap-attestation@1'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const integer = z.string().regex(/^(?:0|[1-9][0-9]{0,77})$/)

const schema = z.strictObject({
  format: z.literal(ATTESTATION_FORMAT),
  kind: z.enum(ATTESTATION_KINDS),
  lockId: z.string().regex(/^0x[0-9a-f]{64}$/),
  relayer: address,
  signature: z.string().regex(/^0x[0-9a-f]{130}$/),
  lock: z.strictObject({
    sourceChainId: integer,
    lockContract: address,
    nonce: integer,
    token: address,
    sender: address,
    recipient: address,
    amount: integer,
    targetChainId: integer,
    releaseContract: address,
    releaseExpiry: integer,
    refundOpens: integer,
  }),
})

export function attestationText({ kind, lock, relayer, signature }: Attestation): string {
  const lockId = lockIdOf(lock)
  return canonicalJson({
    format: ATTESTATION_FORMAT,
    kind,
    lockId,
    relayer,
    signature,
    lock: { ...lock },
  })
}

/**
 * Reads an attestation and proves that it is what it says: the id is that of the lock, the
 * signature that of the relayer.
 * @throws SWAP_ATTESTATION_INVALID naming file and field
 */
export function parseAttestation(text: string, file: string): Attestation {
  const parsed = schema.safeParse(parseJson(text, file))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'format'
    throw attestationInvalid(file, at, `is not of ${ATTESTATION_FORMAT}`)
  }
  const { kind, lockId, relayer, signature, lock: struct } = parsed.data
  const lock = lockOfStruct(struct)
  if (lockIdOf(lock) !== lockId) throw attestationInvalid(file, 'lockId', 'is not that of the lock')
  const attestation = { kind, lock, signature, relayer }
  if (attestationSigner(attestation) !== relayer) {
    throw attestationInvalid(file, 'signature', `is not that of ${relayer}`)
  }
  if (attestationText(attestation) !== text) {
    throw attestationInvalid(file, 'text', 'is not in canonical form')
  }
  return attestation
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw attestationInvalid(file, 'text', 'is not JSON')
  }
}
