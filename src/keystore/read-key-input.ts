import { createReadStream } from 'node:fs'
import type { Prompts } from '../primitives/prompts.ts'
import { fileExpected, isFolder } from '../primitives/text-file.ts'
import { keyInputEmpty, keyInputTooLong } from './stores/store-errors.ts'

/** A key file is smaller than this by far. */
const MAX_BYTES = 65_536

export interface KeyInput {
  readonly text: string
  /** How messages name where the text came from. */
  readonly place: string
}

/**
 * The text to import: from a file, else from stdin if that is no terminal, else typed unseen.
 * @throws KEY_INPUT_EMPTY, KEY_INPUT_TOO_LONG for more than 64 KiB, FILE_EXPECTED, ANSWER_NEEDED
 */
export async function readKeyInput(
  { file, name }: { file?: string | undefined; name: string },
  { stdin, prompts }: { stdin: NodeJS.ReadStream; prompts: Pick<Prompts, 'secret'> },
): Promise<KeyInput> {
  const input = await find()
  if (input.text.trim() === '') throw keyInputEmpty(input.place)
  return input

  async function find(): Promise<KeyInput> {
    if (file !== undefined) return { text: await readAll(bytesOf(file), file), place: file }
    if (!stdin.isTTY) return { text: await readAll(stdin, 'stdin'), place: 'stdin' }
    const text = await prompts.secret(`Private key or mnemonic of ${name}:`, '--from-file')
    return { text, place: 'what was typed' }
  }
}

/** @throws FILE_EXPECTED */
async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>
  } catch (error) {
    throw isFolder(error) ? fileExpected(file, error) : error
  }
}

async function readAll(stream: AsyncIterable<Buffer>, place: string): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > MAX_BYTES) throw keyInputTooLong(place, MAX_BYTES)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
