import { readFile } from 'node:fs/promises'
import { CapstanError } from './capstan-error.ts'

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

/** Whether reading failed because the path is a folder's. */
export function isFolder(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EISDIR'
}

/** Of the path that was given. */
export function fileExpected(path: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'FILE_EXPECTED',
    kind: 'usage',
    message: `${path} is a folder where a file is wanted.`,
    details: { path },
    cause,
  })
}
