import { parseAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import type { BindingStatement, BindingTerms } from './binding.ts'
import type { BindingBook } from './binding-book.ts'
import { destinationZero, sequenceInvalid, sequenceLast } from './binding-errors.ts'
import type { Source } from './source.ts'

/** The statement of a holder, as typed. */
export interface StatementInput {
  readonly to: string
  /** Decimal; by default the next one of the source. */
  readonly sequence?: string | undefined
}

/**
 * Makes the statement of a holder.
 * @param book with the earlier bindings, if known.
 * @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, ADDRESS_ZERO, BINDING_SEQUENCE_INVALID,
 * BINDING_SEQUENCE_LAST
 */
export function bindingStatement(
  source: Source,
  { to: destination, sequence }: StatementInput,
  { campaign, snapshot, chainId }: BindingTerms,
  book?: BindingBook,
): BindingStatement {
  const to = parseAddress(destination, 'destination')
  if (to === ZERO_ADDRESS) throw destinationZero()
  const number = sequence === undefined ? nextSequence(source, to, book) : parseSequence(sequence)
  return { campaign, snapshot, chainId, source: source.text, to, sequence: number }
}

/** Repeating the statement that counts needs no new number. */
function nextSequence({ text }: Source, to: string, book: BindingBook | undefined): number {
  const latest = book?.latest(text)
  if (latest === undefined) return 1
  if (latest.to === to) return latest.sequence
  if (latest.sequence === Number.MAX_SAFE_INTEGER) throw sequenceLast(latest)
  return latest.sequence + 1
}

function parseSequence(text: string): number {
  const sequence = /^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(sequence)) throw sequenceInvalid(text)
  return sequence
}
