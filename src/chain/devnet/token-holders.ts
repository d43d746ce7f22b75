import { ADDRESS_BYTES, readAddressField, readUint256Field } from '../../primitives/csv-fields.ts'
import { type CsvLayout, csvInvalid, readCsvFile } from '../../primitives/csv-rows.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import { readUint256, UINT256_BYTES } from '../../primitives/uint256.ts'

/** The balance that an account is to get of a devnet token. */
export interface Holding {
  /** `0x` and lower-case hex. */
  readonly account: string
  /** Base units, at most 2^96 - 1. */
  readonly amount: bigint
}

/** The part of the supply that is distributed; the deployer keeps the rest. */
const SPREAD_PERCENT = 80n

/**
 * Makes up holders like those of a real token: a few hold most, and most hold little (amounts fall like
 * 1/x, as in a Pareto distribution). The same seed gives the same holders.
 * @param known accounts that come first, so that some holders have keys.
 * @param supply total base units; four fifths of it are distributed.
 */
export function inventHolders(
  count: number,
  seed: string,
  known: readonly string[],
  supply: bigint,
): Holding[] {
  const draws = Array.from({ length: count }, (_, index) =>
    keccak256(Buffer.from(`${seed}/${index}`, 'utf8')),
  )
  const weights = draws.map(weight)
  const total = weights.reduce((sum, each) => sum + each, 0n)
  const pool = (supply * SPREAD_PERCENT) / 100n
  return draws.map((draw, index) => ({
    account: known[index]?.toLowerCase() ?? bytesToHex(draw.subarray(0, ADDRESS_BYTES)),
    amount: (pool * (weights[index] as bigint)) / total,
  }))
}

/** Between 1 and 2^32, inversely proportional to the draw. */
function weight(draw: Uint8Array): bigint {
  return (1n << 32n) / BigInt(new DataView(draw.buffer, draw.byteOffset).getUint32(28) + 1)
}

const LAYOUT: CsvLayout = {
  code: 'BALANCES_FILE_INVALID',
  headers: ['address,balance', 'address,balanceBaseUnits'],
}
const MAX_AMOUNT = (1n << 96n) - 1n

/**
 * Reads holders from a CSV of addresses and base units.
 * @param supply total base units.
 * @throws BALANCES_FILE_INVALID with file, line and column; CSV_FILE_MISSING
 */
export async function readHolders(file: string, supply: bigint): Promise<Holding[]> {
  const address = new Uint8Array(ADDRESS_BYTES)
  const balance = new Uint8Array(UINT256_BYTES)
  const seen = new Set<string>()
  const holders: Holding[] = []
  let total = 0n
  await readCsvFile(file, LAYOUT, (row) => {
    readAddressField(row, 0, address, 0, 'checksummed')
    readUint256Field(row, 1, balance, 0)
    const account = bytesToHex(address)
    const amount = readUint256(balance, 0)
    if (/^0x0+$/.test(account)) throw row.invalid(0, 'is the zero address, which holds nothing')
    if (seen.has(account)) throw row.invalid(0, 'is in the file twice')
    total += amount
    if (amount > MAX_AMOUNT || total > supply)
      throw row.invalid(1, `exceeds the supply of ${supply}`)
    seen.add(account)
    holders.push({ account, amount })
  })
  if (holders.length === 0) throw csvInvalid(LAYOUT, { file, line: 0 }, 'the file has no holders')
  return holders
}
