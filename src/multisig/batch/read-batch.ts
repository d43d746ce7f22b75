import { readFile } from 'node:fs/promises'
import { decodeCall } from '../../chain/decode/decode-call.ts'
import { tokenCall } from '../../chain/erc20/erc20.ts'
import { parseAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { readUint256Field } from '../../primitives/csv-fields.ts'
import { type CsvLayout, readCsvFile } from '../../primitives/csv-rows.ts'
import { readUint256, UINT256_BYTES } from '../../primitives/uint256.ts'
import { proposalOtherChain } from '../multisig-errors.ts'
import type { Call } from '../proposal/proposal.ts'
import { batchInvalid } from './batch-errors.ts'

const LAYOUT: CsvLayout = { code: 'BATCH_INVALID', headers: ['address,amountBaseUnits'] }

/** The content of a batch file. */
export interface Batch {
  readonly calls: readonly Call[]
  /** The multisig the file was made for, EIP-55; null if it names none. */
  readonly multisig: string | null
}

/**
 * Reads a batch: JSON of the Safe Transaction Builder, or a CSV of recipients and amounts.
 * @param asset `native`, or the token that a CSV's amounts are of, EIP-55.
 * @throws BATCH_INVALID with file and line or field, BATCH_CHECKSUM, BATCH_CONTRADICTION,
 * PROPOSAL_OTHER_CHAIN, CSV_FILE_MISSING
 */
export async function readBatch(
  file: string,
  asset: string,
  chain: { readonly chainId: bigint; readonly network: { readonly name: string } },
): Promise<Batch> {
  if (!file.endsWith('.json')) return { calls: await readPayroll(file, asset), multisig: null }
  const { parseTransactionBuilder } = await import('./transaction-builder.ts')
  const { calls, chainId, multisig } = await parseTransactionBuilder(
    await readFile(file, 'utf8'),
    file,
  )
  if (chainId !== chain.chainId) {
    throw proposalOtherChain(chainId, chain.chainId, chain.network.name)
  }
  return { calls, multisig }
}

/** Recipients and base units, each recipient once. */
async function readPayroll(file: string, asset: string): Promise<Call[]> {
  const rows: { readonly to: string; readonly amount: bigint }[] = []
  const seen = new Set<string>()
  const amount = new Uint8Array(UINT256_BYTES)
  await readCsvFile(file, LAYOUT, (row) => {
    const text = row.text(0)
    if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw row.invalid(0, 'is not 0x and 40 hex characters')
    const to = parseAddress(text, `recipient in line ${row.line}`)
    readUint256Field(row, 1, amount, 0)
    const baseUnits = readUint256(amount, 0)
    if (to === ZERO_ADDRESS) throw row.invalid(0, 'is the zero address: a payment there is lost')
    if (seen.has(to)) throw row.invalid(0, 'is in the file twice')
    if (baseUnits === 0n) throw row.invalid(1, 'is zero')
    seen.add(to)
    rows.push({ to, amount: baseUnits })
  })
  if (rows.length === 0) throw batchInvalid(file, 'the list', 'has no recipients')
  return Promise.all(rows.map(({ to, amount: baseUnits }) => payment(asset, to, baseUnits)))
}

async function payment(asset: string, to: string, baseUnits: bigint): Promise<Call> {
  if (asset === 'native') return { to, valueWei: baseUnits, data: '0x', decoded: null }
  const data = tokenCall('transfer', to, baseUnits)
  return { to: asset, valueWei: 0n, data, decoded: await decodeCall({ to: asset, data }) }
}
