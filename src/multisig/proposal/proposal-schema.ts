import { z } from 'zod'
import {
  address,
  approvals,
  assets,
  count,
  decoded,
  effects,
  hash,
  hex,
  text,
  time,
  units,
} from '../../chain/plan/plan-fields.ts'
import { reasonOfText } from './grade-reason.ts'
import { DRIVERS } from './proposal.ts'
import { SIGNATURE_FORMS } from './signature.ts'

export const PROPOSAL_FORMAT = 'capstan/proposal@1'

/** No block of any chain has room for more. */
const MOST_CALLS = 5_000
const MOST_SIGNATURES = 256
const MOST_EVENTS = 1_000
const MOST_REASONS = 5_000

const call = z.strictObject({ to: address, valueWei: units, data: hex, decoded })

const grade = z.strictObject({
  operation: text,
  tier: count.min(1).nullable(),
  tiers: count.min(1).nullable(),
  threshold: count,
  delaySeconds: count,
  reasons: z.array(text.transform(reasonOfText)).max(MOST_REASONS),
})

const simulation = z.strictObject({
  blockNumber: count,
  succeeded: z.boolean(),
  revertReason: text.nullable(),
  effects,
  approvals,
  events: z.array(text).max(MOST_EVENTS),
})

const signature = z.strictObject({
  signer: address,
  form: z.enum(SIGNATURE_FORMS),
  signature: hex,
})

/** A proposal file, apart from whether what it says is what it encodes. */
export const proposalSchema = z.strictObject({
  format: z.literal(PROPOSAL_FORMAT),
  driver: z.enum(DRIVERS),
  network: text,
  chainId: count.min(1).transform(BigInt),
  multisig: address,
  calls: z.array(call).min(1).max(MOST_CALLS),
  nonce: units,
  expiresAtSeconds: count.min(1).nullable(),
  fields: z.record(text, text),
  createdAt: time,
  digest: hash,
  grade,
  simulation: simulation.nullable(),
  assets,
  signatures: z
    .array(signature)
    .max(MOST_SIGNATURES)
    .refine(
      (all) =>
        all.every(({ signer }, index) => index === 0 || (all[index - 1]?.signer ?? '') < signer),
      'are not sorted by signer, one each',
    ),
})
