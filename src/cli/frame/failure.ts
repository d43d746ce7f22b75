import { CapstanError } from '../../primitives/capstan-error.ts'

/** An error of oclif's argument parser; read by shape, since plugins bring their own copy of the class. */
interface ParserError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly parse?: unknown
}

const PROMPT_CLOSED = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError'])

/** Maps anything thrown to the one error that a user sees. Errors outside the catalogue are bugs. */
export function toCapstanError(thrown: unknown): CapstanError {
  if (thrown instanceof CapstanError) return thrown
  if (thrown instanceof Error) {
    if (PROMPT_CLOSED.has(thrown.name)) return cancelled(thrown)
    if (isParserError(thrown)) return usageError(thrown)
    const refusal = systemRefusal(thrown)
    if (refusal) return refusal
  }
  return new CapstanError({
    code: 'INTERNAL',
    kind: 'bug',
    message: `capstan has a bug: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    suggestions: ['Run the command again with DEBUG=capstan, and report the output.'],
    cause: thrown,
  })
}

/** The operator declined or pressed Ctrl-C: nothing more happens. */
export function cancelled(cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'CANCELLED',
    kind: 'cancelled',
    message: 'Cancelled.',
    cause,
  })
}

function isParserError(error: Error): error is ParserError {
  return 'parse' in error || (error as ParserError).oclif?.exit === 2
}

function usageError(error: Error): CapstanError {
  const message = inOneSentence(error.message)
  return new CapstanError({
    code: 'USAGE',
    kind: 'usage',
    message: message.endsWith('.') ? message : `${message}.`,
    suggestions: ['Run the command with --help.'],
    cause: error,
  })
}

/** Removes the headings, lists and tabs of oclif's parser. */
function inOneSentence(message: string): string {
  return message
    .replace(/\n*See more help with --help$/, '')
    .replace(/^The following errors? occurred:/, '')
    .replace(/^Parsing (--[\w-]+) *\n\t/, '$1: ')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ {2,}/g, ': ')
}

/** A full disk, a read-only folder or a missing permission is the machine's state, not our bug. */
function systemRefusal(error: Error): CapstanError | undefined {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = code === undefined ? undefined : SYSTEM_REASONS.get(code)
  if (reason === undefined) return undefined
  return new CapstanError({
    code: 'FILE_INACCESSIBLE',
    kind: code === 'ENOENT' ? 'not-found' : 'state',
    message: path ? `${path}: ${reason}.` : `A file cannot be used: ${reason}.`,
    details: { reason: code ?? null, path: path ?? null },
    cause: error,
  })
}

const SYSTEM_REASONS = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission is missing'],
  ['EPERM', 'the system does not permit it'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EEXIST', 'a file is in its place'],
  ['ELOOP', 'a link leads back to itself'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EIO', 'the disk fails'],
  ['EMFILE', 'too many files are open'],
])
