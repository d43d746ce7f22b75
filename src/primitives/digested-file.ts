import { createHash } from 'node:crypto'
import { AtomicFile } from './atomic-file.ts'

const CHUNK_CHARACTERS = 1 << 16

/**
 * Writes a file piece by piece and all or nothing. A piece of bytes may be reused by whoever makes
 * it as soon as the next one is asked for.
 * @returns SHA-256 of the file, lower-case hex: the name of what was written.
 */
export async function writeDigestedFile(
  path: string,
  pieces: Iterable<Uint8Array | string>,
): Promise<string> {
  const hash = createHash('sha256')
  const file = await AtomicFile.create(path)
  try {
    for (const piece of gathered(pieces)) {
      hash.update(piece)
      await file.write(piece)
    }
    await file.commit()
  } catch (error) {
    await file.discard()
    throw error
  }
  return hash.digest('hex')
}

/** Joins short texts, so that a list of millions is not millions of writes. */
function* gathered(pieces: Iterable<Uint8Array | string>): Generator<Uint8Array | string> {
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece
      if (text.length < CHUNK_CHARACTERS) continue
    }
    if (text !== '') yield text
    text = ''
    if (typeof piece !== 'string') yield piece
  }
  if (text !== '') yield text
}
