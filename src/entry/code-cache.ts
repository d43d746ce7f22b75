import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * Compiled code that an earlier run of the same command left: one file a command, so that no
 * command pays for another's. Losing it, or being unable to write it, costs time and nothing else.
 */
export interface CodeCache {
  /** Compiled code of a script, if an earlier run needed the script. */
  of(script: string): Buffer | undefined
  /**
   * To be called at the end of a run with all scripts that it needed. Writes where something is
   * gained: a script is new, or earlier runs all failed and this one went through.
   */
  keep(scripts: ReadonlyMap<string, CompiledScript>, succeeded: boolean): void
}

export interface CompiledScript {
  /** Whether V8 took what `of` gave. */
  readonly cached: boolean
  compiledCode(): Buffer
}

interface Contents {
  readonly succeeded: boolean
  readonly scripts: ReadonlyMap<string, Buffer>
}

/** Another build may still be in use; after an hour without a new command of it, hardly. */
const ABANDONED_MS = 3_600_000

/**
 * @param buildId names the contents of all scripts.
 * @param command words joined by anything a file name may hold.
 */
export function openCodeCache(
  buildId: string,
  command: string,
  environment: NodeJS.ProcessEnv,
): CodeCache {
  const folder = join(
    cacheFolder(environment),
    `code-${process.version}-${process.arch}-${buildId}`,
  )
  const path = join(folder, `${command}.bin`)
  const stored = read(path)
  return {
    of: (script) => stored?.scripts.get(script),
    keep(scripts, succeeded) {
      const gains = succeeded && stored?.succeeded !== true
      if (!gains && [...scripts.values()].every(({ cached }) => cached)) return
      const kept = new Map(stored?.scripts)
      for (const [name, script] of scripts) kept.set(name, script.compiledCode())
      write(path, { succeeded: succeeded || stored?.succeeded === true, scripts: kept })
    },
  }
}

// A line of JSON, then the scripts' code one after the other. V8 checks for which version of itself
// and which length of source its code was made, and crashes on code with a wrong bit.

function read(path: string): Contents | undefined {
  try {
    const file = readFileSync(path)
    const end = file.indexOf('\n')
    const { checksum, succeeded, lengths } = JSON.parse(file.toString('utf8', 0, end))
    const code = file.subarray(end + 1)
    if (crc32(code) !== checksum) return undefined
    const scripts = new Map<string, Buffer>()
    let offset = 0
    for (const [name, length] of Object.entries<number>(lengths)) {
      scripts.set(name, code.subarray(offset, offset + length))
      offset += length
    }
    return { succeeded, scripts }
  } catch {
    return undefined
  }
}

function write(path: string, { succeeded, scripts }: Contents): void {
  const temporaryPath = `${path}.${process.pid}.tmp`
  const code = Buffer.concat([...scripts.values()])
  const lengths = Object.fromEntries([...scripts].map(([name, { length }]) => [name, length]))
  const header = JSON.stringify({ checksum: crc32(code), succeeded, lengths })
  try {
    const isFirst = mkdirSync(dirname(path), { recursive: true, mode: 0o700 }) !== undefined
    writeFileSync(temporaryPath, Buffer.concat([Buffer.from(`${header}\n`), code]), { mode: 0o600 })
    renameSync(temporaryPath, path)
    if (isFirst) forgetAbandoned(dirname(path))
  } catch {
    // A read-only disk is no reason to fail, nor to say so at every command.
  }
}

/** Code of earlier builds under any Node version would only pile up. */
function forgetAbandoned(folder: string): void {
  for (const name of readdirSync(dirname(folder))) {
    const path = join(dirname(folder), name)
    const isSibling = name.startsWith('code-') && name !== basename(folder)
    if (isSibling && statSync(path).mtimeMs < Date.now() - ABANDONED_MS) {
      rmSync(path, { recursive: true, force: true })
    }
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
