import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../../bytom/consensus.ts'
import { BTM_ASSET_ID } from '../../../primitives/bytom/btm.ts'
import { baseUnits, count, hash } from '../snapshot-fields.ts'

/** What is unspent under a program that has no address: nobody can be shown to own it. */
const unattributable = z.strictObject({
  /** Lower-case hex. */
  program: z.string(),
  /** `lookAlike`: nodes print the address of somebody who does not own it. */
  kind: z.enum(['lookAlike', 'addressless']),
  outputs: count,
  baseUnits,
})

/** An output counted twice by a transaction that named it twice: coins from nothing. */
const repeatedSpend = z.strictObject({
  height: count,
  /** Its id. */
  transaction: hash,
  /** What it created. */
  excessBaseUnits: baseUnits,
})

/** What snapshot.json says of a snapshot of Bytom alone. */
export const bytomFactsSchema = z.strictObject({
  network: z.enum(BYTOM_1_NETWORKS),
  assetId: hash,
  /** Ever issued; less what was retired, with what repeated spends created, the supply. */
  issuedBaseUnits: baseUnits,
  retiredBaseUnits: baseUnits,
  repeatedSpends: z.array(repeatedSpend).readonly(),
  /** In ascending order of program. */
  unattributable: z.array(unattributable).readonly(),
})

/** What a snapshot of Bytom is of, in words. */
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
