import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { CapstanError } from './capstan-error.ts'
import { Malformed } from './malformed.ts'

/**
 * The text of a file that somebody named. The system's own error for a folder does not say which.
 * @throws FILE_EXPECTED if the path is a folder's.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw isFolder(error) ? fileExpected(path, error) : error
  }
}

/** As `readTextFile`, but undefined if there is no file. @throws FILE_EXPECTED */
export async function findTextFile(path: string): Promise<string | undefined> {
  return readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

/**
 * The text of a file that strangers may have written, undefined if there is none. A pipe is not
 * waited for, and a device is not read without end.
 * @throws Malformed if it is no regular file of UTF-8 text with at most so many bytes.
 */
export async function findSmallTextFile(
  path: string,
  maxBytes: number,
): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    if (error.code === 'ELOOP') throw new Malformed('it is a link to itself')
    throw error
  })
  if (file === undefined) return undefined
  try {
    const status = await file.stat()
    if (!status.isFile()) throw new Malformed('it is not a regular file')
    if (status.size > maxBytes) throw new Malformed(`it is larger than ${maxBytes} bytes`)
    return decodeUtf8(await file.readFile())
  } finally {
    await file.close()
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Malformed('it is not UTF-8 text', { cause })
  }
}

/** Whether reading failed because the path is a folder's. */
export function isFolder(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EISDIR'
}

/** Of the path that was given. */
export function fileExpected(path: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'FILE_EXPECTED',
    kind: 'usage',
    message: `${path} is a folder, not a file.`,
    details: { path },
    cause,
  })
}
