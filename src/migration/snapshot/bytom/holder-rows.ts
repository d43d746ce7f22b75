import { decodeBytomAddress, programOfAddress } from '../../../primitives/bytom/bytom-address.ts'
import { CapstanError } from '../../../primitives/capstan-error.ts'
import { readUint256Field } from '../../../primitives/csv-fields.ts'
import { type CsvLayout, type CsvRow, readCsvFile } from '../../../primitives/csv-rows.ts'
import { readUint256, UINT256_BYTES } from '../../../primitives/uint256.ts'
import { PROGRAMS_HEADER } from './holdings.ts'

/** A control program that has an address, and what it holds. */
export interface BytomHolder {
  /** In lower case. */
  readonly address: string
  /** Above 0. */
  readonly baseUnits: bigint
  /** Lower-case hex. */
  readonly program: string
}

const LAYOUT: CsvLayout = { code: 'SNAPSHOT_FILE_INVALID', headers: [PROGRAMS_HEADER] }
const ADDRESS = 0
const BALANCE = 1
const PROGRAM = 2

/**
 * Reads the `snapshot.csv` of a Bytom snapshot: ascending by address, each address once and the
 * one of the program beside it.
 * @returns SHA-256 of the bytes that were read, lower-case hex.
 * @throws SNAPSHOT_FILE_INVALID (usage) with file, line and column; CSV_FILE_MISSING.
 */
export async function readBytomHolders(
  file: string,
  onHolder: (holder: BytomHolder) => void,
): Promise<string> {
  const balance = new Uint8Array(UINT256_BYTES)
  let last = ''
  const { digest } = await readCsvFile(file, LAYOUT, (row) => {
    const address = row.text(ADDRESS)
    if (address <= last) throw row.invalid(ADDRESS, `does not ascend: it follows ${last}`)
    const program = row.text(PROGRAM)
    if (program !== programOf(address, row)) {
      throw row.invalid(PROGRAM, `is not the program of ${address}`)
    }
    readUint256Field(row, BALANCE, balance, 0)
    const baseUnits = readUint256(balance, 0)
    if (baseUnits === 0n) throw row.invalid(BALANCE, 'is not a balance')
    last = address
    onHolder({ address, baseUnits, program })
  })
  return digest
}

function programOf(address: string, row: CsvRow): string {
  try {
    return Buffer.from(programOfAddress(decodeBytomAddress(address))).toString('hex')
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    throw row.invalid(ADDRESS, 'is not a Bytom address')
  }
}
