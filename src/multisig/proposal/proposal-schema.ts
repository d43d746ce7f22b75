import { z } from 'zod'
import { approvals, assets, decoded, effects } from '../../chain/plan/plan-fields.ts'
import {
  address,
  bigChainId,
  bytes32,
  count,
  hexData,
  instant,
  text,
  uint256,
} from '../../primitives/fields.ts'
import { reasonOfText } from './grade-reason.ts'
import { DRIVERS, type Proposal } from './proposal.ts'
import { SIGNATURE_FORMS } from './signature.ts'

/** No block of any chain has room for more. */
const MAX_CALLS = 5_000
const MAX_SIGNATURES = 256
const MAX_EVENTS = 1_000
const MAX_REASONS = 5_000

const call = z.strictObject({ to: address, valueWei: uint256, data: hexData, decoded })

const grade = z.strictObject({
  operation: text,
  tier: count.min(1).nullable(),
  tiers: count.min(1).nullable(),
  threshold: count,
  delaySeconds: count,
  reasons: z.array(text.transform(reasonOfText)).max(MAX_REASONS),
})

const simulation = z.strictObject({
  blockNumber: count,
  succeeded: z.boolean(),
  revertReason: text.nullable(),
  effects,
  approvals,
  events: z.array(text).max(MAX_EVENTS),
})

const signature = z.strictObject({
  signer: address,
  form: z.enum(SIGNATURE_FORMS),
  signature: hexData,
})

/** The members of a proposal file, apart from whether what it says is what it encodes. */
export const proposalSchema = z
  .strictObject({
    driver: z.enum(DRIVERS),
    network: text,
    chainId: bigChainId,
    multisig: address,
    calls: z.array(call).min(1).max(MAX_CALLS),
    nonce: uint256,
    expiresAtSeconds: count.min(1).nullable(),
    fields: z.record(text, text),
    createdAt: instant,
    digest: bytes32,
    grade,
    simulation: simulation.nullable(),
    assets,
    signatures: z
      .array(signature)
      .max(MAX_SIGNATURES)
      .refine(
        (all) =>
          all.every(({ signer }, index) => index === 0 || (all[index - 1]?.signer ?? '') < signer),
        'are not sorted by signer, one each',
      ),
  })
  .transform(
    ({ driver, chainId, multisig, calls, nonce, expiresAtSeconds, fields, ...rest }): Proposal => ({
      terms: { driver, chainId, multisig, calls, nonce, expiresAtSeconds, fields },
      ...rest,
    }),
  )
