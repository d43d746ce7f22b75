// `bound.csv`: the Bytom holders whose balance is in a leaf, ascending by address, each with the
// account of the leaf and what bound them to it. The leaf of an account is the sum of its holders,
// in the decimals of the new asset.

import { parseBaseUnits } from '../../primitives/amount.ts'
import { readCsvFile } from '../../primitives/csv-rows.ts'
import { ListFile } from '../allocation/list-file.ts'
import type { BytomHolder } from '../snapshot/bytom/holder-rows.ts'

const HEADER = 'address,balanceBaseUnits,program,account,by'

/** A holder and the account where they are paid. */
export interface BoundBalance extends BytomHolder {
  /** `0x` and 40 lower-case hex characters. */
  readonly account: string
  /** `binding`, or the rule behind it, such as `redirect[0]`. */
  readonly by: string
}

export class BoundFile extends ListFile {
  constructor() {
    super(HEADER)
  }

  add({ address, baseUnits, program, account, by }: BoundBalance): void {
    this.addRow(address, baseUnits, program, account, by)
  }
}

/** Reads `bound.csv`. @throws BOUND_FILE_INVALID, CSV_FILE_MISSING */
export async function readBoundFile(
  path: string,
  onBalance: (holder: BoundBalance) => void,
): Promise<void> {
  await readCsvFile(path, { code: 'BOUND_FILE_INVALID', headers: [HEADER] }, (row) =>
    onBalance({
      address: row.text(0),
      baseUnits: parseBaseUnits(row.text(1), 'balance'),
      program: row.text(2),
      account: row.text(3),
      by: row.text(4),
    }),
  )
}
