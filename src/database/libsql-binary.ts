import { closeSync, openSync, readSync } from 'node:fs'

/** Where an executable names the loader of its C library. */
const HEAD_BYTES = 4096

/**
 * The package with libsql's binary for this machine. The bundle has it in place of libsql's own
 * answer, for which Node writes a whole diagnostic report, a fifth of what starting Node costs.
 */
export function libsqlBinary({
  platform,
  arch,
}: Pick<NodeJS.Process, 'platform' | 'arch'> = process): string {
  if (platform === 'win32') return `@libsql/win32-${arch}-msvc`
  if (platform !== 'linux') return `@libsql/${platform}-${arch}`
  return `@libsql/linux-${arch}-${cLibrary()}${arch === 'arm' ? 'eabihf' : ''}`
}

/** That of Node itself, which is the one its addons must be made for. */
function cLibrary(): 'gnu' | 'musl' {
  const file = openSync(process.execPath, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    readSync(file, head)
    return head.includes('/ld-musl-') ? 'musl' : 'gnu'
  } finally {
    closeSync(file)
  }
}
