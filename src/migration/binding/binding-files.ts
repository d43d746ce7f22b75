import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { removeUnfinished } from '../../primitives/atomic-file.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { withFileLock } from '../../primitives/file-lock.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import type { Binding, BindingTerms } from './binding.ts'
import { BindingBook } from './binding-book.ts'
import { type BadLine, badLine, bindingMalformed, bindingsInvalid } from './binding-errors.ts'
import { BINDING } from './binding-line.ts'
import { assertTerms } from './check-binding.ts'
import { readBindingLines } from './read-bindings.ts'

/** Other processes need a second or two to rewrite the file. */
const LOCK_WAIT_MS = 60_000

type BookFiles = Pick<CampaignFiles, 'bindings' | 'unsignedBindings' | 'bindingsLock'>

/**
 * Lets `work` change the bindings of a campaign while no other process does, and writes them. If
 * the process is killed, each file is as before or as after.
 * @returns the result of `work`, and the SHA-256 of `bindings.ndjson`, null if there is none.
 * @throws BINDINGS_INVALID, FILE_LOCKED
 */
export async function changeBindings<T>(
  files: BookFiles,
  terms: BindingTerms,
  work: (book: BindingBook) => T,
): Promise<{ result: T; digest: string | null }> {
  const change = async () => {
    const { book, digest } = await readBook(files, terms)
    const result = work(book)
    return { result, digest: book.isChanged ? await writeBook(files, book) : digest }
  }
  return withFileLock(files.bindingsLock, change, { waitMs: LOCK_WAIT_MS })
}

/**
 * Reads the bindings of a campaign, without verifying their signatures again.
 * @throws BINDINGS_INVALID naming the lines that are not bindings of this campaign.
 */
export async function readBook(
  { bindings, unsignedBindings }: BookFiles,
  terms: BindingTerms,
): Promise<{ book: BindingBook; digest: string | null }> {
  const bound = await readKept(bindings, terms)
  const unsigned = await readKept(unsignedBindings, terms)
  return { book: new BindingBook(terms, bound.bindings, unsigned.bindings), digest: bound.digest }
}

async function readKept(
  file: string,
  terms: BindingTerms,
): Promise<{ bindings: Binding[]; digest: string | null }> {
  if (!existsSync(file)) return { bindings: [], digest: null }
  const hash = createHash('sha256')
  const bindings: Binding[] = []
  const bad: BadLine[] = []
  for await (const read of readBindingLines(file, hash)) {
    try {
      if ('problem' in read) throw bindingMalformed(file, read.line, read.problem)
      assertTerms(read.binding, terms)
      bindings.push(read.binding)
    } catch (error) {
      bad.push(badLine(read.line, null, error))
    }
  }
  if (bad.length > 0) throw bindingsInvalid(file, bad)
  return { bindings, digest: hash.digest('hex') }
}

/** The complete ones first: a statement in both files is then signed by all. */
async function writeBook(files: BookFiles, book: BindingBook): Promise<string | null> {
  await Promise.all([files.bindings, files.unsignedBindings].map(removeUnfinished))
  const bound = book.bound()
  const digest = bound.length > 0 ? await write(files.bindings, bound) : null
  const unsigned = book.unsigned()
  if (unsigned.length > 0) await write(files.unsignedBindings, unsigned)
  else await rm(files.unsignedBindings, { force: true })
  return digest
}

function write(file: string, bindings: readonly Binding[]): Promise<string> {
  return writeDigestedFile(file, linesOf(bindings))
}

function* linesOf(bindings: Iterable<Binding>): Generator<string> {
  for (const binding of bindings) yield `${BINDING.text(binding)}\n`
}
