// Bindings as holders send them: a file, or a folder of files from strangers.

import { constants } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { Binding } from './binding.ts'
import { bindingFileMissing, bindingFileRefused, bindingMalformed } from './binding-errors.ts'
import { readBindingLines } from './read-bindings.ts'

/** A binding, or a line or file that is refused. */
export type Arrival = ArrivedBinding | ArrivedRefusal

export interface ArrivedBinding {
  /** As shown to the operator. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly binding: Binding
}

export interface ArrivedRefusal {
  readonly file: string
  /** Null for the whole file. */
  readonly line: number | null
  readonly error: CapstanError
}

/** Some hundreds of bindings; a holder sends one. No limit for a file that the operator names. */
const MAX_BYTES_IN_A_FOLDER = 1 << 20
const LINE_BREAKING = /[^\x20-\x7e]/g

/**
 * The bindings in a file, or in the files of a folder in the order of their names. In a folder,
 * subfolders, links and devices are refused, and hidden files are skipped. The rest of a file is
 * skipped after the first line that is not a binding.
 * @throws BINDING_FILE_MISSING
 */
export async function* arrivingBindings(path: string): AsyncGenerator<Arrival> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? bindingFileMissing(path) : error
  })
  if (!status.isDirectory()) {
    yield* bindingsIn(path, constants.O_RDONLY, Number.POSITIVE_INFINITY)
    return
  }
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
  for (const name of names) {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    yield* bindingsIn(join(path, name), flags, MAX_BYTES_IN_A_FOLDER)
  }
}

async function* bindingsIn(path: string, flags: number, maxBytes: number): AsyncGenerator<Arrival> {
  const file = path.replace(LINE_BREAKING, '?')
  const refused = (problem: string) => ({
    file,
    line: null,
    error: bindingFileRefused(file, problem),
  })
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) => error)
  if (handle instanceof Error) {
    yield refused(handle.code === 'ELOOP' ? 'is a symbolic link' : 'cannot be opened')
    return
  }
  try {
    const problem = await problemOf(handle, maxBytes)
    if (problem === undefined) yield* linesIn(handle, file)
    else yield refused(problem)
  } finally {
    await handle.close()
  }
}

async function problemOf(handle: FileHandle, maxBytes: number): Promise<string | undefined> {
  const status = await handle.stat()
  if (status.isDirectory()) return 'is a folder'
  if (!status.isFile()) return 'is not a regular file'
  if (status.size === 0) return 'is empty'
  return status.size > maxBytes ? `is larger than ${maxBytes >> 10} KiB` : undefined
}

async function* linesIn(handle: FileHandle, file: string): AsyncGenerator<Arrival> {
  for await (const read of readBindingLines(handle.createReadStream({ autoClose: false }))) {
    const { line } = read
    if ('problem' in read) {
      yield { file, line, error: bindingMalformed(file, line, read.problem) }
      return
    }
    yield { file, line, binding: read.binding }
  }
}
