import { countText } from '../../primitives/amount-text.ts'
import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { Bound } from './bind.ts'
import type { BindingTerms } from './binding.ts'
import { BINDING_TERMS } from './binding-terms.ts'
import type { BindingList, ListedBinding } from './list-bindings.ts'
import type { VerifiedBindings } from './verify-bindings.ts'

const SHOWN_BAD_LINES = 20

/**
 * A binding, or the requests to the holder's node that make one.
 * @param options that name the campaign in a command, each after a space.
 */
export function boundView(bound: Bound, options: string): View {
  const { statement, message, missing, requests, file, status, digest } = bound
  const { source, to, sequence } = statement
  const valid = missing === 0
  return {
    json: { source, to, sequence, valid, status, missing, message, requests, file, digest },
    text: missing === null ? requestText(bound, options) : boundText(bound, missing),
  }
}

export function bindingListView({ bindings, digest }: BindingList): View {
  if (bindings.length === 0) return { json: { bindings, digest }, text: 'Nobody is bound yet.' }
  const rows = bindings.map((each) => [each.source, `${each.sequence}`, each.to, stateOf(each)])
  return {
    json: { bindings, digest },
    text: textTable(['source', 'sequence', 'to', ''], rows),
  }
}

/** A file with an invalid line is a finding, and exits 7. */
export function verifiedBindingsView({ bindings, bad, digest, chainId }: VerifiedBindings): View {
  const valid = bad.length === 0
  const holders = new Set(bindings.map(({ program }) => program)).size
  const shown = bad.slice(0, SHOWN_BAD_LINES)
  const hidden = bad.length - shown.length
  return {
    json: { valid, bindings: bindings.length, holders, chainId, bad, digest },
    text: [
      valid
        ? `All are valid: ${countText(bindings.length, 'binding', 'bindings')} of ${countText(holders, 'holder', 'holders')}.`
        : `${countText(bad.length, 'line is', 'lines are')} NOT valid.`,
      ...shown.map(({ line, reason }) => `line ${line}: ${reason}`),
      ...(hidden > 0 ? [`(and ${hidden} more)`] : []),
      ...(digest === null ? [] : [textFacts([['digest', digest]])]),
    ].join('\n'),
    ...(!valid && { finding: 'mismatch' as const }),
  }
}

/** The terms for holders. @param file that they were written to, if any. */
export function termsView(terms: BindingTerms, file: string | undefined): View {
  return {
    json: { ...terms, file: file ?? null },
    text:
      file === undefined
        ? BINDING_TERMS.text(terms).trimEnd()
        : `Wrote the terms of ${terms.campaign} to ${file}.`,
  }
}

function boundText({ statement, status, file, digest }: Bound, missing: number): string {
  const { source, to, sequence } = statement
  const again = status === 'duplicate' ? ' already' : ''
  return [
    missing === 0
      ? `${source} is bound to ${to}${again}.`
      : `${source} is not bound yet: ${countText(missing, 'signature is', 'signatures are')} missing.`,
    ...(status === 'superseded' ? ['A binding with a higher sequence counts instead.'] : []),
    textFacts([
      ['sequence', `${sequence}`],
      ['file', `${file}`],
      ...(digest === null ? [] : [['digest', digest] as const]),
    ]),
  ].join('\n')
}

/** printf is a shell builtin and the pipe is private, so no process list shows the password. */
function requestText({ statement, message, requests, script }: Bound, options: string): string {
  const { source, to, sequence } = statement
  const curls = requests.map(
    ({ path, body }) =>
      `printf '{"address":"${body.address}","message":"${body.message}","password":"%s"}' "$PASSWORD" | curl -s --data-binary @- http://127.0.0.1:9888${path}`,
  )
  const given = [`--source ${source} --to ${to} --sequence ${sequence}`]
  if (script !== null) given.push(`--script ${script}`)
  return [
    'Nobody has signed yet. This is the text to sign:',
    '',
    message,
    '',
    requests.length === 1
      ? "Ask the holder's own bytomd, whose wallet has the address:"
      : 'Each with its own bytomd, whose wallet has the address of that key alone:',
    '',
    'read -rs PASSWORD',
    ...curls,
    '',
    'Then, with the signature and the derived_xpub of the answer:',
    '',
    `capstan migrate bind${options} ${given.join(' ')} --signature SIGNATURE --xpub DERIVED_XPUB`,
  ].join('\n')
}

function stateOf({ valid, superseded, missing }: ListedBinding): string {
  if (missing === null) return 'NOT VALID'
  if (!valid) return `${missing} missing`
  return superseded ? 'superseded' : ''
}
