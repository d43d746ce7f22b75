import { describe, expect, it } from 'vitest'
import { byteString, concatBytes, varint } from '../../../../src/primitives/bytom/byte-writing.ts'
import { deriveXpub, publicKeyOfXpub } from '../../../../src/primitives/bytom/chainkd.ts'
import { decodeTransaction } from '../../../../src/primitives/bytom/decode-transaction.ts'
import { encodeTransaction } from '../../../../src/primitives/bytom/encode-transaction.ts'
import { ReviewedTemplate } from '../../../../src/primitives/bytom/review-template.ts'
import { parseTemplate } from '../../../../src/primitives/bytom/template.ts'
import type { TransactionLedger } from '../../../../src/primitives/bytom/transaction.ts'
import {
  hex,
  selectedVaporTransactions,
  selectedVectors,
  type TemplateJson,
  unhex,
} from '../../../support/bytom-vectors.ts'

const { wallet_keys_of_the_solonet: WALLET, transactions } = selectedVectors()
const BTM = 'f'.repeat(64)

/** A template's JSON, open to changes. */
interface Loose {
  raw_transaction: string
  fee: number
  signing_instructions: {
    position: number
    witness_components: {
      type: string
      value: string
      quorum: number
      keys: { xpub: string; derivation_path: string[] }[]
      signatures: string[] | null
    }[]
  }[]
}

