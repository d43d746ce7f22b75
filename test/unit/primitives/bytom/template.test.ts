import { describe, expect, it } from 'vitest'
import { encodeTemplate, parseTemplate } from '../../../../src/primitives/bytom/template.ts'
import { selectedVectors } from '../../../support/bytom-vectors.ts'

const template = () =>
  structuredClone(selectedVectors().transactions[0]?.template) as unknown as Loose
type Loose = Record<string, unknown> & {
  signing_instructions: { position: unknown; witness_components: Record<string, unknown>[] }[]
}

describe('a template of a node', () => {
  it('is read and written back', () => {
    const again = JSON.parse(encodeTemplate(parseTemplate(JSON.stringify(template()))))
    expect(again).toEqual(template())
  })

  it.each<[string, (one: Loose) => void]>([
    ['without a fee', (one) => delete one.fee],
    ['with a fee that is text', (one) => Object.assign(one, { fee: '1' })],
    ['with a fee past 2^53', (one) => Object.assign(one, { fee: 2 ** 53 })],
    ['with an unknown member', (one) => Object.assign(one, { local: true })],
    ['with raw bytes that are no hex', (one) => Object.assign(one, { raw_transaction: '07zz' })],
    [
      'with two instructions for one input',
      (one) => {
        const [first] = one.signing_instructions
        one.signing_instructions = [first, first] as Loose['signing_instructions']
      },
    ],
    [
      'with a negative position',
      (one) => component(one, (_, at) => Object.assign(at, { position: -1 })),
    ],
    [
      'with a component it does not know',
      (one) => component(one, (c) => Object.assign(c, { type: 'signature' })),
    ],
    [
      'with a quorum above its keys',
      (one) => component(one, (c) => Object.assign(c, { quorum: 2 })),
    ],
    ['with a quorum of 0', (one) => component(one, (c) => Object.assign(c, { quorum: 0 }))],
    [
      'with a short signature',
      (one) => component(one, (c) => Object.assign(c, { signatures: ['00'] })),
    ],
    [
      'with a signature too many',
      (one) => component(one, (c) => Object.assign(c, { signatures: ['', ''] })),
    ],
    [
      'with a short xpub',
      (one) =>
        component(one, (c) => Object.assign(c, { keys: [{ xpub: 'ab', derivation_path: [] }] })),
    ],
    [
      'with a path that is text',
      (one) =>
        component(one, (c) =>
          Object.assign(c, { keys: [{ xpub: 'ab'.repeat(64), derivation_path: ['m/44'] }] }),
        ),
    ],
  ])('is refused %s', (_, change) => {
    const wrong = template()
    change(wrong)
    expect(() => parseTemplate(JSON.stringify(wrong))).toThrow(
      expect.objectContaining({ code: 'BYTOM_TEMPLATE_INVALID', exitCode: 2 }),
    )
  })

  it('is refused when it is not JSON', () => {
    expect(() => parseTemplate('{')).toThrow(
      expect.objectContaining({ code: 'BYTOM_TEMPLATE_INVALID' }),
    )
  })
})

function component(
  { signing_instructions: [first] }: Loose,
  change: (component: Record<string, unknown>, instruction: object) => void,
): void {
  change(first?.witness_components[0] as Record<string, unknown>, first as object)
}
