import { type Fail, hexBytes, isCount, type Members, membersOf, parseJson } from './json-fields.ts'
import { parseScryptParameters, type ScryptParameters } from './scrypt.ts'

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

export type V3Kdf = (ScryptParameters & { readonly name: 'scrypt' }) | Pbkdf2Parameters

/** HMAC-SHA-256. */
export interface Pbkdf2Parameters {
  readonly name: 'pbkdf2'
  readonly salt: Uint8Array
  readonly iterations: number
}

/** Some 10 seconds: a file must not be able to ask for a day of computing. */
const MAX_ITERATIONS = 10_000_000
const MAX_SECRET_BYTES = 32

/**
 * Reads the JSON text of a version 3 file.
 * @throws what `fail` makes
 */
export function parseV3File(text: string, fail: Fail): V3File {
  const file = membersOf(parseJson(text, fail), 'the file', fail)
  if (file.version !== 3) throw fail('its "version" is not 3')
  // Early geth wrote a capital letter.
  const crypto = membersOf(file.crypto ?? file.Crypto, '"crypto"', fail)
  if (crypto.cipher !== 'aes-128-ctr') throw fail('its cipher is not aes-128-ctr')
  const { iv } = membersOf(crypto.cipherparams, '"cipherparams"', fail)
  const ciphertext = hexBytes(crypto.ciphertext, '"ciphertext"', fail)
  if (ciphertext.length === 0 || ciphertext.length > MAX_SECRET_BYTES) {
    throw fail('its "ciphertext" is not of 1 to 32 bytes')
  }
  return {
    address: file.address ? hexBytes(file.address, '"address"', fail, 20) : undefined,
    iv: hexBytes(iv, '"iv"', fail, 16),
    ciphertext,
    mac: hexBytes(crypto.mac, '"mac"', fail, 32),
    kdf: parseKdf(crypto.kdf, membersOf(crypto.kdfparams, '"kdfparams"', fail), fail),
  }
}

function parseKdf(name: unknown, parameters: Members, fail: Fail): V3Kdf {
  if (parameters.dklen !== 32) throw fail('its "dklen" is not 32')
  if (name === 'scrypt') return { name, ...parseScryptParameters(parameters, fail) }
  if (name === 'pbkdf2') {
    const { c: iterations, prf } = parameters
    if (prf !== 'hmac-sha256') throw fail('its "prf" is not hmac-sha256')
    if (!isCount(iterations) || iterations > MAX_ITERATIONS) {
      throw fail(`its "c" is not from 1 to ${MAX_ITERATIONS}`)
    }
    return { name, salt: hexBytes(parameters.salt, '"salt"', fail), iterations }
  }
  throw fail('its "kdf" is neither scrypt nor pbkdf2')
}
