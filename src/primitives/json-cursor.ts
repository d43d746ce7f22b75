/** The text is no JSON, or not of the shape that was asked for. `at` counts characters. */
export class JsonUnexpected extends Error {
  constructor(
    readonly expected: string,
    readonly at: number,
  ) {
    super(`${expected} expected at character ${at}`)
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
/** Longer is no integer of 64 bits. */
const MAX_DIGITS = 20

/**
 * Reads JSON front to back, each value as what its reader expects. Integers come out exact, whatever
 * their size, which `JSON.parse` cannot do; what nobody asks for is passed over without being made,
 * which also takes values nested too deeply for a parser that recurses.
 * @throws JsonUnexpected from every method.
 */
export class JsonCursor {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Reads an object; `onMember` must read the value of each key it is given. */
  object(onMember: (key: string) => void): void {
    this.#take(OPEN_OBJECT, 'an object')
    if (this.#peek() === CLOSE_OBJECT) {
      this.#at++
      return
    }
    do {
      const key = this.string()
      this.#take(COLON, 'a colon')
      onMember(key)
    } while (this.#goesOn(CLOSE_OBJECT))
  }

  /** Reads a list; `onItem` must read one item. */
  list(onItem: () => void): void {
    this.#take(OPEN_LIST, 'a list')
    if (this.#peek() === CLOSE_LIST) {
      this.#at++
      return
    }
    do onItem()
    while (this.#goesOn(CLOSE_LIST))
  }

  string(): string {
    this.#take(QUOTE, 'a string')
    const start = this.#at
    if (this.#toEndOfString()) return this.#text.slice(start, this.#at - 1)
    return this.#unescaped(start - 1)
  }

  /** A whole number without sign, of at most 20 digits. */
  integer(): bigint {
    this.#peek()
    const start = this.#at
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
    const digits = this.#text.slice(start, this.#at)
    const isCanonical = digits.length === 1 || digits.charCodeAt(0) !== 0x30
    if (digits === '' || digits.length > MAX_DIGITS || !isCanonical) {
      throw new JsonUnexpected('a whole number', start)
    }
    return BigInt(digits)
  }

  boolean(): boolean {
    this.#peek()
    for (const value of [false, true]) {
      const word = String(value)
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return value
    }
    throw new JsonUnexpected('true or false', this.#at)
  }

  /** Passes over one value of any kind and returns its text. */
  raw(): string {
    this.#peek()
    const start = this.#at
    this.skip()
    return this.#text.slice(start, this.#at)
  }

  /** Passes over one value of any kind. Of numbers and words only the alphabet is looked at. */
  skip(): void {
    let depth = 0
    do {
      const character = this.#peek()
      this.#at++
      if (character === QUOTE) this.#toEndOfString()
      else if (character === OPEN_OBJECT || character === OPEN_LIST) depth++
      else if (character === CLOSE_OBJECT || character === CLOSE_LIST) depth--
      else if (!(depth > 0 && (character === COMMA || character === COLON))) this.#toEndOfWord()
      if (depth < 0) throw new JsonUnexpected('a value', this.#at - 1)
    } while (depth > 0)
  }

  /** Nothing but white space may be left. */
  end(): void {
    if (!Number.isNaN(this.#peek())) throw new JsonUnexpected('the end', this.#at)
  }

  /** The next character that is not white space; NaN at the end. */
  #peek(): number {
    let character = this.#text.charCodeAt(this.#at)
    while (character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09) {
      character = this.#text.charCodeAt(++this.#at)
    }
    return character
  }

  #take(character: number, name: string): void {
    if (this.#peek() !== character) throw new JsonUnexpected(name, this.#at)
    this.#at++
  }

  #goesOn(close: number): boolean {
    const character = this.#peek()
    if (character !== COMMA && character !== close) {
      throw new JsonUnexpected(`a comma or "${String.fromCharCode(close)}"`, this.#at)
    }
    this.#at++
    return character === COMMA
  }

  /** Moves behind the closing quote. @returns whether the string is as it is written. */
  #toEndOfString(): boolean {
    let isPlain = true
    for (;;) {
      const character = this.#text.charCodeAt(this.#at++)
      if (character === QUOTE) return isPlain
      if (character === BACKSLASH) {
        isPlain = false
        this.#at++
      } else if (!(character >= 0x20)) throw new JsonUnexpected('the end of a string', this.#at - 1)
    }
  }

  /** The string whose opening quote is at `start`, with its escapes undone. */
  #unescaped(start: number): string {
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string
    } catch {
      throw new JsonUnexpected('a string', start)
    }
  }

  #toEndOfWord(): void {
    const start = this.#at - 1
    while (isWordCharacter(this.#text.charCodeAt(this.#at))) this.#at++
    if (!isWordCharacter(this.#text.charCodeAt(start))) throw new JsonUnexpected('a value', start)
  }
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39
}

/** Letters, digits and the signs of numbers. */
function isWordCharacter(character: number): boolean {
  return (
    isDigit(character) ||
    (character >= 0x61 && character <= 0x7a) ||
    (character >= 0x41 && character <= 0x5a) ||
    character === 0x2b ||
    character === 0x2d ||
    character === 0x2e
  )
}
