// What a holder without the files of the campaign needs to bind: a small document that the operator
// gives out.

import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytomd/consensus.ts'
import { Document } from '../../primitives/document.ts'
import { bySchema } from '../../primitives/format.ts'
import { snapshotMissing } from '../allocation/allocation-errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import type { BindingTerms } from './binding.ts'
import {
  bindingNotNeeded,
  boundBeforeSupplement,
  termsInvalid,
  termsMissing,
} from './binding-errors.ts'
import { termsShape } from './binding-line.ts'
import type { KnownTerms } from './verify-bindings.ts'

const MAX_BYTES = 4096

const schema = z.strictObject({ ...termsShape, bytomNetwork: z.enum(BYTOM_1_NETWORKS) })

/** @throws BINDING_TERMS_MISSING, BINDING_TERMS_INVALID */
export const BINDING_TERMS = new Document<BindingTerms>({
  format: 'capstan/binding-terms@1',
  read: bySchema(schema),
  isCanonical: true,
  maxBytes: MAX_BYTES,
  missing: termsMissing,
  invalid: (file, reason, { cause }) => termsInvalid(file, reason, cause),
})

/**
 * The terms of the bindings of a campaign, without the chain.
 * @throws BINDING_NOT_NEEDED, BINDING_OF_SUPPLEMENT
 */
export function knownTerms(
  { name }: Pick<Campaign, 'name'>,
  { kind, digest, bytom }: Snapshot,
): KnownTerms {
  if (kind === 'supplement') throw boundBeforeSupplement(name)
  if (bytom === undefined) throw bindingNotNeeded(kind)
  return { campaign: name, snapshot: digest, bytomNetwork: bytom.network }
}

/**
 * The terms of a campaign whose snapshot is taken.
 * @param chainId of the chain that pays.
 * @throws SNAPSHOT_MISSING, SNAPSHOT_DAMAGED, SNAPSHOT_DIGEST_MISMATCH, BINDING_NOT_NEEDED
 */
export async function readCampaignTerms(
  campaign: Pick<Campaign, 'directory' | 'name'>,
  chainId: number,
): Promise<BindingTerms> {
  const files = campaignFiles(campaign)
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  return { ...knownTerms(campaign, snapshot), chainId }
}
