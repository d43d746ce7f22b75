import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Binding, bindingMessage } from '../../../src/migration/binding/binding.ts'
import { BindingBook } from '../../../src/migration/binding/binding-book.ts'
import { BINDING, parseBindingLine } from '../../../src/migration/binding/binding-line.ts'
import { checkBinding } from '../../../src/migration/binding/check-binding.ts'
import { ACCOUNTS, binding, multisigHolder, singleHolder } from '../../support/bindings.ts'

const terms = {
  campaign: 'btm',
  snapshot: '5a'.repeat(32),
  chainId: 31337,
  bytomNetwork: 'solonet' as const,
}
const alice = singleHolder(1)
const treasury = multisigHolder(2, [3, 4, 5])
const signed = [
  binding(alice, { ...terms, to: ACCOUNTS[0], sequence: 12 }),
  binding(treasury, { ...terms, to: ACCOUNTS[1], sequence: 3 }, [0, 2]),
]

describe('a binding', () => {
  it.each(signed)('does not hold with any one byte of its line changed ($sequence)', (original) => {
    const line = BINDING.text(original)
    expect(isGood(line)).toBe(true)
    fc.assert(
      fc.property(fc.nat(line.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = `${line.slice(0, at)}${String.fromCharCode(byte)}${line.slice(at + 1)}`
        expect(isGood(changed)).toBe(changed === line)
      }),
      { numRuns: 500 },
    )
  })

  it.each(signed)(
    'does not hold with any piece of its line left out or repeated ($sequence)',
    (original) => {
      const line = BINDING.text(original)
      fc.assert(
        fc.property(fc.nat(line.length - 1), fc.integer({ min: 1, max: 80 }), (at, length) => {
          const end = at + length
          expect(isGood(line.slice(0, at) + line.slice(end))).toBe(false)
          expect(isGood(line.slice(0, end) + line.slice(at))).toBe(false)
        }),
        { numRuns: 200 },
      )
    },
  )

  it('is signed over a text that no other statement has', () => {
    const statements = fc.record({
      campaign: fc.constantFrom('btm', 'btm-2', '1'),
      snapshot: fc.constantFrom('5a'.repeat(32), '5b'.repeat(32)),
      chainId: fc.constantFrom(1, 11, 31337),
      source: fc.constantFrom(alice.address, treasury.address),
      to: fc.constantFrom(...ACCOUNTS),
      sequence: fc.constantFrom(1, 11, 2 ** 53 - 1),
    })
    fc.assert(
      fc.property(statements, statements, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other)
        expect(bindingMessage(one) === bindingMessage(other)).toBe(isSame)
        expect(bindingMessage(one).length).toBeGreaterThan(200)
      }),
    )
  })
})

describe('the bindings of a campaign', () => {
  const said = [1, 2, 3].flatMap((sequence) => [
    binding(alice, { ...terms, to: ACCOUNTS[sequence] as string, sequence }),
    ...[0, 1, 2].map((signer) =>
      binding(treasury, { ...terms, to: ACCOUNTS[sequence] as string, sequence }, [signer]),
    ),
  ])

  it('come to the same winners in whatever order, number and grouping they arrive', () => {
    const orders = fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 })
    fc.assert(
      fc.property(orders, fc.nat(said.length * 2), (order, cut) => {
        const first = new BindingBook(terms, [], [])
        const once = added(first, order.slice(0, cut))
        // What is written in between is read again.
        const second = added(
          new BindingBook(terms, once.bound(), once.unsigned()),
          order.slice(cut),
        )
        expect(second.unsigned()).toEqual([])
        expect(second.bound().map(({ source, sequence, to }) => [source, sequence, to])).toEqual(
          sortedStatements(),
        )
        for (const { address } of [alice, treasury]) {
          expect(second.latest(address)).toMatchObject({ sequence: 3, to: ACCOUNTS[3] })
        }
        for (const each of second.bound()) expect(checkBinding(each, terms).missing).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  function sortedStatements(): unknown[] {
    const holders = [alice, treasury].sort((a, b) => (a.address < b.address ? -1 : 1))
    return holders.flatMap(({ address }) =>
      [1, 2, 3].map((sequence) => [address, sequence, ACCOUNTS[sequence]]),
    )
  }
})

function added(book: BindingBook, bindings: readonly Binding[]): BindingBook {
  for (const each of bindings) book.add(each, checkBinding(each, terms).missing)
  return book
}

/** Whether a line is a binding that counts. */
function isGood(line: string): boolean {
  const read = parseBindingLine(line)
  if (typeof read === 'string') return false
  try {
    return checkBinding(read, terms).missing === 0
  } catch {
    return false
  }
}
