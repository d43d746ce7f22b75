import { checksumAddress } from '../../primitives/address.ts'

/** The type of an argument, as in an ABI. */
interface Input {
  readonly type: string
}

interface WordType {
  /** The words that encode a value; any other word is a forgery. */
  readonly pattern: RegExp
  /** The value as text. @param word 64 hex characters. */
  readonly read: (word: string) => string
}

const WORD = 64
const WORD_TYPES = new Map<string, WordType>([
  ['address', { pattern: /^0{24}/, read: (word) => checksumAddress(`0x${word.slice(24)}`) }],
  ['uint256', { pattern: /^/, read: (word) => BigInt(`0x${word}`).toString() }],
  ['bool', { pattern: /^0{63}[01]$/, read: (word) => String(word.endsWith('1')) }],
])

/** Are all arguments of types of one word that `readWords` reads? */
export function areWords(inputs: readonly Input[]): boolean {
  return inputs.every(({ type }) => WORD_TYPES.has(type))
}

/**
 * Reads such arguments as texts. Undefined unless the bytes are the only valid encoding of their
 * values (Solidity ABI): neither too few nor too many, with zeros where there must be zeros.
 * @param encoded `0x` hex, without the selector.
 */
export function readWords(inputs: readonly Input[], encoded: string): string[] | undefined {
  if (encoded.length !== 2 + inputs.length * WORD || !/^0x[0-9a-f]*$/.test(encoded)) {
    return undefined
  }
  const words = inputs.map(({ type }, index) => {
    const start = 2 + index * WORD
    const word = encoded.slice(start, start + WORD)
    const { pattern, read } = WORD_TYPES.get(type) as WordType
    return pattern.test(word) ? read(word) : undefined
  })
  return words.every((word) => word !== undefined) ? words : undefined
}
