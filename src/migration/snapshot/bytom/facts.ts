import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../../bytomd/consensus.ts'
import { BTM_ASSET_ID } from '../../../primitives/bytom/btm.ts'
import { count, digest, sumOfBaseUnits } from '../../../primitives/fields.ts'

/** Unspent amount of a program without an address: nobody can prove to own it. */
const unattributable = z.strictObject({
  /** Lower-case hex. */
  program: z.string(),
  /** `lookAlike`: nodes print the address of someone who does not own it. */
  kind: z.enum(['lookAlike', 'addressless']),
  outputs: count,
  baseUnits: sumOfBaseUnits,
})

/** An output counted twice by a transaction that named it twice: coins from nothing. */
const repeatedSpend = z.strictObject({
  height: count,
  /** Its id. */
  transaction: digest,
  /** What it created. */
  excessBaseUnits: sumOfBaseUnits,
})

/**
 * A transaction that rules name because it retired holdings of its senders. Base units of the
 * asset.
 */
const retireEvidence = z.strictObject({
  transaction: digest,
  /** Null if it is in no block up to the snapshot's. */
  height: count.nullable(),
  /** All that it takes in, and of that what it spends, in ascending order of program. */
  spentBaseUnits: sumOfBaseUnits,
  spent: z.array(z.strictObject({ program: z.string(), baseUnits: sumOfBaseUnits })).readonly(),
  /** Amount that nobody can spend any more. */
  retiredBaseUnits: sumOfBaseUnits,
})

/** Part of snapshot.json for a Bytom snapshot only. */
export const bytomFactsSchema = z.strictObject({
  network: z.enum(BYTOM_1_NETWORKS),
  assetId: digest,
  /** Ever issued; less what was retired, with what repeated spends created, the supply. */
  issuedBaseUnits: sumOfBaseUnits,
  retiredBaseUnits: sumOfBaseUnits,
  repeatedSpends: z.array(repeatedSpend).readonly(),
  /** In ascending order of program. */
  unattributable: z.array(unattributable).readonly(),
  /** In ascending order of transaction; only where the rules of the campaign name some. */
  evidence: z.array(retireEvidence).readonly().optional(),
})

/** Description of a Bytom snapshot. */
export function bytomTitle(
  { network, assetId }: Pick<BytomFacts, 'network' | 'assetId'>,
  height: number | null,
): string {
  const asset = assetId === BTM_ASSET_ID ? 'BTM' : `asset ${assetId}`
  return `${asset} on Bytom's ${network} at block ${height}`
}

export type BytomFacts = z.infer<typeof bytomFactsSchema>
export type Unattributable = z.infer<typeof unattributable>
export type RepeatedSpend = z.infer<typeof repeatedSpend>
export type RetireEvidence = z.infer<typeof retireEvidence>
