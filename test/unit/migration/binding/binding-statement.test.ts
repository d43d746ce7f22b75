import { expect, it } from 'vitest'
import { BindingBook } from '../../../../src/migration/binding/binding-book.ts'
import { bindingStatement } from '../../../../src/migration/binding/binding-statement.ts'
import { parseSource } from '../../../../src/migration/binding/source.ts'
import { ACCOUNTS, binding, singleHolder } from '../../../support/bindings.ts'

const [to, other] = ACCOUNTS
const alice = singleHolder(1)
const terms = {
  campaign: 'btm',
  snapshot: 'ab'.repeat(32),
  chainId: 31337,
  bytomNetwork: 'solonet',
} as const

it('has the next number of its holder, while there is one', () => {
  const next = (sequence: number, destination: string) => {
    const book = new BindingBook(terms, [binding(alice, { ...terms, to, sequence })], [])
    const source = parseSource(alice.address, terms)
    return bindingStatement(source, { to: destination }, terms, book).sequence
  }
  expect(next(8, other)).toBe(9)
  expect(next(Number.MAX_SAFE_INTEGER, to)).toBe(Number.MAX_SAFE_INTEGER)
  expect(() => next(Number.MAX_SAFE_INTEGER, other)).toThrow(
    expect.objectContaining({ code: 'BINDING_SEQUENCE_LAST', exitCode: 3 }),
  )
})
