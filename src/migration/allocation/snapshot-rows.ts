import { ADDRESS_BYTES, readAddressField, readUint256Field } from '../../primitives/csv-fields.ts'
import { type CsvLayout, readCsvFile } from '../../primitives/csv-rows.ts'
import { readUint256, UINT256_BYTES } from '../../primitives/uint256.ts'
import { ACCOUNTS_HEADER } from '../snapshot/holder.ts'

const LAYOUT: CsvLayout = { code: 'SNAPSHOT_FILE_INVALID', headers: [ACCOUNTS_HEADER] }
const ADDRESS = 0
const BALANCE = 1

/** @param address `0x` and 40 lower-case hex characters; @param balance base units, above 0. */
export type OnBalance = (address: string, balance: bigint) => void

/**
 * Reads the balances of `snapshot.csv` in ascending order of address, each address once.
 * @returns SHA-256 of the bytes that were read, lower-case hex.
 * @throws SNAPSHOT_FILE_INVALID (usage) with file, line and column; CSV_FILE_MISSING.
 */
export async function readSnapshotRows(file: string, onBalance: OnBalance): Promise<string> {
  const packed = new Uint8Array(ADDRESS_BYTES + UINT256_BYTES)
  let last = ''
  const { digest } = await readCsvFile(file, LAYOUT, (row) => {
    readAddressField(row, ADDRESS, packed, 0)
    readUint256Field(row, BALANCE, packed, ADDRESS_BYTES)
    const address = row.text(ADDRESS)
    if (address <= last) throw row.invalid(ADDRESS, `does not ascend: it follows ${last}`)
    const balance = readUint256(packed, ADDRESS_BYTES)
    if (balance === 0n) throw row.invalid(BALANCE, 'is no balance')
    last = address
    onBalance(address, balance)
  })
  return digest
}
