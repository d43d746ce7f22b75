import { HDNodeWallet, LangEn, Mnemonic } from 'ethers'
import { mnemonicInvalid, pathInvalid } from './secret-errors.ts'

/** First account of SLIP-44 coin type 60 under BIP-44. */
export const DEFAULT_PATH = "m/44'/60'/0'/0/0"

const WORD_COUNTS = [12, 15, 18, 21, 24]
const STEP = /^(0|[1-9][0-9]{0,9})['h]?$/
const MAX_STEP = 2 ** 31 - 1

/** Twelve words for 128 random bits (BIP-39, English). */
export function mnemonicFrom(entropy: Uint8Array): string {
  return Mnemonic.fromEntropy(entropy).phrase
}

/**
 * The private key at a BIP-32 path below a BIP-39 mnemonic without passphrase.
 * @throws KEY_MNEMONIC_INVALID naming the wrong word by its place, KEY_PATH_INVALID
 */
export function privateKeyAt(phrase: string, path: string): Uint8Array {
  const derivation = parsePath(path)
  const root = HDNodeWallet.fromSeed(mnemonicOf(phrase).computeSeed())
  return Buffer.from(root.derivePath(derivation).privateKey.slice(2), 'hex')
}

function mnemonicOf(phrase: string): Mnemonic {
  const words = phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/)
  if (!WORD_COUNTS.includes(words.length)) {
    throw mnemonicInvalid(`it has ${words.length} words, not 12, 15, 18, 21 or 24`)
  }
  const list = LangEn.wordlist()
  const unknown = words.findIndex((word) => list.getWordIndex(word) === -1)
  if (unknown !== -1) throw mnemonicInvalid(`word ${unknown + 1} is not in the English word list`)
  const normal = words.join(' ')
  if (!Mnemonic.isValidMnemonic(normal)) {
    throw mnemonicInvalid('its checksum is wrong, so a word is mistaken or out of its place')
  }
  return Mnemonic.fromPhrase(normal)
}

/** `h` marks a hardened step as `'` does. */
function parsePath(path: string): string {
  const [root, ...steps] = path.split('/')
  const isPath =
    root === 'm' &&
    steps.length > 0 &&
    steps.every((step) => Number(STEP.exec(step)?.[1] ?? Number.NaN) <= MAX_STEP)
  if (!isPath) throw pathInvalid(path)
  return path.replaceAll('h', "'")
}
