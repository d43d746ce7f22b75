import { createHash } from 'node:crypto'

/** SHA-256 as 64 lower-case hex characters: what names every file capstan leaves behind. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}
