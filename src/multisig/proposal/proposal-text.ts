import { open } from 'node:fs/promises'
import { proposalInvalid, proposalMissing } from './proposal-errors.ts'

/** A payroll of thousands is a megabyte or two; a file of gigabytes is somebody's joke. */
const MOST_BYTES = 16 << 20

/** @throws PROPOSAL_MISSING; PROPOSAL_INVALID if it is no text of at most 16 MiB. */
export async function readProposalText(file: string): Promise<string> {
  const text = await textIfThere(file)
  if (text === undefined) throw proposalMissing(file)
  return text
}

/** @throws PROPOSAL_INVALID */
export async function textIfThere(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return undefined
  try {
    const status = await handle.stat()
    // A pipe would be waited for, a device read without end.
    if (!status.isFile()) throw proposalInvalid(file, 'it is no regular file')
    if (status.size > MOST_BYTES) throw proposalInvalid(file, 'it is larger than 16 MiB')
    return decodeUtf8(await handle.readFile(), file)
  } finally {
    await handle.close()
  }
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw proposalInvalid(file, 'it is not UTF-8 text')
  }
}
