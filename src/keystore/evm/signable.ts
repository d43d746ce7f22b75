import { hexToBytes } from '../../primitives/hex.ts'
import { readTextFile } from '../../primitives/text-file.ts'
import { rawDigestRefused, transactionBytesRefused, typedDataInvalid } from '../keystore-errors.ts'
import type { Signer } from '../signer.ts'
import { messageDigest } from './evm-message.ts'
import { parseTypedData, type TypedData } from './typed-data.ts'

/** What `key sign` signs and `key verify` verifies. */
export type Signable =
  | { readonly kind: 'message'; readonly message: string | Uint8Array }
  | ({ readonly kind: 'typed-data' } & TypedData)

/** One of the three, as the command line gives it. */
export interface SignableInput {
  readonly message?: string | undefined
  /** Bytes of a message as `0x…`. */
  readonly hex?: string | undefined
  /** Path of an EIP-712 JSON file. */
  readonly typedData?: string | undefined
}

/**
 * Reads what is to be signed, and of typed data whether it fits its types.
 * @throws HEX_INVALID, TYPED_DATA_INVALID, FILE_EXPECTED
 */
export async function readSignable({ message, hex, typedData }: SignableInput): Promise<Signable> {
  if (typedData !== undefined) {
    const data = parseTypedData(await readTextFile(typedData), typedData)
    await assertFits(data, typedData)
    return { kind: 'typed-data', ...data }
  }
  return { kind: 'message', message: message ?? hexToBytes(hex ?? '', 'value of --hex') }
}

/**
 * Refuses bytes that could be something else than a message.
 * @throws KEY_DIGEST_REFUSED for 32 bytes, KEY_TRANSACTION_REFUSED for a transaction, also for a
 * text that spells one of them in hex.
 */
export async function assertIsMessage(signable: Signable): Promise<void> {
  if (signable.kind !== 'message') return
  const bytes = typeof signable.message === 'string' ? spelt(signable.message) : signable.message
  if (bytes === undefined) return
  if (bytes.length === 32) throw rawDigestRefused()
  const { isTransaction } = await import('./evm-encoding.ts')
  if (isTransaction(bytes)) throw transactionBytesRefused()
}

/** The bytes that a text spells in hex: another program may sign those. */
function spelt(text: string): Uint8Array | undefined {
  const digits = /^\s*(?:0x)?((?:[0-9a-fA-F]{2})+)\s*$/.exec(text)?.[1]
  return digits === undefined ? undefined : Buffer.from(digits, 'hex')
}

/** The 32 bytes that a signature of this is over (EIP-191 or EIP-712). */
export async function digestOf(signable: Signable): Promise<Uint8Array> {
  if (signable.kind === 'message') return messageDigest(signable.message)
  const { typedDataDigest } = await import('./evm-encoding.ts')
  return typedDataDigest(signable.domain, signable.types, signable.value)
}

/** The signature of a key over this. @throws as `Signer.signTypedData` */
export function sign(signer: Signer, signable: Signable): Promise<string> {
  if (signable.kind === 'message') return signer.signMessage(signable.message)
  return signer.signTypedData(signable.domain, signable.types, signable.value)
}

/** ethers finds what does not fit its type while it encodes. */
async function assertFits({ domain, types, value }: TypedData, file: string): Promise<void> {
  const { typedDataDigest } = await import('./evm-encoding.ts')
  try {
    typedDataDigest(domain, types, value)
  } catch (cause) {
    throw typedDataInvalid(file, 'its domain or message does not fit its types', cause)
  }
}
