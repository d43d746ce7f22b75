import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Binding } from './binding.ts'
import { MAX_LINE_CHARACTERS, parseBindingLine } from './binding-line.ts'

/** A line of a file of bindings. Lines count from 1. */
export type ReadLine =
  | { readonly line: number; readonly binding: Binding }
  /** `problem` is the predicate of a sentence about the line. */
  | { readonly line: number; readonly problem: string }

/**
 * Reads a file of bindings line by line. Stops at a line that is too long or
 * cut short.
 * @param hash receives the bytes.
 */
export async function* readBindingLines(
  file: string | Readable,
  hash: Hash = createHash('sha256'),
): AsyncGenerator<ReadLine> {
  const stream = typeof file === 'string' ? createReadStream(file) : file
  let line = 0
  let rest = ''
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    hash.update(chunk)
    // Every byte of a binding is ASCII; any other byte becomes one wrong character.
    const texts = (rest + Buffer.from(chunk).toString('latin1')).split('\n')
    rest = texts.pop() as string
    for (const text of texts) yield parsed(++line, text)
    if (rest.length > MAX_LINE_CHARACTERS) {
      yield { line: line + 1, problem: 'is longer than any binding' }
      return
    }
  }
  if (rest !== '') yield { line: line + 1, problem: 'is cut short: it does not end in a line feed' }
}

function parsed(line: number, text: string): ReadLine {
  const read = parseBindingLine(text)
  return typeof read === 'string' ? { line, problem: read } : { line, binding: read }
}
