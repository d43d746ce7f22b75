import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/**
 * Compiled code of the bundle kept between runs, which halves what a short command costs. One file
 * a bundle and Node version; it grows as commands are run for the first time. Losing it, or being
 * unable to write it, costs time and nothing else.
 */
export interface CodeCache {
  readonly data: Buffer | undefined
  /** Whether `command` was run before, so that its functions are in `data`. */
  covers(command: string): boolean
  save(data: Buffer, command: string): void
}

const SEPARATOR = 0x0a

/** Opens the cache of one bundle. */
export function openCodeCache(bundleId: string, environment: NodeJS.ProcessEnv): CodeCache {
  const path = join(cacheFolder(environment), `code-${process.version}-${bundleId}.bin`)
  const stored = read(path)
  return {
    data: stored?.data,
    covers: (command) => stored?.commands.includes(command) ?? false,
    save: (data, command) => write(path, [...(stored?.commands ?? []), command], data),
  }
}

function read(path: string): { commands: string[]; data: Buffer } | undefined {
  try {
    const file = readFileSync(path)
    const end = file.indexOf(SEPARATOR)
    return { commands: file.toString('utf8', 0, end).split(' '), data: file.subarray(end + 1) }
  } catch {
    return undefined
  }
}

function write(path: string, commands: string[], data: Buffer): void {
  const temporaryPath = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(temporaryPath, Buffer.concat([Buffer.from(`${commands.join(' ')}\n`), data]), {
      mode: 0o600,
    })
    renameSync(temporaryPath, path)
    forgetOlder(path)
  } catch {
    // A read-only disk is no reason to fail, nor to say so at every command.
  }
}

/** Caches of earlier bundles under the same Node version would only pile up. */
function forgetOlder(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const isSibling = name.startsWith(`code-${process.version}-`) && name.endsWith('.bin')
    if (isSibling && name !== basename(path)) rmSync(join(dirname(path), name), { force: true })
  }
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'capstan')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'capstan')
  if (process.platform === 'win32' && environment.LOCALAPPDATA) {
    return join(environment.LOCALAPPDATA, 'capstan')
  }
  return join(homedir(), '.cache', 'capstan')
}
