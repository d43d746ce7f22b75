import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
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

/** @param term the field that differs, in words. */
export function bindingOfOtherCampaign(
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
    message: `The source ${source} is not an address of Bytom's ${network}: there it is ${same}.`,
    details: { source, expected: same },
    suggestions: [`--source ${same}`],
  })
}

/** @param what is not that of the source. */
export function bindingOfOtherKey(
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
    message: `${source} is the address of a script: its binding needs that script.`,
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
    message: `The signature of ${publicKey} does not sign the binding of ${source} to ${to} with sequence ${sequence}.`,
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

/** @param kept account that was bound with this sequence before. */
export function bindingConflict(
  { source, to, sequence }: BindingStatement,
  kept: string,
): CapstanError {
  return new CapstanError({
    code: 'BINDING_CONFLICT',
    kind: 'refused',
    message: `${source} has already bound ${kept} with sequence ${sequence}, so it cannot bind ${to} with the same one.`,
    details: { source, sequence, kept, refused: to },
    suggestions: [`Have the holder bind with a higher sequence: --sequence ${sequence + 1}`],
  })
}

/** @param missing signatures. */
export function bindingIncomplete({ source }: BindingStatement, missing: number): CapstanError {
  return new CapstanError({
    code: 'BINDING_INCOMPLETE',
    kind: 'mismatch',
    message: `The binding of ${source} needs the signatures of ${missing} more of its keys.`,
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
    message: `The binding of ${source} with sequence ${sequence} cannot follow the one of ${before.source} with sequence ${before.sequence}.`,
    details: { source, sequence, after: before.source, afterSequence: before.sequence },
  })
}

/** An invalid line of `bindings.ndjson`. Lines count from 1. */
export interface BadLine {
  readonly line: number
  /** Null if the line names none. */
  readonly source: string | null
  readonly code: string
  readonly reason: string
}

/** @throws `error` itself if it is not a CapstanError. */
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
    message: `${file} has invalid bindings: ${shown.join(' ')}${more}`,
    details: {
      file,
      count: bad.length,
      lines: bad.slice(0, MAX_LINES).map((each) => ({ ...each })),
    },
    suggestions: [campaignStep('bind verify')],
  })
}

/** @param kind of the snapshot. */
export function bindingNotNeeded(kind: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_NOT_NEEDED',
    kind: 'refused',
    message: `The holders of a snapshot of kind ${kind} already have EVM accounts: only holders of Bytom bind.`,
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
      campaignStep(
        'bind terms',
        '--out FILE',
        'Ask the operator for the file. They write it with:',
      ),
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

/** @param path where the search started. */
export function keyNotOfSource(name: string, source: string, path: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_KEY_NOT_OF_SOURCE',
    kind: 'refused',
    message: `The key "${name}" is not a key of ${source}, neither at ${path} nor near it in its account.`,
    details: { key: name, source, path },
    suggestions: ['--path m/44/153/1/0/2', `capstan key address ${name}`],
  })
}

/** Not every JSON reader can read a larger number. */
export function sequenceLast({ source, to, sequence }: BindingStatement): CapstanError {
  return new CapstanError({
    code: 'BINDING_SEQUENCE_LAST',
    kind: 'refused',
    message: `${source} has bound ${to} with sequence ${sequence}, the highest there is: no binding can supersede it.`,
    details: { source, to, sequence },
    suggestions: [campaignStep('bind list')],
  })
}

export function sequenceInvalid(text: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_SEQUENCE_INVALID',
    kind: 'usage',
    message: `The sequence "${text.slice(0, 80)}" is not a whole number of 1 or more.`,
    details: { sequence: text.slice(0, 80) },
    suggestions: ['--sequence 1'],
  })
}

export function destinationZero(): CapstanError {
  return new CapstanError({
    code: 'ADDRESS_ZERO',
    kind: 'usage',
    message: 'The destination is the zero address: a payment to it is lost.',
  })
}

export function bindingOutMissing(): CapstanError {
  return new CapstanError({
    code: 'BINDING_OUT_MISSING',
    kind: 'usage',
    message: 'A binding made from a terms file needs --out for the file it goes to.',
    suggestions: ['--out binding.json'],
  })
}

/** @param name of the supplement. */
export function boundBeforeSupplement(name: string): CapstanError {
  return new CapstanError({
    code: 'BINDING_OF_SUPPLEMENT',
    kind: 'refused',
    message: `Campaign ${name} is a supplement: its holders bind in the campaign it supplements.`,
    details: { campaign: name },
    suggestions: ['Name that campaign, the folder above, with --campaign.'],
  })
}
