import { type CsvLayout, readCsvFile } from '../../primitives/csv-rows.ts'
import { snapshotChanged } from '../allocation/allocation-errors.ts'
import { PROGRAMS_HEADER } from '../snapshot/bytom/holdings.ts'

const LAYOUT: CsvLayout = { code: 'SNAPSHOT_FILE_INVALID', headers: [PROGRAMS_HEADER] }
const PROGRAM = 2

/**
 * The wanted control programs that hold anything in a snapshot.
 * @param digest SHA-256 that the file must have.
 * @param wanted hex.
 * @throws SNAPSHOT_FILE_INVALID, SNAPSHOT_CHANGED, CSV_FILE_MISSING
 */
export async function heldPrograms(
  snapshotCsv: string,
  digest: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const held = new Set<string>()
  const read = await readCsvFile(snapshotCsv, LAYOUT, (row) => {
    const program = row.text(PROGRAM)
    if (wanted.has(program)) held.add(program)
  })
  if (read.digest !== digest) throw snapshotChanged(snapshotCsv)
  return held
}