describe('the review of a template', () => {
  it('finds the change of an account by deriving it, and all else leaves', () => {
    const payment = review('payment and retire with time_range', 'carol')
    expect(payment.outputs.map(({ type, path }) => [type, path !== null])).toEqual([
      ['control', true],
      ['control', false],
      ['retire', false],
    ])
    expect(payment.outputs[0]?.path).toMatch(/^m\/44\/153\/1\/1\/\d+$/)
    expect(payment.feeNeu).toBe(1_000_000n)
    expect([...payment.leaving]).toEqual([[BTM, 301_000_000n]])
  })

  it('finds the change of a 2-of-3 account, for each of its holders', () => {
    for (const name of Object.keys(WALLET)) {
      const { inputs, outputs } = review('2-of-3 with the keys 2 and 3', name)
      expect(inputs.map(({ path }) => path)).toEqual(['m/44/153/1/1/2'])
      expect(outputs.filter(({ path }) => path !== null)).toHaveLength(1)
    }
  })

  it('counts the inputs of others as theirs', () => {
    const bob = review('two signers in one transaction', 'bob')
    const carol = review('two signers in one transaction', 'carol')
    expect(bob.inputs.map(({ path }) => path !== null)).toEqual([true, false])
    expect(carol.inputs.map(({ path }) => path !== null)).toEqual([false, true])
    const both = (bob.leaving.get(BTM) ?? 0n) + (carol.leaving.get(BTM) ?? 0n)
    expect(both).toBeGreaterThan(bob.feeNeu)
  })

  it('lets nothing of a key’s own come back to an account that others hold with it', () => {
    const { feeNeu, leaving, outputs } = reviewed(drained(), 'bytom', WALLET.carol?.xpub)
    expect(outputs.map(({ path }) => path)).toEqual([null])
    const total = outputs[0]?.amount as bigint
    expect([...leaving]).toEqual([[BTM, total + feeNeu]])
  })

  it('shows what is issued as the issuer’s own', () => {
    const { inputs, leaving } = review('issue', 'alice')
    expect(inputs.map(({ type }) => type)).toEqual(['issue', 'spend'])
    expect([...leaving]).toEqual([[BTM, 1_000_000n]])
  })

  it('of Vapor tells votes, vetoes and what crosses to the main chain', () => {
    const types = selectedVaporTransactions()
      .filter(({ label }) => !label.includes('cross_chain_in'))
      .map(({ label, template }) => {
        const xpub = (template as unknown as Loose).signing_instructions[0]?.witness_components[0]
          ?.keys[0]?.xpub
        const { inputs, outputs } = reviewed(template, 'vapor', xpub)
        const kinds = outputs.map(({ type, path }) => `${type}${path === null ? ' away' : ''}`)
        return [label.split(' ')[0], inputs.map(({ type }) => type), kinds.sort()]
      })
    expect(types).toContainEqual(['partial', ['veto', 'spend'], ['control', 'control', 'vote']])
    expect(types).toContainEqual(['cross_chain_out', ['spend'], ['control', 'cross-out away']])
    expect(types).toContainEqual(['retire', ['spend'], ['control', 'retire away']])
  })

  it('refuses a cross-chain input: its keys are a federation’s', () => {
    const crossIn = selectedVaporTransactions().find(({ label }) => label.includes('chain_in'))
    const { template } = crossIn as NonNullable<typeof crossIn>
    const keys = (template as unknown as Loose).signing_instructions[0]?.witness_components[0]?.keys
    expect(() => reviewed(template, 'vapor', keys?.[0]?.xpub)).toThrow(
      expect.objectContaining({ code: 'BYTOM_TEMPLATE_INVALID' }),
    )
  })

  const wrong: [string, string, (template: Loose) => void][] = [
    ['another fee', 'BYTOM_TEMPLATE_MISMATCH', (one) => one.fee++],
    [
      'a key at another path',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        key(one).derivation_path[4] = '03000000'
      },
    ],
    [
      'a lower quorum',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        component(one, 0).quorum = 1
      },
    ],
    [
      'its keys in another order',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        component(one, 0).keys.reverse()
      },
    ],
    [
      'a key less',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        component(one, 0).keys.pop()
      },
    ],
    [
      'another script',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        component(one, 1).value = component(one, 1).value.replace(/52/, '51')
      },
    ],
    [
      'a signature of nobody',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        component(one, 0).signatures = ['', '11'.repeat(64), '']
      },
    ],
    [
      'no data',
      'BYTOM_TEMPLATE_INVALID',
      (one) => {
        one.signing_instructions[0]?.witness_components.pop()
      },
    ],
    [
      'more data',
      'BYTOM_TEMPLATE_INVALID',
      (one) => {
        one.signing_instructions[0]?.witness_components.push(component(one, 1))
      },
    ],
    [
      'an input it does not have',
      'BYTOM_TEMPLATE_INVALID',
      (one) => {
        for (const instruction of one.signing_instructions) instruction.position = 1
      },
    ],
    [
      'nothing for this key',
      'BYTOM_TEMPLATE_FOREIGN',
      (one) => {
        one.signing_instructions = []
      },
    ],
    [
      'one output twice among its inputs',
      'BYTOM_INPUT_TWICE',
      (one) => {
        rewrite(one, (transaction) => ({
          ...transaction,
          inputs: [...transaction.inputs, ...transaction.inputs],
        }))
      },
    ],
    [
      'an output less, paid as fee',
      'BYTOM_TEMPLATE_MISMATCH',
      (one) => {
        rewrite(one, (transaction) => ({ ...transaction, outputs: transaction.outputs.slice(1) }))
      },
    ],
    [
      'more going out than in',
      'BYTOM_AMOUNTS_UNBALANCED',
      (one) => {
        rewrite(one, (transaction) => ({
          ...transaction,
          outputs: [...transaction.outputs, ...transaction.outputs],
        }))
      },
    ],
    [
      'a byte behind its end',
      'BYTOM_TRANSACTION_INVALID',
      (one) => {
        one.raw_transaction += '00'
      },
    ],
  ]
  it.each(wrong)('refuses one with %s: %s', (_, code, change) => {
    const template = structuredClone(find('2-of-3 with the keys 2 and 3').template)
    change(template as unknown as Loose)
    expect(() => reviewed(template, 'bytom', WALLET.bob?.xpub)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('refuses an input of another address of the key, also when its data fits the path', () => {
    const template = structuredClone(find('payment and retire with time_range').template)
    const loose = template as unknown as Loose
    key(loose).derivation_path[4] = '03000000'
    const path = key(loose).derivation_path.map(unhex)
    const other = publicKeyOfXpub(deriveXpub(unhex(WALLET.carol?.xpub ?? ''), path))
    component(loose, 1).value = hex(other) ?? ''
    expect(() => reviewed(template, 'bytom', WALLET.carol?.xpub)).toThrow(
      expect.objectContaining({ code: 'BYTOM_TEMPLATE_MISMATCH', exitCode: 7 }),
    )
  })

  it('refuses an issue of an asset that is not its keys’', () => {
    const template = structuredClone(find('issue').template) as unknown as Loose
    // The nonce of the issue stands before its asset; its program is in the witness.
    template.raw_transaction = template.raw_transaction.replace(/5151ad/, '5152ad')
    expect(() => reviewed(template, 'bytom', WALLET.alice?.xpub)).toThrow(
      expect.objectContaining({ code: 'BYTOM_TEMPLATE_MISMATCH', exitCode: 7 }),
    )
  })
})

function review(label: string, name: string): ReviewedTemplate {
  return reviewed(find(label).template, 'bytom', WALLET[name]?.xpub)
}

function reviewed(
  template: object,
  ledger: TransactionLedger,
  xpub: string | undefined,
): ReviewedTemplate {
  const parsed = parseTemplate(JSON.stringify(template))
  return ReviewedTemplate.review(parsed, ledger, unhex(xpub ?? ''))
}

function find(label: string): { template: TemplateJson } {
  const found = transactions.find((one) => one.label === label)
  return found as NonNullable<typeof found>
}

function component({ signing_instructions: [first] }: Loose, index: number) {
  return first?.witness_components[
    index
  ] as Loose['signing_instructions'][0]['witness_components'][0]
}

function key(template: Loose) {
  return component(template, 0).keys[0] as { derivation_path: string[] }
}

type Instruction = Loose['signing_instructions'][0]

/** Carol's own coins and some of the 2-of-3 account, all to the next address of the latter. */
function drained(): Loose {
  const own = structuredClone(find('payment and retire with time_range').template)
  const shared = structuredClone(find('2-of-3 with the keys 2 and 3').template)
  const [change] = review('2-of-3 with the keys 2 and 3', 'carol').outputs.filter((o) => o.path)
  const others = decodeTransaction(unhex(shared.raw_transaction), 'bytom').inputs
  const merged = own as unknown as Loose
  const [instruction] = (shared as unknown as Loose).signing_instructions
  merged.signing_instructions.push({ ...(instruction as Instruction), position: 1 })
  rewrite(merged, (transaction) => {
    const inputs = [...transaction.inputs, ...others]
    const total = inputs.reduce(
      (sum, input) => sum + ('spent' in input ? input.spent.amount : 0n),
      -BigInt(merged.fee),
    )
    const program = change?.program as Uint8Array
    const commitment = concatBytes(unhex(BTM), varint(total), varint(1), byteString(program))
    const output = { ...transaction.outputs[0], commitment } as Decoded['outputs'][0]
    return { ...transaction, inputs, outputs: [output] }
  })
  return merged
}

type Decoded = ReturnType<typeof decodeTransaction>

function rewrite(template: Loose, change: (transaction: Decoded) => Decoded): void {
  const transaction = decodeTransaction(unhex(template.raw_transaction), 'bytom')
  template.raw_transaction = hex(encodeTransaction(change(transaction))) ?? ''
}
