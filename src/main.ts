import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { openCodeCache } from './code-cache.ts'

/** Names the contents of the bundle; put here by the build. */
declare const BUNDLE_ID: string

/** What the bundle made by `src/scripts/bundle.mjs` exports. */
interface Bundle {
  runCommandLine(argv: readonly string[], binUrl: string): Promise<void>
  readonly commands: object
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs capstan with the process's arguments; `binUrl` is the URL of the executable. */
export async function main(binUrl: string): Promise<void> {
  const argv = process.argv.slice(2)
  // Asked for most often by scripts and by people in a hurry: answered before anything is loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) return printVersion()
  await loadBundle().runCommandLine(argv, binUrl)
}

let loaded: Bundle | undefined

/** The bundle, evaluated once in this process, from compiled code where an earlier run left some. */
export function loadBundle(): Bundle {
  loaded ??= evaluate(join(root, 'dist', 'bundle.cjs'))
  return loaded
}

function evaluate(path: string): Bundle {
  const cache = openCodeCache(BUNDLE_ID, process.env)
  // The build writes nothing but ASCII, and Latin-1 is the quickest way to read that.
  const script = new Script(readFileSync(path, 'latin1'), {
    filename: path,
    ...(cache.data && { cachedData: cache.data }),
  })
  // Written when the command has run, so that the functions it needed are in it.
  const command = process.argv.slice(2, 4).filter(isCommandWord).join(':') || 'help'
  if (script.cachedDataRejected !== false || !cache.covers(command)) {
    process.once('exit', () => cache.save(script.createCachedData(), command))
  }
  const module = { exports: {} }
  const importModule = (specifier: string) => import(specifier)
  const wrapper = script.runInThisContext()
  wrapper(module, createRequire(path), importModule, path, dirname(path))
  return module.exports as Bundle
}

function isCommandWord(argument: string): boolean {
  return /^[a-z-]+$/.test(argument) && !argument.startsWith('-')
}

function printVersion(): void {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  process.stdout.write(
    `${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
  )
}
