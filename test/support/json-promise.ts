// The keys of a command's JSON are a promise: scripts read them by name. Every test that reads a
// result holds it to `test/golden/json-keys.json`. With CAPSTAN_NOTE_JSON=1 the keys are noted
// instead, and `node test/golden/json-keys.mjs` makes the golden file of the notes.

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Keys of the results of one command, as `key`, `key.inner` or `key[].inner`. */
export interface PromisedKeys {
  readonly always: readonly string[]
  readonly sometimes: readonly string[]
}

const root = join(import.meta.dirname, '..', '..')
const golden = join(root, 'test/golden/json-keys.json')
const notes = join(root, '.cache/json-keys')
const isNoting = process.env.CAPSTAN_NOTE_JSON === '1'

let commands: ReadonlySet<string> | undefined
let promises: Readonly<Record<string, PromisedKeys>> | undefined

/** @throws if a result lacks a promised key, or has one that nobody promised. */
export function assertPromised(args: readonly string[], json: unknown): void {
  const command = commandOf(args)
  if (command === undefined || !isResult(json)) return
  const keys = keysOf(json)
  if (isNoting) note(command, keys)
  promises ??= existsSync(golden) ? JSON.parse(readFileSync(golden, 'utf8')) : {}
  const promised = isNoting ? undefined : promises?.[command]
  // A command without a promise fails test/golden/json-keys.test.ts.
  if (promised === undefined) return
  const { always, sometimes } = promised
  const missing = always.filter((key) => !keys.includes(key))
  const unknown = keys.filter((key) => !always.includes(key) && !sometimes.includes(key))
  if (missing.length + unknown.length === 0) return
  throw new Error(
    `The JSON of ${command} lacks [${missing.join(', ')}], and has [${unknown.join(', ')}] unpromised.`,
  )
}

/** The command that arguments name, `multisig policy show`. */
function commandOf(args: readonly string[]): string | undefined {
  commands ??= new Set(
    Object.keys(JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')).commands).map(
      (id) => id.replaceAll(':', ' '),
    ),
  )
  const words = args.slice(0, 3)
  for (let count = words.length; count > 0; count--) {
    const name = words.slice(0, count).join(' ')
    if (commands.has(name)) return name
  }
  return undefined
}

function isResult(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !('error' in json)
}

/** Keys, and those of the items of lists. What is below may be named by data, as contracts are. */
function keysOf(json: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(json).flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      const inner = value.flatMap((one) => (isResult(one) ? Object.keys(one) : []))
      return [key, ...[...new Set(inner)].map((name) => `${key}[].${name}`)]
    }
    return [key]
  })
}

function note(command: string, keys: readonly string[]): void {
  mkdirSync(notes, { recursive: true })
  appendFileSync(join(notes, `${process.pid}.ndjson`), `${JSON.stringify({ command, keys })}\n`)
}
