import { describe, expect, it } from 'vitest'
import { bindingMessage } from '../../../../src/migration/binding/binding.ts'
import { BINDING, parseBindingLine } from '../../../../src/migration/binding/binding-line.ts'
import { checkBinding } from '../../../../src/migration/binding/check-binding.ts'
import {
  decodeBytomAddress,
  encodeBytomAddress,
} from '../../../../src/primitives/bytom/bytom-address.ts'
import { ACCOUNTS, binding, multisigHolder, singleHolder } from '../../../support/bindings.ts'

const terms = {
  campaign: 'btm',
  snapshot: '5a'.repeat(32),
  chainId: 188,
  bytomNetwork: 'solonet' as const,
}
const alice = singleHolder(1)
const bob = singleHolder(2)
const treasury = multisigHolder(2, [3, 4, 5])
const statement = { ...terms, to: ACCOUNTS[0], sequence: 7 }
const good = binding(alice, statement)
const line = BINDING.text(good)
const onTestnet = encodeBytomAddress('testnet', decodeBytomAddress(alice.address).hash)

describe('the text of a binding', () => {
  it('says all that is agreed to, line by line', () => {
    expect(bindingMessage({ ...statement, source: alice.address })).toBe(
      `Capstan binding: pay what this address of Bytom holds to this EVM account.
campaign: btm
snapshot: ${'5a'.repeat(32)}
source: ${alice.address}
destination: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
chain id: 188
sequence: 7`,
    )
  })
})

describe('the line of a binding', () => {
  it('is read as it was written', () => {
    expect(parseBindingLine(line)).toEqual(good)
  })

  it.each<[what: string, text: string]>([
    ['is empty', ''],
    ['is no JSON', 'binding'],
    ['is a list', '[]'],
    ['is nested deeply', '['.repeat(100_000)],
    ['is of another format', line.replace('binding@1', 'binding@2')],
    [
      'has its keys in another order',
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line)).reverse())),
    ],
    ['has spaces', line.replace('":', '": ')],
    ['has another key', line.replace('{', '{"a\\u001b[31m":1,')],
    ['has a key twice', line.replace('{', '{"campaign":"btm",')],
    ['has an account in lower case', line.replace(ACCOUNTS[0], ACCOUNTS[0].toLowerCase())],
    ['pays the zero address', line.replace(ACCOUNTS[0], `0x${'0'.repeat(40)}`)],
    ['has a sequence of 0', line.replace('"sequence":7', '"sequence":0')],
    ['has a sequence with a fraction', line.replace('"sequence":7', '"sequence":7.5')],
    [
      'has a sequence that no number holds',
      line.replace('"sequence":7', '"sequence":9007199254740993'),
    ],
    ['has a sequence in other digits', line.replace('"sequence":7', '"sequence":7e0')],
    ['has a sequence as a text', line.replace('"sequence":7', '"sequence":"7"')],
    ['has no signature', line.replace(/\[\{.*\}\]/, '[]')],
    ['has hex in upper case', line.replace(/"publicKey":"[0-9a-f]*"/, (hex) => hex.toUpperCase())],
    ['has a name that is none', line.replace('"btm"', '"btm\\nsequence: 9"')],
  ])('is refused where it %s', (_, text) => {
    expect(text).not.toBe(line)
    const problem = parseBindingLine(text)
    expect(problem).toBeTypeOf('string')
    expect(problem).not.toMatch(/[^\x20-\x7e]/)
  })
})

describe('a binding of another form', () => {
  const partial = binding(treasury, statement, [1])
  it.each([
    [
      'is of another key',
      'BINDING_KEY_FOREIGN',
      { ...good, signatures: binding(bob, statement).signatures },
    ],
    [
      'is signed twice',
      'BINDING_KEY_FOREIGN',
      { ...good, signatures: [...good.signatures, ...good.signatures] },
    ],
    ['has a script it needs not', 'BINDING_KEY_FOREIGN', { ...good, script: treasury.script }],
    ['lacks its script', 'BINDING_SCRIPT_MISSING', { ...partial, script: null }],
    [
      'has the script of others',
      'BINDING_KEY_FOREIGN',
      { ...partial, script: multisigHolder(1, [3, 4]).script },
    ],
    [
      'counts a key twice',
      'BINDING_KEY_FOREIGN',
      { ...partial, signatures: [...partial.signatures, ...partial.signatures] },
    ],
    [
      'is out of the order of its keys',
      'BINDING_KEY_FOREIGN',
      { ...partial, signatures: binding(treasury, statement, [2, 0]).signatures },
    ],
    [
      'has a signature of a stranger',
      'BINDING_KEY_FOREIGN',
      { ...partial, signatures: [...partial.signatures, ...good.signatures] },
    ],
    ['is of another network', 'BINDING_SOURCE_INVALID', { ...good, source: onTestnet }],
    [
      'has an address in upper case',
      'BINDING_SOURCE_INVALID',
      { ...good, source: good.source.toUpperCase() },
    ],
    ['says another sequence', 'BINDING_SIGNATURE_INVALID', { ...good, sequence: 8 }],
    ['says another account', 'BINDING_SIGNATURE_INVALID', { ...good, to: ACCOUNTS[1] }],
    ['is for another chain', 'BINDING_FOREIGN', { ...good, chainId: 1 }],
    ['is for another snapshot', 'BINDING_FOREIGN', { ...good, snapshot: '00'.repeat(32) }],
    ['is for another campaign', 'BINDING_FOREIGN', { ...good, campaign: 'btm2' }],
  ])('is refused where it %s', (_, code, wrong) => {
    expect(() => checkBinding(wrong, terms)).toThrowError(expect.objectContaining({ code }))
  })

  it('waits for the rest of its keys', () => {
    expect(checkBinding(partial, terms)).toEqual({ program: treasury.program, missing: 1 })
    expect(checkBinding(binding(treasury, statement, [0, 1, 2]), terms).missing).toBe(0)
  })
})
