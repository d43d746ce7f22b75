import { describe, expect, it } from 'vitest'
import { parseTypedData } from '../../../src/keystore/evm/typed-data.ts'
import { MAIL } from './mail.ts'

describe('typed data', () => {
  it('is read with only the types its primary type reaches', () => {
    const types = { ...MAIL.typedData.types, Stray: [{ name: 'x', type: 'uint256' }] }
    const data = parse({ types })
    expect(Object.keys(data.types)).toEqual(['Mail', 'Person'])
    expect(data.domain).toEqual(MAIL.typedData.domain)
    expect(data.value).toEqual(MAIL.typedData.message)
  })

  it('may leave out the domain’s type', () => {
    const { EIP712Domain: _, ...types } = MAIL.typedData.types
    expect(parse({ types }).domain.name).toBe('Ether Mail')
  })

  it.each([
    ['a domain with an unknown member', { domain: { ...MAIL.typedData.domain, nonce: 1 } }],
    ['a domain that its declared type does not list', { domain: { name: 'Ether Mail' } }],
    ['a primary type that is no type', { primaryType: 'Letter' }],
    ['a primary type from the prototype', { primaryType: 'constructor' }],
    ['no message', { message: undefined }],
    ['types that are no object', { types: [] }],
    ['a field without type', { types: { Mail: [{ name: 'x' }] } }],
    ['an integer past 2^53', { message: { ...MAIL.typedData.message, amount: 2 ** 53 } }],
    ['a fraction', { message: { ...MAIL.typedData.message, amount: [{ deep: 0.5 }] } }],
  ])('is refused with %s', (_, change) => {
    expect(() => parse(change)).toThrow(
      expect.objectContaining({ code: 'TYPED_DATA_INVALID', exitCode: 2 }),
    )
  })

  it('is refused when it is not JSON', () => {
    expect(() => parseTypedData('{', 'mail.json')).toThrow(
      expect.objectContaining({ code: 'TYPED_DATA_INVALID' }),
    )
  })
})

function parse(change: object) {
  return parseTypedData(JSON.stringify({ ...MAIL.typedData, ...change }), 'mail.json')
}
