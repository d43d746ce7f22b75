// The batch file of the Safe Transaction Builder, version 1.0 (safe-global/safe-react-apps,
// apps/tx-builder, typings/models.ts): input for both kinds of multisig.

import { parseAddress } from '../../primitives/address.ts'
import type { Call } from '../proposal/proposal.ts'
import { batchChecksum } from './batch-checksum.ts'
import { batchAltered, batchInvalid } from './batch-errors.ts'
import { builderCall } from './builder-call.ts'
import { batchFile } from './builder-schema.ts'
import { Place } from './place.ts'

/** The content of a batch file. */
export interface Batch {
  readonly chainId: bigint
  /** The Safe it was made for, EIP-55; null if it names none. */
  readonly multisig: string | null
  readonly calls: readonly Call[]
}

/**
 * Reads a batch file. Its checksum, where it has one, must be that of its content, and data
 * beside a function must be a call of that function with those values.
 * @throws BATCH_INVALID naming the field, BATCH_CHECKSUM, BATCH_CONTRADICTION
 */
export async function parseTransactionBuilder(text: string, file: string): Promise<Batch> {
  const json = parsed(text, file)
  const result = batchFile.safeParse(json)
  if (!result.success) {
    const issue = result.error.issues[0]
    throw batchInvalid(
      file,
      issue?.path.join('.') || 'the file',
      issue?.message ?? 'is not a batch',
    )
  }
  const { chainId, meta, transactions } = result.data
  const { checksum, createdFromSafeAddress } = meta
  const computed = batchChecksum(json as { meta: object })
  if (checksum && checksum !== computed) throw batchAltered(file, checksum, computed)
  const calls = []
  for (const [index, one] of transactions.entries()) {
    calls.push(await builderCall(one, new Place(file, `transactions.${index}`)))
  }
  const place = new Place(file, 'meta')
  const multisig = place.read('createdFromSafeAddress', () =>
    createdFromSafeAddress ? parseAddress(createdFromSafeAddress) : null,
  )
  return { chainId: BigInt(chainId), multisig, calls }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw batchInvalid(file, 'the file', 'is not JSON')
  }
}
