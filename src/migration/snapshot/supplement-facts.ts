import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytomd/consensus.ts'
import { digest } from '../../primitives/fields.ts'

/** What snapshot.json says of holders whom an earlier build left unbound. */
export const supplementFactsSchema = z.strictObject({
  network: z.enum(BYTOM_1_NETWORKS),
  assetId: digest,
  /** Name of the campaign that was built before. */
  after: z.string(),
  /** SHA-256 of the snapshot.csv and the allocation.csv of every build before, first to last. */
  earlier: z
    .array(z.strictObject({ snapshot: digest, allocation: digest }))
    .min(1)
    .readonly(),
})

export type SupplementFacts = z.infer<typeof supplementFactsSchema>

/** What such a snapshot is of, in words. */
export function supplementTitle({ after }: Pick<SupplementFacts, 'after'>): string {
  return `the holders whom campaign ${after} left unbound`
}
