// What a holder without the campaign's files needs to bind: a small document that the operator hands
// out.

import { open } from 'node:fs/promises'
import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytomd/consensus.ts'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
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

export const BINDING_TERMS_FORMAT = 'capstan/binding-terms@1'

const MOST_BYTES = 4096

const schema = z.strictObject({
  format: z.literal(BINDING_TERMS_FORMAT),
  ...termsShape,
  bytomNetwork: z.enum(BYTOM_1_NETWORKS),
})

/**
 * What bindings of a campaign are about, but for its chain.
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

/** The document of the terms. */
export function termsText({ campaign, snapshot, chainId, bytomNetwork }: BindingTerms): string {
  const format = BINDING_TERMS_FORMAT
  return canonicalJson({ format, campaign, snapshot, chainId, bytomNetwork })
}

export async function writeTerms(file: string, terms: BindingTerms): Promise<void> {
  await writeFileAtomically(file, termsText(terms))
}

/** @throws BINDING_TERMS_MISSING, BINDING_TERMS_INVALID */
export async function readTerms(file: string): Promise<BindingTerms> {
  const text = await readText(file)
  const parsed = schema.safeParse(parseJson(file, text))
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') || 'the document'
    throw termsInvalid(file, `${field} is not as ${BINDING_TERMS_FORMAT} has it`)
  }
  const { format: _, ...terms } = parsed.data
  if (termsText(terms) !== text) throw termsInvalid(file, 'it is not written in the canonical way')
  return terms
}

async function readText(file: string): Promise<string> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? termsMissing(file) : error
  })
  try {
    const status = await handle.stat()
    if (!status.isFile() || status.size > MOST_BYTES) {
      throw termsInvalid(file, `it is no regular file of at most ${MOST_BYTES} bytes`)
    }
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw termsInvalid(file, 'it is not JSON', cause)
  }
}
