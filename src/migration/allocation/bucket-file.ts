// `buckets.csv`: holders whose balance is not an allocation of their own, ascending by
// address, each with the outcome and the rule behind it.

import { parseBaseUnits } from '../../primitives/amount.ts'
import { readCsvFile } from '../../primitives/csv-rows.ts'
import { ListFile } from './list-file.ts'
import type { RuledBalance } from './rules.ts'

const HEADER = 'address,outcome,balanceBaseUnits,rule'
const OUTCOMES = ['excluded', 'redirected', 'dust'] as const

export class BucketFile extends ListFile {
  constructor() {
    super(HEADER)
  }

  add({ address, outcome, balanceBaseUnits, rule }: RuledBalance): void {
    this.addRow(address, outcome, balanceBaseUnits, rule)
  }
}

/** Reads `buckets.csv`, ascending by address. @throws BUCKET_FILE_INVALID, CSV_FILE_MISSING */
export async function readBucketFile(
  path: string,
  onBalance: (balance: RuledBalance) => void,
): Promise<void> {
  await readCsvFile(path, { code: 'BUCKET_FILE_INVALID', headers: [HEADER] }, (row) => {
    const outcome = OUTCOMES.find((name) => name === row.text(1))
    if (outcome === undefined) throw row.invalid(1, `is not one of ${OUTCOMES.join(', ')}`)
    const balanceBaseUnits = parseBaseUnits(row.text(2), 'balance')
    onBalance({ address: row.text(0), outcome, balanceBaseUnits, rule: row.text(3) })
  })
}

/**
 * The outcome of one address that has no allocation, if `buckets.csv` names it.
 * @param wanted lower case.
 * @throws BUCKET_FILE_INVALID, CSV_FILE_MISSING
 */
export async function findRuledBalance(
  path: string,
  wanted: string,
): Promise<{ outcome: string; rule: string } | undefined> {
  let found: { outcome: string; rule: string } | undefined
  await readBucketFile(path, ({ address, outcome, rule }) => {
    if (address === wanted) found = { outcome, rule }
  })
  return found
}
