import { open } from 'node:fs/promises'
import { fileExists } from './keystore-errors.ts'

/**
 * Writes a file for its owner alone, durably; a file that is there already stays.
 * @throws FILE_EXISTS
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? fileExists(path) : error
  })
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
