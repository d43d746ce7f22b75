import { keyFileInvalid } from './secret-errors.ts'

/**
 * Web3 Secret Storage, version 3: https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage
 * Hex in it carries no `0x`.
 */
export interface V3File {
  /** 20 bytes; some writers leave it out for privacy. */
  readonly address: Uint8Array | undefined
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  readonly mac: Uint8Array
  readonly kdf: V3Kdf
}

export type V3Kdf = ScryptParameters | Pbkdf2Parameters

export interface ScryptParameters {
  readonly name: 'scrypt'
  readonly salt: Uint8Array
  readonly n: number
  readonly r: number
  readonly p: number
}

/** HMAC-SHA-256. */
export interface Pbkdf2Parameters {
  readonly name: 'pbkdf2'
  readonly salt: Uint8Array
  readonly iterations: number
}

/** A file must not be able to ask for all memory or a day of computing. */
const MAX_SCRYPT_BYTES = 1024 ** 3
/** n·r·p; what capstan writes takes 2^20 and a third of a second. */
const MAX_SCRYPT_WORK = 2 ** 25
const MAX_ITERATIONS = 100_000_000
const MAX_SECRET_BYTES = 32

/**
 * Reads the JSON text of a version 3 file; `place` names it in messages.
 * @throws KEY_FILE_INVALID
 */
export function parseV3File(text: string, place: string): V3File {
  const fail: Fail = (reason, cause) => keyFileInvalid(place, reason, cause)
  const file = record(parseJson(text, fail), 'the file', fail)
  if (file.version !== 3) throw fail('its "version" is not 3')
  // Early geth wrote a capital letter.
  const crypto = record(file.crypto ?? file.Crypto, '"crypto"', fail)
  if (crypto.cipher !== 'aes-128-ctr') throw fail('its cipher is not aes-128-ctr')
  const { iv } = record(crypto.cipherparams, '"cipherparams"', fail)
  const ciphertext = hex(crypto.ciphertext, '"ciphertext"', fail)
  if (ciphertext.length === 0 || ciphertext.length > MAX_SECRET_BYTES) {
    throw fail('its "ciphertext" is not of 1 to 32 bytes')
  }
  return {
    address: file.address ? hex(file.address, '"address"', fail, 20) : undefined,
    iv: hex(iv, '"iv"', fail, 16),
    ciphertext,
    mac: hex(crypto.mac, '"mac"', fail, 32),
    kdf: parseKdf(crypto.kdf, record(crypto.kdfparams, '"kdfparams"', fail), fail),
  }
}

type Fail = (reason: string, cause?: unknown) => Error
type Members = Readonly<Record<string, unknown>>

function parseKdf(name: unknown, parameters: Members, fail: Fail): V3Kdf {
  if (parameters.dklen !== 32) throw fail('its "dklen" is not 32')
  const salt = hex(parameters.salt, '"salt"', fail)
  if (name === 'scrypt') {
    const { n, r, p } = parameters
    if (!isCount(n) || !isCount(r) || !isCount(p)) throw fail('its scrypt numbers are not numbers')
    if (n < 2 || !Number.isInteger(Math.log2(n))) throw fail('its scrypt "n" is no power of two')
    if (128 * r * (n + p) > MAX_SCRYPT_BYTES || n * r * p > MAX_SCRYPT_WORK) {
      throw fail('its scrypt numbers ask for more than 1 GiB or 10 seconds')
    }
    return { name, salt, n, r, p }
  }
  if (name === 'pbkdf2') {
    const { c: iterations, prf } = parameters
    if (prf !== 'hmac-sha256') throw fail('its "prf" is not hmac-sha256')
    if (!isCount(iterations) || iterations > MAX_ITERATIONS) {
      throw fail(`its "c" is not from 1 to ${MAX_ITERATIONS}`)
    }
    return { name, salt, iterations }
  }
  throw fail('its "kdf" is neither scrypt nor pbkdf2')
}

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
}

function record(value: unknown, what: string, fail: Fail): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw fail(`${what} is no object`)
}

function hex(value: unknown, what: string, fail: Fail, length?: number): Uint8Array {
  const digits = typeof value === 'string' ? value.replace(/^0x/, '') : ''
  if (typeof value !== 'string' || !/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw fail(`its ${what} is not hex`)
  }
  if (length !== undefined && digits.length !== length * 2) {
    throw fail(`its ${what} is not of ${length} bytes`)
  }
  return Buffer.from(digits, 'hex')
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}
