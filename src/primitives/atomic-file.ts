import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface AtomicFileOptions {
  /** Permission bits of the new file; 0600 for anything private. */
  readonly mode?: number
}

/**
 * Writes a file so that a reader, also one after a power failure, sees the old bytes or the new
 * bytes and nothing between: temporary name, fsync, rename, fsync of the folder.
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
  options: AtomicFileOptions = {},
): Promise<void> {
  const file = await AtomicFile.create(path, options)
  try {
    await file.write(data)
    await file.commit()
  } catch (error) {
    await file.discard()
    throw error
  }
}

/** A file written piece by piece that takes its name only when it is complete. */
export class AtomicFile {
  readonly #path: string
  readonly #temporaryPath: string
  readonly #handle: FileHandle

  private constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.#path = path
    this.#temporaryPath = temporaryPath
    this.#handle = handle
  }

  /** Opens the temporary file beside `path`; missing folders are made. */
  static async create(path: string, { mode = 0o644 }: AtomicFileOptions = {}): Promise<AtomicFile> {
    await mkdir(dirname(path), { recursive: true })
    const temporaryPath = `${path}.${randomBytes(6).toString('hex')}.tmp`
    return new AtomicFile(path, temporaryPath, await open(temporaryPath, 'wx', mode))
  }

  async write(data: string | Uint8Array): Promise<void> {
    await this.#handle.writeFile(data)
  }

  /** Makes the bytes durable and gives the file its name. */
  async commit(): Promise<void> {
    await this.#handle.sync()
    await this.#handle.close()
    await rename(this.#temporaryPath, this.#path)
    await syncFolder(dirname(this.#path))
  }

  /** Forgets what was written; the file of that name, if any, is left as it was. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    await rm(this.#temporaryPath, { force: true })
  }
}

/**
 * Removes what processes that were killed left of a file that never took its name. The caller knows
 * that no other process is writing it.
 */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => [])
  const isUnfinished = (name: string) =>
    name.startsWith(`${basename(path)}.`) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(-16))
  await Promise.all(
    names.filter(isUnfinished).map((name) => rm(join(folder, name), { force: true })),
  )
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable by itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
