import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { BindingStatement } from './binding.ts'

const SHOWN_LINES = 5
const MAX_LINES = 100

export function bindingMalformed(file: string, line: number, problem: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_MALFORMED',
    kind: 'usage',
    message: `${file}, line ${line}: the line ${problem}.`,
    details: { file, line },
  })
}

/** @param term what differs, in words. */
export function bindingForeign(
  { source }: BindingStatement,
  term: string,
  expected: string | number,
  got: string | number,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_FOREIGN',
    kind: 'mismatch',
    message: `The binding of ${source} is for another campaign: its ${term} is ${got}, not ${expected}.`,
    details: { source, term, expected, got },
  })
}

export function sourceOfOtherNetwork(
  source: string,
  network: BytomNetwork,
  same: string,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_SOURCE_INVALID',
    kind: 'mismatch',
    message: `The source ${source} is not how Bytom's ${network} writes the address: there it is ${same}.`,
    details: { source, expected: same },
    suggestions: [`--source ${same}`],
  })
}

/** @param what the key or the script that is not that of the source. */
export function bindingKeyForeign(
  { source }: Pick<BindingStatement, 'source'>,
  what: 'public key' | 'script',
): CapstanError {
  return new CapstanError({
    code: 'BINDING_KEY_FOREIGN',
    kind: 'mismatch',
    message: `The ${what} in the binding of ${source} is not that of the address.`,
    details: { source },
  })
}

export function scriptMissing(source: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_SCRIPT_MISSING',
    kind: 'usage',
    message: `${source} is the address of a script: a binding of it needs that script.`,
    details: { source },
    suggestions: ['--script HEX', 'capstan key address --xpub HEX --xpub HEX --quorum 2'],
  })
}

export function bindingSignatureInvalid(
  { source, to, sequence }: BindingStatement,
  publicKey: string,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_SIGNATURE_INVALID',
    kind: 'mismatch',
    message: `The signature of ${publicKey} is not over the binding of ${source} to ${to} with sequence ${sequence}.`,
    details: { source, to, sequence, publicKey },
  })
}

export function bindingNotOfHolder(source: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_NOT_OF_HOLDER',
    kind: 'refused',
    message: `${source} holds nothing in the snapshot of this campaign.`,
    details: { source },
  })
}

/** @param kept what was bound with this sequence before. */
export function bindingConflict(
  { source, to, sequence }: BindingStatement,
  kept: string,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_CONFLICT',
    kind: 'refused',
    message: `${source} has bound ${kept} with sequence ${sequence} already, and now ${to} with the same one.`,
    details: { source, sequence, kept, refused: to },
    suggestions: [`The holder binds with a higher sequence: --sequence ${sequence + 1}`],
  })
}

/** @param missing signatures. */
export function bindingIncomplete({ source }: BindingStatement, missing: number): CapstanError {
  return new CapstanError({
    code: 'BINDING_INCOMPLETE',
    kind: 'mismatch',
    message: `The binding of ${source} has yet to be signed by ${missing} more of its keys.`,
    details: { source, missing },
  })
}

export function bindingOutOfOrder(
  { source, sequence }: BindingStatement,
  before: BindingStatement,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_OUT_OF_ORDER',
    kind: 'mismatch',
    message: `The binding of ${source} with sequence ${sequence} cannot follow that of ${before.source} with ${before.sequence}.`,
    details: { source, sequence, after: before.source, afterSequence: before.sequence },
  })
}

/** A line of `bindings.ndjson` that does not hold. Lines count from 1. */
export interface BadLine {
  readonly line: number
  /** Null where the line names none. */
  readonly source: string | null
  readonly code: string
  readonly reason: string
}

/** @throws `error` itself if it is none of ours. */
export function badLine(line: number, source: string | null, error: unknown): BadLine {
  if (!(error instanceof CapstanError)) throw error
  return { line, source, code: error.code, reason: error.message }
}

export function bindingsInvalid(file: string, bad: readonly BadLine[]): CapstanError {
  const shown = bad.slice(0, SHOWN_LINES).map(({ line, reason }) => `line ${line}: ${reason}`)
  const more = bad.length > shown.length ? ` (and ${bad.length - shown.length} more)` : ''
  return new CapstanError({
    code: 'BINDINGS_INVALID',
    kind: 'mismatch',
    message: `${file} has bindings that do not hold: ${shown.join(' ')}${more}`,
    details: {
      file,
      count: bad.length,
      lines: bad.slice(0, MAX_LINES).map((each) => ({ ...each })),
    },
    suggestions: ['capstan migrate bind verify'],
  })
}

/** @param kind of the snapshot. */
export function bindingNotNeeded(kind: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_NOT_NEEDED',
    kind: 'refused',
    message: `The holders of a snapshot of kind ${kind} have accounts on an EVM chain already: only those of Bytom are bound.`,
    details: { kind },
  })
}

export function termsMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_TERMS_MISSING',
    kind: 'not-found',
    message: `There is no file ${file} with the terms of a campaign.`,
    details: { file },
    suggestions: [
      'Ask the operator for it, who writes it with: capstan migrate bind terms --out FILE',
    ],
  })
}

export function termsInvalid(file: string, problem: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'BINDING_TERMS_INVALID',
    kind: 'usage',
    message: `${file} does not hold the terms of a campaign: ${problem}.`,
    details: { file },
    cause,
  })
}

export function bindingFileMissing(path: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_FILE_MISSING',
    kind: 'not-found',
    message: `There is no file or folder ${path}.`,
    details: { path },
  })
}

export function bindingFileRefused(file: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_FILE_REFUSED',
    kind: 'usage',
    message: `${file} ${problem}.`,
    details: { file },
  })
}

/** @param path where the search began. */
export function keyNotOfSource(name: string, source: string, path: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_KEY_NOT_OF_SOURCE',
    kind: 'refused',
    message: `The key "${name}" has no part in ${source}, neither at ${path} nor near it in its account.`,
    details: { key: name, source, path },
    suggestions: ['--path m/44/153/1/0/2', `capstan key address ${name}`],
  })
}

/** A number of 64 bits would not survive every reader of JSON. */
export function sequenceLast({ source, to, sequence }: BindingStatement): CapstanError {
  return new CapstanError({
    code: 'BINDING_SEQUENCE_LAST',
    kind: 'refused',
    message: `${source} has bound ${to} with sequence ${sequence}, the last there is: no other can supersede it.`,
    details: { source, to, sequence },
    suggestions: ['capstan migrate bind list'],
  })
}

export function sequenceInvalid(text: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_SEQUENCE_INVALID',
    kind: 'usage',
    message: `The sequence "${text.slice(0, 80)}" is not a whole number from 1 on.`,
    details: { sequence: text.slice(0, 80) },
    suggestions: ['--sequence 1'],
  })
}

export function destinationZero(): CapstanError {
  return new CapstanError({
    code: 'ADDRESS_ZERO',
    kind: 'usage',
    message: 'The destination is the zero address: what is paid there is lost.',
  })
}

export function bindingOutMissing(): CapstanError {
  return new CapstanError({
    code: 'BINDING_OUT_MISSING',
    kind: 'usage',
    message: 'A binding made from the terms of a campaign goes to a file, which --out names.',
    suggestions: ['--out binding.json'],
  })
}

/** @param name of the supplement. */
export function boundBeforeSupplement(name: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_OF_SUPPLEMENT',
    kind: 'refused',
    message: `Campaign ${name} is a supplement: its holders bind in the campaign that it supplements.`,
    details: { campaign: name },
    suggestions: ['Name that campaign with --campaign: it is the folder above.'],
  })
}
