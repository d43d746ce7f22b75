import { pbkdf2Sync } from 'node:crypto'
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { nearest } from '../../primitives/nearest.ts'
import { mnemonicInvalid, mnemonicWordUnknown } from './hd-errors.ts'

const WORD_COUNTS = [12, 15, 18, 21, 24]
/** The longest word of the English list has eight letters; what is longer may be another secret. */
const WORD = /^[a-z]{1,12}$/

/** The words for 16, 20, 24, 28 or 32 random bytes (BIP-39, English). */
export function mnemonicFrom(entropy: Uint8Array): string {
  return entropyToMnemonic(entropy, wordlist)
}

/**
 * The entropy in 12, 15, 18, 21 or 24 English words; case and spacing do not matter.
 * @throws KEY_MNEMONIC_INVALID naming the unknown word, its place and the nearest known word.
 */
export function entropyOf(phrase: string): Uint8Array {
  const words = phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/)
  if (!WORD_COUNTS.includes(words.length)) {
    throw mnemonicInvalid(`it has ${words.length} words, not 12, 15, 18, 21 or 24`)
  }
  words.forEach((word, i) => {
    if (wordlist.includes(word)) return
    const named = WORD.test(word) ? word : undefined
    throw mnemonicWordUnknown(i + 1, named, nearest(word, wordlist))
  })
  try {
    return mnemonicToEntropy(words.join(' '), wordlist)
  } catch {
    throw mnemonicInvalid('its checksum is wrong: a word is wrong or in the wrong place')
  }
}

/** The 64-byte seed of a mnemonic without passphrase (BIP-39); the caller's to wipe. */
export function mnemonicSeed(entropy: Uint8Array): Uint8Array {
  return pbkdf2Sync(mnemonicFrom(entropy), 'mnemonic', 2048, 64, 'sha512')
}
