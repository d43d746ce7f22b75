import { CapstanError, type ErrorKind, EXIT_CODES } from '../../primitives/capstan-error.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import type { Arrival, ArrivedBinding, ArrivedRefusal } from './arriving-bindings.ts'
import type { Binding, BindingTerms } from './binding.ts'
import type { BindingBook } from './binding-book.ts'
import { bindingNotOfHolder } from './binding-errors.ts'
import { changeBindings } from './binding-files.ts'
import { checkBinding } from './check-binding.ts'
import { heldPrograms } from './held-programs.ts'

/**
 * `accepted` counts; `superseded` is valid but a higher sequence counts; `duplicate` was here
 * before; `incomplete` waits for more of its keys.
 */
export type ImportStatus = 'accepted' | 'superseded' | 'duplicate' | 'incomplete' | 'refused'

/** Outcome of a binding, or of a file without one. */
export interface Imported {
  readonly file: string
  /** From 1; null for the whole file. */
  readonly line: number | null
  readonly source: string | null
  readonly to: string | null
  readonly sequence: number | null
  readonly status: ImportStatus
  /** Whether it is kept and signed by all required keys. */
  readonly valid: boolean
  /** Number of missing signatures. */
  readonly missing: number
  /** Why it was refused. */
  readonly error: CapstanError | null
}

export interface ImportedBindings {
  /** In the order in which they came. */
  readonly imported: readonly Imported[]
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null if there is none. */
  readonly digest: string | null
}

/** A binding that its source has signed. */
interface Signed extends ArrivedBinding {
  /** Hex. */
  readonly program: string
  readonly missing: number
}

type Judged = Signed | (ArrivedRefusal & { readonly binding?: Binding })

/**
 * Imports bindings into a campaign: valid ones are kept, others are refused. Importing the same
 * again changes nothing.
 * @param onProgress receives the number of bindings checked so far.
 * @throws BINDINGS_INVALID, FILE_LOCKED; SNAPSHOT_FILE_INVALID, SNAPSHOT_CHANGED.
 */
export async function importBindings(
  files: CampaignFiles,
  terms: BindingTerms,
  arrivals: AsyncIterable<Arrival> | Iterable<Arrival>,
  onProgress: (count: number) => void = () => undefined,
): Promise<ImportedBindings> {
  const judged: Judged[] = []
  for await (const arrival of arrivals) {
    judged.push(judge(arrival, terms))
    onProgress(judged.length)
  }
  const signed = judged.filter(isSigned)
  const wanted = new Set(signed.map(({ program }) => program))
  const held = await heldPrograms(files.snapshotCsv, terms.snapshot, wanted)
  const { result, digest } = await changeBindings(files, terms, (book) => {
    const taken = judged.map((each) => take(book, held, each))
    return taken.map((each) => superseded(book, each))
  })
  return { imported: result, digest }
}

/** The gravest kind among what was refused: the one with the highest exit code. */
export function gravestRefusal(imported: readonly Imported[]): ErrorKind | undefined {
  return imported
    .flatMap(({ error }) => error?.kind ?? [])
    .reduce<ErrorKind | undefined>(
      (gravest, kind) =>
        gravest !== undefined && EXIT_CODES[gravest] >= EXIT_CODES[kind] ? gravest : kind,
      undefined,
    )
}

function judge(arrival: Arrival, terms: BindingTerms): Judged {
  if ('error' in arrival) return arrival
  try {
    return { ...arrival, ...checkBinding(arrival.binding, terms) }
  } catch (error) {
    return { ...arrival, error: asRefusal(error) }
  }
}

function isSigned(judged: Judged): judged is Signed {
  return !('error' in judged)
}

function take(book: BindingBook, held: ReadonlySet<string>, judged: Judged): Imported {
  if (!isSigned(judged)) return refused(judged, judged.error)
  const { binding, missing, program } = judged
  try {
    if (!held.has(program)) throw bindingNotOfHolder(binding.source)
    const added = { missing: 0, ...book.add(binding, missing) }
    return { ...shown(judged), ...added, valid: added.missing === 0, error: null }
  } catch (error) {
    return refused(judged, asRefusal(error))
  }
}

/** Marks an accepted binding as superseded if a higher sequence counts. */
function superseded(book: BindingBook, imported: Imported): Imported {
  const { status, source, sequence } = imported
  if (status !== 'accepted' || source === null) return imported
  const isLatest = book.latest(source)?.sequence === sequence
  return isLatest ? imported : { ...imported, status: 'superseded' }
}

function refused(judged: Judged, error: CapstanError): Imported {
  return { ...shown(judged), status: 'refused', valid: false, missing: 0, error }
}

function shown({ file, line, binding }: Judged) {
  const { source = null, to = null, sequence = null } = binding ?? {}
  return { file, line, source, to, sequence }
}

/** @throws `error` itself if it is not a CapstanError. */
function asRefusal(error: unknown): CapstanError {
  if (error instanceof CapstanError) return error
  throw error
}
