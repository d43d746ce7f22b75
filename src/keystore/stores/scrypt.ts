import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { hexBytes, isCount, type Members } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'

/** Cost of scrypt (RFC 7914): n is a power of two. */
export interface ScryptCost {
  readonly n: number
  readonly r: number
  readonly p: number
}

export interface ScryptParameters extends ScryptCost {
  readonly salt: Uint8Array
}

/** 128 MiB and about a third of a second: what ethers writes. */
export const SCRYPT_COST: ScryptCost = { n: 131_072, r: 8, p: 1 }

const KEY_BYTES = 32
const MAX_BYTES = 1024 ** 3
/** n·r·p; what capstan writes takes 2^20 and a third of a second. */
const MAX_WORK = 2 ** 25

const native = promisify(
  scrypt as (
    password: Uint8Array,
    salt: Uint8Array,
    length: number,
    options: { N: number; r: number; p: number; maxmem: number },
    done: (error: Error | null, key: Buffer) => void,
  ) => void,
)

/** 32 bytes, computed by Node's native code on a thread of its own where that is possible. */
export async function deriveByScrypt(
  password: Uint8Array,
  parameters: ScryptParameters,
): Promise<Buffer> {
  const { salt, n, r, p } = parameters
  // RFC 7914 wants n below this, and OpenSSL insists. Older wallets did not, nor does an example in
  // the specification of the v3 file (n = 2^18, r = 1): JavaScript reads those, more slowly.
  if (n >= 2 ** (16 * r)) {
    const { scryptAsync } = await import('@noble/hashes/scrypt.js')
    return Buffer.from(await scryptAsync(password, salt, { N: n, r, p, dkLen: KEY_BYTES }))
  }
  return native(password, salt, KEY_BYTES, { N: n, r, p, maxmem: allocatedBytes(parameters) })
}

/** Passwords are normalised (NFKC), so that it does not matter how a keyboard composes a letter. */
export function passwordBytes(password: string): Uint8Array {
  return Buffer.from(password.normalize('NFKC'), 'utf8')
}

/**
 * Reads salt and cost from a file, refusing what would take all memory or a day.
 * @throws Malformed
 */
export function parseScryptParameters(kdf: Members): ScryptParameters {
  const { n, r, p } = kdf
  if (!isCount(n) || !isCount(r) || !isCount(p))
    throw new Malformed('its scrypt parameters are not numbers')
  if (n < 2 || !Number.isInteger(Math.log2(n)))
    throw new Malformed('its scrypt "n" is not a power of two')
  if (128 * r * (n + p) > MAX_BYTES || n * r * p > MAX_WORK) {
    throw new Malformed('its scrypt parameters need more than 1 GiB or 10 seconds')
  }
  return { salt: hexBytes(kdf.salt, '"salt"'), n, r, p }
}

/** With room to spare: OpenSSL refuses to pass its limit. */
function allocatedBytes({ n, r, p }: ScryptCost): number {
  return 128 * r * (n + p + 2) + 1024 * 1024
}
