import { describe, expect, it } from 'vitest'
import { provenTerms } from '../../../../src/migration/snapshot/bytom/asset-terms.ts'
import { definitionText } from '../../../../src/migration/snapshot/bytom/definition-text.ts'

// The asset GOLD of the captured solonet, block 109.
const GOLD = '1c27a27890be7f200d639ae5e9b840fd22a4e515dfe966b9082bfc7aee04ced3'
const ISSUED = {
  definition: '{"decimals":4,"description":"test","name":"GOLD","symbol":"GLD"}',
  issuanceProgram: 'ae20804c3e9afde314ce3cfe62438fb9d1df7abf4f16f0da47374bd70183af4747985151ad',
}

describe('what an asset says it is', () => {
  it('is believed when its id proves it, in whatever order the node gives it', () => {
    const terms = { name: 'GOLD', symbol: 'GLD', decimals: 4 }
    expect(provenTerms(GOLD, ISSUED)).toEqual(terms)
    const definition = '{"symbol":"GLD","name":"GOLD","description":"test","decimals":4}'
    expect(provenTerms(GOLD, { ...ISSUED, definition })).toEqual(terms)
  })

  it.each([
    ['another number of decimals', ISSUED.definition.replace('4', '8')],
    ['another member', ISSUED.definition.replace('{', '{"x":1,')],
    ['nothing', '{}'],
    ['no JSON', '{'],
    ['lists in lists without end', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('is not believed with %s', (_, definition) => {
    expect(provenTerms(GOLD, { ...ISSUED, definition })).toBeUndefined()
  })

  it('is not believed of another issuance program', () => {
    expect(provenTerms(GOLD, { ...ISSUED, issuanceProgram: 'ae' })).toBeUndefined()
  })
})

// Of json.MarshalIndent of Go: https://pkg.go.dev/encoding/json#Marshal ("To keep …" on HTML, and
// "map keys are sorted").
describe('the text that a definition was issued with', () => {
  it.each([
    ['{ }', '{}'],
    ['[]', '[]'],
    [
      '{"b":{},"a":[1,[],{"c":null}]}',
      '{\n  "a": [\n    1,\n    [],\n    {\n      "c": null\n    }\n  ],\n  "b": {}\n}',
    ],
    ['{"name":"R&D <x>"}', '{\n  "name": "R\\u0026D \\u003cx\\u003e"\n}'],
    ['{"&":"\u2028\\n\\""}', '{\n  "\\u0026": "\\u2028\\n\\""\n}'],
    ['{"10":1,"9":2}', '{\n  "10": 1,\n  "9": 2\n}'],
    // By code points, where UTF-16 would put the second first.
    ['{"\u{1f600}":1,"\uffee":2}', '{\n  "\uffee": 2,\n  "\u{1f600}": 1\n}'],
  ])('of %s is as Go writes it', (json, text) => {
    expect(definitionText(json)).toBe(text)
  })
})
