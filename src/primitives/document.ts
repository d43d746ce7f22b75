import { writeFileAtomically } from './atomic-file.ts'
import type { CapstanError } from './capstan-error.ts'
import { Format, type FormatTerms } from './format.ts'
import { Malformed, reading } from './malformed.ts'
import { findSmallTextFile, findTextFile } from './text-file.ts'

export interface DocumentTerms<Value> extends FormatTerms<Value> {
  /** Permission bits; 0600 for anything private. */
  readonly mode?: number
  /** For what strangers may send: only a regular file of at most so many bytes is read. */
  readonly maxBytes?: number
  /** Checks of a value beyond its fields. */
  readonly check?: (value: Value, file: string) => void | Promise<void>
  /** The file cannot be read in its format. @param reason a clause: "it is not JSON". */
  readonly invalid: (file: string, reason: string, problem: Malformed) => CapstanError
  /** The file was altered; without this error that is `invalid` too. */
  readonly altered?: (file: string, reason: string) => CapstanError
  readonly missing?: (file: string) => CapstanError
  /** A file exists where a new one should go. */
  readonly exists?: (file: string) => CapstanError
}

/** A format with a file of its own. Its errors are those of the topic. */
export class Document<Value> extends Format<Value> {
  readonly #terms: DocumentTerms<Value>

  constructor(terms: DocumentTerms<Value>) {
    super(terms)
    this.#terms = terms
  }

  /** @throws what the terms say of a file that is missing, invalid or altered. */
  async read(file: string): Promise<Value> {
    const value = await this.find(file)
    if (value !== undefined) return value
    throw this.#terms.missing?.(file) ?? this.#invalid(file, 'there is no such file')
  }

  /** As `read`, but undefined if there is no file. */
  async find(file: string): Promise<Value | undefined> {
    const text = await this.findText(file)
    return text === undefined ? undefined : this.parse(text, file)
  }

  /** The text as it stands in the file; undefined if there is no file. */
  findText(file: string): Promise<string | undefined> {
    const { maxBytes } = this.#terms
    if (maxBytes === undefined) return findTextFile(file)
    return reading(() => findSmallTextFile(file, maxBytes), this.#faultOf(file))
  }

  /** As `read`, from the text of the file. */
  async parse(text: string, file: string): Promise<Value> {
    const value = await reading(() => this.decode(text), this.#faultOf(file))
    await this.#terms.check?.(value, file)
    return value
  }

  /** Writes the file atomically, replacing what is there. */
  write(file: string, value: Value): Promise<void> {
    const { mode } = this.#terms
    return writeFileAtomically(file, this.text(value), mode === undefined ? {} : { mode })
  }

  /** As `write`, but keeps an existing file. @throws what the terms say if its content differs. */
  async writeNew(file: string, value: Value): Promise<void> {
    const there = await this.findText(file)
    if (there === undefined) return this.write(file, value)
    if (there === this.text(value)) return
    throw this.#terms.exists?.(file) ?? this.#invalid(file, 'it holds something else')
  }

  #invalid(file: string, reason: string): CapstanError {
    return this.#terms.invalid(file, reason, new Malformed(reason))
  }

  #faultOf(file: string): (reason: string, problem: Malformed) => CapstanError {
    const { altered, invalid } = this.#terms
    return (reason, problem) =>
      (problem.isAltered && altered?.(file, reason)) || invalid(file, reason, problem)
  }
}
