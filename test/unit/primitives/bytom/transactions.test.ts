import { Mnemonic } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  deriveXprv,
  rootXprv,
  signWithXprv,
  xpubOf,
} from '../../../../src/primitives/bytom/chainkd.ts'
import { decodeTransaction } from '../../../../src/primitives/bytom/decode-transaction.ts'
import { encodeTransaction } from '../../../../src/primitives/bytom/encode-transaction.ts'
import { isComplete, signTemplate } from '../../../../src/primitives/bytom/sign-template.ts'
import { encodeTemplate, parseTemplate } from '../../../../src/primitives/bytom/template.ts'
import type { TransactionLedger } from '../../../../src/primitives/bytom/transaction.ts'
import { assetIdOf, transactionIds } from '../../../../src/primitives/bytom/transaction-ids.ts'
import {
  type BytomVectors,
  hex,
  selectedVaporTransactions,
  selectedVectors,
  sharedVaporTransactions,
  sharedVectors,
  type TemplateJson,
  unhex,
  type VaporTransactionCase,
} from '../../../support/bytom-vectors.ts'
import { sharedFixturesMissing } from '../../../support/shared-fixtures.ts'

describe('transactions of Bytom 1.x, a selection', () => reproduceBytom(selectedVectors))
describe.skipIf(sharedFixturesMissing)('transactions of Bytom 1.x, all captured', () =>
  reproduceBytom(sharedVectors),
)
describe('transactions of Vapor, a selection', () => reproduceVapor(selectedVaporTransactions))
describe.skipIf(sharedFixturesMissing)('transactions of Vapor, all captured', () =>
  reproduceVapor(sharedVaporTransactions),
)

function reproduceBytom(vectors: () => BytomVectors): void {
  it('decode to what the node says, and every id is recomputed', () => {
    for (const vector of vectors().transactions) {
      const transaction = decodeTransaction(unhex(vector.template.raw_transaction), 'bytom')
      const ids = transactionIds(transaction)
      expect(hex(ids.txId), vector.label).toBe(vector.tx_id)
      expect(hex(ids.muxId)).toBe(vector.mux_id)
      expect(Number(transaction.timeRange)).toBe(vector.time_range)
      expect(transaction.inputs.map(({ type }) => type)).toEqual(vector.inputs.map((i) => i.type))
      for (const [i, input] of vector.inputs.entries()) {
        const read = transaction.inputs[i]
        expect(hex(ids.inputIds[i])).toBe(input.input_id)
        expect(hex(ids.signHashes[i])).toBe(input.sign_hash)
        expect(hex(ids.spentOutputIds[i])).toBe(input.spent_output_id)
        if (read?.type === 'issue') expect(assetIdOf(read.issue.asset)).toEqual(read.issue.assetId)
        const value = read?.type === 'issue' ? read.issue : read?.type === 'spend' && read.spent
        expect(value && `${value.amount} ${hex(value.assetId)}`).toBe(
          `${input.amount} ${input.asset_id}`,
        )
      }
      expect(ids.outputIds.map(hex)).toEqual(vector.outputs.map(({ id }) => id))
      expect(
        transaction.outputs.map(({ type, amount, assetId, program }) => ({
          type,
          amount: `${amount}`,
          asset_id: hex(assetId),
          control_program: hex(program),
        })),
      ).toEqual(
        vector.outputs.map(({ type, amount, asset_id, control_program }) => ({
          type,
          amount: `${amount}`,
          asset_id,
          control_program,
        })),
      )
    }
  })

  it('encode again to the same bytes, signed and unsigned', () => {
    for (const { template, signed_raw, tx_id } of vectors().transactions) {
      for (const raw of [template.raw_transaction, signed_raw]) {
        const transaction = decodeTransaction(unhex(raw), 'bytom')
        expect(hex(encodeTransaction(transaction))).toBe(raw)
        expect(hex(transactionIds(transaction).txId)).toBe(tx_id)
      }
    }
  })

  it('are signed step by step to the node’s own templates', () => {
    const { wallet_keys_of_the_solonet: keys, transactions } = vectors()
    const rootOf = (password: string) => {
      const key = Object.values(keys).find((one) => one.password === password)
      return root(key?.mnemonic ?? STRANGER)
    }
    let steps = 0
    for (const vector of transactions) {
      let template = vector.template
      for (const { password, response } of vector.sign_steps ?? []) {
        template = signed(template, 'bytom', rootOf(password))
        expect(template, `${vector.label}, ${password}`).toEqual(response.transaction)
        expect(isComplete(parse(template), 'bytom')).toBe(response.sign_complete)
        steps += 1
      }
      if (vector.sign_steps) expect(template.raw_transaction).toBe(vector.signed_raw)
    }
    expect(steps).toBeGreaterThan(4)
  })

  it('are signed by whoever holds the keys to the node’s own bytes', () => {
    const { wallet_keys_of_the_solonet: keys, transactions } = vectors()
    for (const { label, template, sign_steps, signed_raw } of transactions) {
      if (sign_steps) continue
      const names = label.includes('2-of-3') ? ['bob', 'carol'] : Object.keys(keys)
      const result = names.reduce(
        (unsigned, name) => signed(unsigned, 'bytom', root(keys[name]?.mnemonic ?? '')),
        template,
      )
      expect(result.raw_transaction, label).toBe(signed_raw)
    }
  })
}

