import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 2 * 1024 ** 3

/**
 * Puts the folders of tests where syncing a file costs nothing, if there is room: what a killed
 * process has written is there in memory as it is on a disk. TMPDIR says otherwise.
 */
export default function useMemoryDisk(): (() => void) | undefined {
  if (process.env.TMPDIR !== undefined || !existsSync(MEMORY)) return undefined
  const { bavail, bsize } = statfsSync(MEMORY)
  if (bavail * bsize < ENOUGH_BYTES) return undefined
  const folder = mkdtempSync(`${MEMORY}/capstan-`)
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
