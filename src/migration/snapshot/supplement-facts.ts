import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytomd/consensus.ts'
import { digest } from '../../primitives/fields.ts'

/** Part of snapshot.json for the snapshot of a supplement only. */
export const supplementFactsSchema = z.strictObject({
  network: z.enum(BYTOM_1_NETWORKS),
  assetId: digest,
  /** Name of the earlier campaign. */
  after: z.string(),
  /** SHA-256 of snapshot.csv and allocation.csv of every earlier build, first to last. */
  earlier: z
    .array(z.strictObject({ snapshot: digest, allocation: digest }))
    .min(1)
    .readonly(),
})

export type SupplementFacts = z.infer<typeof supplementFactsSchema>

/** Description of such a snapshot. */
export function supplementTitle({ after }: Pick<SupplementFacts, 'after'>): string {
  return `the holders whom campaign ${after} left unbound`
}
