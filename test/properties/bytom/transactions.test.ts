import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader } from '../../../src/primitives/bytom/byte-reader.ts'
import { byteString, concatBytes, varint } from '../../../src/primitives/bytom/byte-writing.ts'
import { decodeTransaction } from '../../../src/primitives/bytom/decode-transaction.ts'
import {
  encodeTransaction,
  withArguments,
} from '../../../src/primitives/bytom/encode-transaction.ts'
import type { TransactionLedger } from '../../../src/primitives/bytom/transaction.ts'
import { transactionIds } from '../../../src/primitives/bytom/transaction-ids.ts'
import { hex, selectedVectors, unhex } from '../../support/bytom-vectors.ts'

const numbers = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes = fc.uint8Array({ maxLength: 40 })
/** What a newer node may put behind what we know. */
const unknown = fc.uint8Array({ maxLength: 4 })
const ledgers = fc.constantFrom<TransactionLedger>('bytom', 'vapor')
const invalid = expect.objectContaining({ code: 'BYTOM_TRANSACTION_INVALID', exitCode: 2 })

const payment = fc
  .tuple(hash, numbers, bytes, unknown)
  .map(([asset, amount, program, more]) =>
    concatBytes(asset, varint(amount), varint(1), byteString(program), more),
  )
const spent = fc
  .tuple(hash, hash, numbers, numbers, bytes, unknown)
  .map(([source, asset, amount, position, program, more]) =>
    concatBytes(
      source,
      asset,
      varint(amount),
      varint(position),
      varint(1),
      byteString(program),
      more,
    ),
  )
const witness = fc
  .tuple(fc.array(bytes, { maxLength: 3 }), unknown)
  .map(([list, more]) => concatBytes(varint(list.length), ...list.map(byteString), more))
const asset = fc
  .tuple(bytes, numbers, bytes)
  .map(([definition, version, program]) =>
    concatBytes(byteString(definition), varint(version), byteString(program)),
  )

const spend = fc
  .tuple(spent, unknown, witness)
  .map(([output, more, shown]) => input(concatBytes(varint(1), byteString(output), more), shown))
const issue = fc
  .tuple(bytes, hash, numbers, asset, witness)
  .map(([nonce, id, amount, source, shown]) =>
    input(
      concatBytes(varint(0), byteString(nonce), id, varint(amount)),
      concatBytes(source, shown),
    ),
  )
const veto = fc
  .tuple(spent, bytes, witness)
  .map(([output, vote, shown]) =>
    input(concatBytes(varint(3), byteString(output), byteString(vote)), shown),
  )
const bytomOutput = payment.map(output)
const vaporOutput = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 1), payment)
    .map(([type, paid]) => output(concatBytes(Uint8Array.of(type), byteString(paid)))),
  fc
    .tuple(bytes, payment)
    .map(([vote, paid]) =>
      output(concatBytes(Uint8Array.of(2), byteString(vote), byteString(paid))),
    ),
)

const transactions = ledgers.chain((ledger) =>
  fc
    .tuple(
      numbers,
      fc.array(fc.oneof(spend, ledger === 'bytom' ? issue : veto), { maxLength: 4 }),
      fc.array(ledger === 'bytom' ? bytomOutput : vaporOutput, { maxLength: 4 }),
    )
    .map(([timeRange, inputs, outputs]) => ({
      ledger,
      raw: concatBytes(
        Uint8Array.of(7, 1),
        varint(timeRange),
        varint(inputs.length),
        ...inputs,
        varint(outputs.length),
        ...outputs,
      ),
    })),
)

describe('every raw transaction', () => {
  it('decodes and encodes to the same bytes, with what nobody knows in them', () => {
    fc.assert(
      fc.property(transactions, ({ ledger, raw }) => {
        expect(encodeTransaction(decodeTransaction(raw, ledger))).toEqual(raw)
      }),
    )
  })

  it('keeps its ids when its witnesses change', () => {
    fc.assert(
      fc.property(transactions, fc.array(bytes, { maxLength: 3 }), ({ ledger, raw }, list) => {
        const transaction = decodeTransaction(raw, ledger)
        const given = new Map(transaction.inputs.map((_, i) => [i, list]))
        const changed = withArguments(transaction, given)
        const again = decodeTransaction(encodeTransaction(changed), ledger)
        expect(again.inputs.every((one) => one.witness.arguments?.length === list.length)).toBe(
          true,
        )
        expect(transactionIds(again)).toEqual(transactionIds(transaction))
      }),
    )
  })

  it('is refused cut short or with a byte behind its end', () => {
    fc.assert(
      fc.property(transactions, fc.nat(), fc.nat(255), ({ ledger, raw }, cut, byte) => {
        const decode = (wrong: Uint8Array) => () => decodeTransaction(wrong, ledger)
        expect(decode(raw.slice(0, cut % raw.length))).toThrow(invalid)
        expect(decode(Uint8Array.of(...raw, byte))).toThrow(invalid)
      }),
    )
  })

  it('is refused, and nothing else happens, when it is any other bytes', () => {
    fc.assert(
      fc.property(ledgers, fc.uint8Array({ maxLength: 120 }), (ledger, rest) => {
        const raw = Uint8Array.of(7, 1, 0, ...rest)
        try {
          expect(encodeTransaction(decodeTransaction(raw, ledger))).toEqual(raw)
        } catch (error) {
          expect(error).toEqual(invalid)
        }
      }),
    )
  })
})

describe('the id of a transaction a node made', () => {
  it('changes with every bit of what it moves, and from where to where', () => {
    for (const { label, template, tx_id } of selectedVectors().transactions) {
      // The data of a retirement and the definition of an asset are in no id of the transaction.
      if (/retire|issue/.test(label)) continue
      const raw = unhex(template.raw_transaction)
      for (let bit = 0; bit < raw.length * 8; bit += 3) {
        const changed = raw.slice()
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(idOf(changed)).not.toBe(tx_id)
      }
    }
  })
})

describe('every number in a transaction', () => {
  it('is read back', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(new ByteReader(varint(value)).varint()).toBe(value)
      }),
    )
  })

  it.each([
    ['with a needless byte', [0x80, 0x00]],
    ['of 2^63', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['that never ends', Array(12).fill(0xff)],
    ['cut short', [0x80]],
  ])('is refused %s', (_, wrong) => {
    expect(() => new ByteReader(Uint8Array.from(wrong)).varint()).toThrow(invalid)
  })
})

/** The id, or why there is none. */
function idOf(raw: Uint8Array): string | undefined {
  try {
    return hex(transactionIds(decodeTransaction(raw, 'bytom')).txId)
  } catch (error) {
    expect(error).toEqual(invalid)
    return undefined
  }
}

function input(commitment: Uint8Array, shown: Uint8Array): Uint8Array {
  return concatBytes(varint(1), byteString(commitment), byteString(shown))
}

function output(commitment: Uint8Array): Uint8Array {
  return concatBytes(varint(1), byteString(commitment), varint(0))
}
