// Files of accounts that are right, nearly right and wrong, for the readers of them.

import { getAddress } from 'ethers'
import fc from 'fast-check'
import type { PlainFormat } from './plain-csv.ts'

const UINT256_MAX = 2n ** 256n - 1n

/** Amounts of every length, and those where one more bit or digit is needed. */
export const amounts = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt(1n, 10n ** 27n) },
  fc.integer({ min: 0, max: 77 }).map((exponent) => 10n ** BigInt(exponent)),
  fc.integer({ min: 1, max: 77 }).map((exponent) => 10n ** BigInt(exponent) - 1n),
  fc.integer({ min: 0, max: 255 }).map((exponent) => 2n ** BigInt(exponent)),
  fc.integer({ min: 1, max: 256 }).map((exponent) => 2n ** BigInt(exponent) - 1n),
  fc.bigInt(0n, UINT256_MAX),
)

const bytes = (least: number, most: number) =>
  fc
    .uint8Array({ minLength: least, maxLength: most })
    .map((one) => Buffer.from(one).toString('hex'))

/** Lower case; some share all but their last bytes, some are zero. */
export const addresses = fc.oneof(
  { weight: 6, arbitrary: bytes(20, 20).map((hex) => `0x${hex}`) },
  { weight: 3, arbitrary: bytes(1, 2).map((hex) => `0x${hex.padStart(40, '0')}`) },
  { weight: 3, arbitrary: bytes(1, 2).map((hex) => `0x${hex.padStart(40, 'f')}`) },
)

export interface Account {
  readonly address: string
  readonly amount: bigint
}

/** Different accounts, ascending. */
export const accounts = (most: number): fc.Arbitrary<Account[]> =>
  fc
    .uniqueArray(fc.record({ address: addresses, amount: amounts }), {
      maxLength: most,
      selector: ({ address }) => address,
    })
    .map((list) => list.sort((a, b) => (a.address < b.address ? -1 : 1)))

/** The file that lists accounts in this order. */
export function fileOf(format: PlainFormat, list: readonly Account[]): string {
  const lines = list.map(({ address, amount }, index) =>
    [...(format.isNumbered ? [index] : []), address, amount].join(','),
  )
  return [format.headers[0], ...lines, ''].join('\n')
}

/** A change to a file: of bytes, or of lines. */
type Change = (text: string) => string

const strange = fc.constantFrom(...'0123456789abfABFgxX,,\n\n\r\t -+.e"\0\x7f\xff')
const place = fc.nat({ max: 1 << 20 })
const stretch = fc.integer({ min: 1, max: 700 })

/** `at` is counted from the end of the header, which would hardly ever be right otherwise. */
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, strange).map(([at, by]) => replaced(at, 1, by)),
  fc.tuple(place, strange).map(([at, by]) => replaced(at, 0, by)),
  fc.tuple(place, stretch).map(([at, length]) => replaced(at, length, '')),
  fc.tuple(place, stretch).map(([at, length]) => replaced(at, 0, '7'.repeat(length))),
  fc.tuple(place, place).map(([from, to]) => moved(from, to)),
  fc.tuple(place, place).map(([from, to]) => repeated(from, to)),
  fc.tuple(place, fc.nat({ max: 2 })).map(([at, field]) => zeroBefore(at, field)),
  fc.tuple(place, fc.constantFrom(upper, getAddress)).map(([at, spell]) => respelled(at, spell)),
  place.map(
    (at): Change =>
      (text) =>
        text.slice(0, at % (text.length + 1)),
  ),
  fc.constant<Change>((text) => text.replaceAll('\n', '\r\n')),
  fc.constant<Change>((text) => `\xef\xbb\xbf${text}`),
)

/** Files of which about a third are right. */
export function files(format: PlainFormat, most: number): fc.Arbitrary<Buffer> {
  return fc
    .tuple(accounts(most), fc.array(changes, { maxLength: 2 }))
    .map(([list, some]) => some.reduce((text, change) => change(text), fileOf(format, list)))
    .map((text) => Buffer.from(text, 'latin1'))
}

function replaced(at: number, length: number, by: string): Change {
  return (text) => {
    const start = text.indexOf('\n') + 1
    const from = start + (at % Math.max(1, text.length - start))
    return text.slice(0, from) + by + text.slice(from + length)
  }
}

function moved(from: number, to: number): Change {
  return ofLines((lines) => {
    const [line = ''] = lines.splice(from % lines.length, 1)
    lines.splice(to % (lines.length + 1), 0, line)
  })
}

function repeated(from: number, to: number): Change {
  return ofLines((lines) => {
    lines.splice(to % (lines.length + 1), 0, lines[from % lines.length] as string)
  })
}

function zeroBefore(at: number, field: number): Change {
  return ofLines((lines) => {
    const fields = (lines[at % lines.length] as string).split(',')
    fields[field % fields.length] = `0${fields[field % fields.length]}`
    lines[at % lines.length] = fields.join(',')
  })
}

function respelled(at: number, spell: (address: string) => string): Change {
  return ofLines((lines) => {
    const line = lines[at % lines.length] as string
    lines[at % lines.length] = line.replace(/0x[0-9a-f]{40}/, spell)
  })
}

/** A change of the lines below the header, where there are some. */
function ofLines(change: (lines: string[]) => void): Change {
  return (text) => {
    const [header, ...lines] = text.split('\n')
    const rest = lines.pop()
    if (lines.length > 0) change(lines)
    return [header, ...lines, rest].join('\n')
  }
}

function upper(address: string): string {
  return `0x${address.slice(2).toUpperCase()}`
}
