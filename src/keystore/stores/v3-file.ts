import {
  hexBytes,
  isCount,
  type Members,
  membersOf,
  parseJson,
} from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
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

/** Reads the JSON text of a version 3 file. @throws Malformed */
export function parseV3File(text: string): V3File {
  const file = membersOf(parseJson(text), 'the file')
  if (file.version !== 3) throw new Malformed('its "version" is not 3')
  // Early geth wrote a capital letter.
  const crypto = membersOf(file.crypto ?? file.Crypto, '"crypto"')
  if (crypto.cipher !== 'aes-128-ctr') throw new Malformed('its cipher is not aes-128-ctr')
  const { iv } = membersOf(crypto.cipherparams, '"cipherparams"')
  const ciphertext = hexBytes(crypto.ciphertext, '"ciphertext"')
  if (ciphertext.length === 0 || ciphertext.length > MAX_SECRET_BYTES) {
    throw new Malformed('its "ciphertext" is not 1 to 32 bytes')
  }
  return {
    address: file.address ? hexBytes(file.address, '"address"', 20) : undefined,
    iv: hexBytes(iv, '"iv"', 16),
    ciphertext,
    mac: hexBytes(crypto.mac, '"mac"', 32),
    kdf: parseKdf(crypto.kdf, membersOf(crypto.kdfparams, '"kdfparams"')),
  }
}

function parseKdf(name: unknown, parameters: Members): V3Kdf {
  if (parameters.dklen !== 32) throw new Malformed('its "dklen" is not 32')
  if (name === 'scrypt') return { name, ...parseScryptParameters(parameters) }
  if (name === 'pbkdf2') {
    const { c: iterations, prf } = parameters
    if (prf !== 'hmac-sha256') throw new Malformed('its "prf" is not hmac-sha256')
    if (!isCount(iterations) || iterations > MAX_ITERATIONS) {
      throw new Malformed(`its "c" is not from 1 to ${MAX_ITERATIONS}`)
    }
    return { name, salt: hexBytes(parameters.salt, '"salt"'), iterations }
  }
  throw new Malformed('its "kdf" is neither scrypt nor pbkdf2')
}
