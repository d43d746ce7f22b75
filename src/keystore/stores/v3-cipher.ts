import {
  createCipheriv,
  createDecipheriv,
  pbkdf2,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import { Malformed } from '../../primitives/malformed.ts'
import { addressOfPrivateKey, isPrivateKey } from '../evm/private-key.ts'
import { deriveByScrypt, passwordBytes, SCRYPT_COST, type ScryptCost } from './scrypt.ts'
import { passwordWrong } from './store-errors.ts'
import type { V3File, V3Kdf } from './v3-file.ts'

const pbkdf2Async = promisify(pbkdf2)

const KEY_BYTES = 32
const PRIVATE_KEY_BYTES = 32

/** Encrypts a private key as the text of a version 3 file that geth, ethers and cast read. */
export async function encryptV3(
  privateKey: Uint8Array,
  password: string,
  cost: ScryptCost = SCRYPT_COST,
): Promise<string> {
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const derived = await deriveKey({ name: 'scrypt', salt, ...cost }, passwordBytes(password))
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([cipher.update(privateKey), cipher.final()])
  const mac = macOf(derived, ciphertext)
  derived.fill(0)
  return canonicalJson({
    address: addressOfPrivateKey(privateKey).slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: hex(iv) },
      ciphertext: hex(ciphertext),
      kdf: 'scrypt',
      kdfparams: { dklen: KEY_BYTES, salt: hex(salt), ...cost },
      mac: hex(mac),
    },
    id: randomUUID(),
    version: 3,
  })
}

/**
 * The private key in a version 3 file.
 * @throws KEY_PASSWORD_WRONG; Malformed if the key is not that of the file's address.
 */
export async function decryptV3(file: V3File, password: string): Promise<Uint8Array> {
  for (const candidate of passwordForms(password)) {
    const derived = await deriveKey(file.kdf, candidate)
    if (timingSafeEqual(macOf(derived, file.ciphertext), file.mac)) {
      const key = decrypt(file, derived)
      derived.fill(0)
      if (!isPrivateKey(key)) throw new Malformed('its content is not a private key')
      assertAddress(file, key)
      return key
    }
  }
  throw passwordWrong()
}

function decrypt({ iv, ciphertext }: V3File, derived: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  // Old writers dropped leading zero bytes.
  const key = new Uint8Array(PRIVATE_KEY_BYTES)
  const plain = decipher.update(ciphertext)
  key.set(plain, PRIVATE_KEY_BYTES - plain.length)
  plain.fill(0)
  return key
}

function assertAddress({ address }: V3File, key: Uint8Array): void {
  if (address === undefined) return
  const actual = addressOfPrivateKey(key).slice(2).toLowerCase()
  if (actual !== hex(address)) {
    throw new Malformed('its key does not belong to its "address"')
  }
}

async function deriveKey(kdf: V3Kdf, password: Uint8Array): Promise<Buffer> {
  if (kdf.name === 'pbkdf2') {
    return pbkdf2Async(password, kdf.salt, kdf.iterations, KEY_BYTES, 'sha256')
  }
  return deriveByScrypt(password, kdf)
}

function macOf(derived: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]))
}

/** ethers normalises a password (NFKC) and geth does not; for plain letters they agree. */
function passwordForms(password: string): Uint8Array[] {
  const normalised = passwordBytes(password)
  const raw = Buffer.from(password, 'utf8')
  return raw.equals(normalised) ? [raw] : [normalised, raw]
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
