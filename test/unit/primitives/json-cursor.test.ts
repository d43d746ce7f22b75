import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonCursor, JsonUnexpected } from '../../../src/primitives/json-cursor.ts'

describe('reading JSON front to back', () => {
  it('keeps every digit of an integer', () => {
    // A double has 53 bits: these are the values that reading as numbers changes.
    for (const digits of ['9007199254740993', '9223372036854775807', '18446744073709551615', '0']) {
      expect(new JsonCursor(digits).integer()).toBe(BigInt(digits))
    }
  })

  it('makes what is asked for, and passes over the rest', () => {
    const json = new JsonCursor(
      ' { "a" : [ 1 , 2 ] , "skipped": {"b":[{"c":"]}\\""}, -1.5e+9, null]}, "d": true, "e": "" } ',
    )
    const seen: unknown[] = []
    json.object((key) => {
      if (key === 'a') json.list(() => void seen.push(json.integer()))
      else if (key === 'd') seen.push(json.boolean())
      else if (key === 'e') seen.push(json.string())
      else seen.push(json.raw())
    })
    json.end()
    expect(seen).toEqual([1n, 2n, '{"b":[{"c":"]}\\""}, -1.5e+9, null]}', true, ''])
  })

  it('passes over what is nested a million deep', () => {
    const json = new JsonCursor(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)
    json.skip()
    json.end()
  })

  it('reads every string as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new JsonCursor(JSON.stringify(text)).string()).toBe(text)
      }),
    )
  })

  it('passes over every value, to its end and no further', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        const texts = [first, second].map((value) => JSON.stringify(value))
        const json = new JsonCursor(`[${texts.join(' , ')}]`)
        const seen: string[] = []
        json.list(() => void seen.push(json.raw()))
        json.end()
        expect(seen).toEqual(texts)
      }),
    )
  })

  it.each<[title: string, text: string, read: (json: JsonCursor) => unknown]>([
    ['a fraction', '1.5', (json) => [json.integer(), json.end()]],
    ['an exponent', '1e3', (json) => [json.integer(), json.end()]],
    ['a sign', '-1', (json) => json.integer()],
    ['a leading zero', '01', (json) => json.integer()],
    ['more than 64 bits can hold', '1'.repeat(21), (json) => json.integer()],
    ['digits in quotes', '"1"', (json) => json.integer()],
    ['nothing', '', (json) => json.skip()],
    ['an end too early', '{"a":1', (json) => json.object(() => json.skip())],
    ['a string without an end', '"a', (json) => json.string()],
    ['a string that ends in a backslash', '"a\\', (json) => json.string()],
    ['a line feed in a string', '"a\nb"', (json) => json.string()],
    ['an unknown escape', '"\\x"', (json) => json.string()],
    ['a key without a value', '{"a"}', (json) => json.object(() => json.skip())],
    ['a comma too many', '[1,]', (json) => json.list(() => json.integer())],
    ['two values', '1 2', (json) => [json.skip(), json.end()]],
    ['a bracket that was not opened', ']', (json) => json.skip()],
    ['another word', 'yes', (json) => json.boolean()],
  ])('refuses %s', (_, text, read) => {
    expect(() => read(new JsonCursor(text))).toThrow(JsonUnexpected)
  })
})