function reproduceVapor(transactions: () => VaporTransactionCase[]): void {
  it('encode again to the same bytes, and their id is recomputed', () => {
    for (const { label, template, signed: final, tx_id, ...rest } of transactions()) {
      const signedRaw = final?.raw_transaction ?? rest.locally_signed_raw_transaction ?? ''
      for (const raw of [template.raw_transaction, signedRaw]) {
        const transaction = decodeTransaction(unhex(raw), 'vapor')
        const ids = transactionIds(transaction)
        expect(hex(encodeTransaction(transaction)), label).toBe(raw)
        expect(hex(ids.txId), label).toBe(tx_id)
        if (rest.sign_hashes) expect(ids.signHashes.map(hex)).toEqual(rest.sign_hashes)
      }
    }
  })

  it('are signed to the node’s own bytes', () => {
    for (const { label, template, signed: final, ...rest } of transactions()) {
      const result = VAPOR_MNEMONICS.reduce(
        (unsigned, mnemonic) => signed(unsigned, 'vapor', root(mnemonic)),
        template,
      )
      expect(result.raw_transaction, label).toBe(
        final?.raw_transaction ?? rest.locally_signed_raw_transaction,
      )
      if (final) expect(result, label).toEqual(final)
    }
  })
}

/** A key of none of the wallets: what a node does when the password is wrong. */
const STRANGER = 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'

/** Keys of the two solonets of Vapor: the federation's and the voters'. */
const VAPOR_MNEMONICS = [
  'legal winner thank year wave sausage worth useful legal winner thank yellow',
  'track access accuse laptop silver lobster whale limb mercy stereo family blast',
  'essence trend aware pull spoil raccoon damage dumb kit twelve achieve pepper',
  'addict episode already goddess hero liar marble cook merit curious novel first',
]

function signed(template: TemplateJson, ledger: TransactionLedger, xprv: Uint8Array): TemplateJson {
  const parsed = parse(template)
  const { signHashes } = transactionIds(decodeTransaction(parsed.rawTransaction, ledger))
  const result = signTemplate(parsed, ledger, xpubOf(xprv), ({ path }, position) =>
    signWithXprv(deriveXprv(xprv, path), signHashes[position] as Uint8Array),
  )
  return JSON.parse(encodeTemplate(result))
}

function parse(template: TemplateJson) {
  return parseTemplate(JSON.stringify(template))
}

function root(mnemonic: string): Uint8Array {
  return rootXprv(unhex(Mnemonic.fromPhrase(mnemonic).computeSeed().slice(2)))
}
