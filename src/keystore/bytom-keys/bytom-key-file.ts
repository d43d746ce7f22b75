import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { sameBytes, toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { XPRV_BYTES, XPUB_BYTES, xpubOf } from '../../primitives/bytom/chainkd.ts'
import { sha3 } from '../../primitives/bytom/hashes.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { hexBytes, membersOf, parseJson } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
import {
  deriveByScrypt,
  parseScryptParameters,
  SCRYPT_COST,
  type ScryptParameters,
} from '../stores/scrypt.ts'
import { passwordWrong } from '../stores/store-errors.ts'

/**
 * A key file of `bytomd` and `vapord`: a root xprv under a password. It is laid out as Web3 Secret
 * Storage is, but its version is 1, it holds 64 bytes, and its MAC is SHA3-256
 * (github.com/BytomDAO/bytom, blockchain/pseudohsm/keystore_passphrase.go; its crypto.Sha256 is SHA3).
 */
export interface BytomKeyFile {
  /** 64 bytes. */
  readonly rootXpub: Uint8Array
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  readonly mac: Uint8Array
  readonly kdf: ScryptParameters
}

/** Reads the JSON text of a key file. @throws Malformed */
export function parseBytomKeyFile(text: string): BytomKeyFile {
  const file = membersOf(parseJson(text), 'the file')
  if (file.type !== 'bytom_kd') throw new Malformed('its "type" is not bytom_kd')
  if (file.version !== 1) throw new Malformed('its "version" is not 1')
  const crypto = membersOf(file.crypto, '"crypto"')
  if (crypto.cipher !== 'aes-128-ctr') throw new Malformed('its cipher is not aes-128-ctr')
  if (crypto.kdf !== 'scrypt') throw new Malformed('its "kdf" is not scrypt')
  const kdf = membersOf(crypto.kdfparams, '"kdfparams"')
  if (kdf.dklen !== 32) throw new Malformed('its "dklen" is not 32')
  const { iv } = membersOf(crypto.cipherparams, '"cipherparams"')
  return {
    rootXpub: hexBytes(file.xpub, '"xpub"', XPUB_BYTES),
    iv: hexBytes(iv, '"iv"', 16),
    ciphertext: hexBytes(crypto.ciphertext, '"ciphertext"', XPRV_BYTES),
    mac: hexBytes(crypto.mac, '"mac"', 32),
    kdf: parseScryptParameters(kdf),
  }
}

/**
 * Encrypts a root xprv as the text of a key file that the nodes take.
 * @param alias name of the key there.
 */
export async function encryptBytomKeyFile(
  xprv: Uint8Array,
  password: string,
  alias: string,
): Promise<string> {
  const kdf = { salt: randomBytes(32), ...SCRYPT_COST }
  const iv = randomBytes(16)
  const derived = await deriveByScrypt(Buffer.from(password, 'utf8'), kdf)
  const ciphertext = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv).update(xprv)
  const mac = sha3(derived.subarray(16, 32), ciphertext)
  derived.fill(0)
  return canonicalJson({
    alias,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: toBareHex(iv) },
      ciphertext: toBareHex(ciphertext),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, ...SCRYPT_COST, salt: toBareHex(kdf.salt) },
      mac: toBareHex(mac),
    },
    id: randomUUID(),
    type: 'bytom_kd',
    version: 1,
    xpub: toBareHex(xpubOf(xprv)),
  })
}

/**
 * The root xprv in a key file; the caller's to wipe. The password is taken as it is typed, as the
 * nodes take it.
 * @throws KEY_PASSWORD_WRONG; Malformed if the key in it is not that of its xpub.
 */
export async function decryptBytomKeyFile(
  { rootXpub, iv, ciphertext, mac, kdf }: BytomKeyFile,
  password: string,
): Promise<Uint8Array> {
  const derived = await deriveByScrypt(Buffer.from(password, 'utf8'), kdf)
  try {
    if (!timingSafeEqual(sha3(derived.subarray(16, 32), ciphertext), mac)) throw passwordWrong()
    const xprv = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv).update(ciphertext)
    if (isRootOf(xprv, rootXpub)) return xprv
    xprv.fill(0)
    throw new Malformed('its key does not belong to its "xpub"')
  } finally {
    derived.fill(0)
  }
}

function isRootOf(xprv: Uint8Array, rootXpub: Uint8Array): boolean {
  try {
    return sameBytes(xpubOf(xprv), rootXpub)
  } catch {
    // A scalar that is a multiple of the group's order has no point.
    return false
  }
}
