import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { Document, type DocumentTerms } from '../../../src/primitives/document.ts'
import { address, chainId, count, digest, text, uint256 } from '../../../src/primitives/fields.ts'
import { bySchema } from '../../../src/primitives/format.ts'
import { temporaryFolder } from '../../support/home.ts'

interface Note {
  readonly amount: bigint
  readonly digest: string
}

const failure = (code: string) => (file: string, reason?: string) =>
  new CapstanError({ code, kind: 'usage', message: `${file}: ${reason}` })

const terms: DocumentTerms<Note> = {
  format: 'test/note@1',
  read: bySchema(z.strictObject({ amount: uint256, digest })),
  isCanonical: true,
  hasDigest: true,
  maxBytes: 300,
  mode: 0o600,
  missing: failure('MISSING'),
  invalid: failure('INVALID'),
  altered: failure('ALTERED'),
  exists: failure('EXISTS'),
}
const NOTE = new Document(terms)
const note = (amount: bigint): Note => ({ amount, digest: NOTE.digestOf({ amount }) })
const TEXT = NOTE.text(note(5n))

function fileOf(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'note.json')
  writeFileSync(file, text)
  return file
}

describe('a document', () => {
  it('is read as it was written, by its owner alone', async () => {
    const file = join(temporaryFolder(), 'deep', 'note.json')
    await NOTE.write(file, note(5n))
    expect(await NOTE.read(file)).toEqual(note(5n))
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(file, '..'))).toEqual(['note.json'])
  })

  it('that is new does not take the place of another one', async () => {
    const file = join(temporaryFolder(), 'note.json')
    await NOTE.writeNew(file, note(5n))
    await NOTE.writeNew(file, note(5n))
    await expect(NOTE.writeNew(file, note(6n))).rejects.toMatchObject({ code: 'EXISTS' })
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
  })

  it('that is not there is missing, or undefined', async () => {
    const file = join(temporaryFolder(), 'note.json')
    await expect(NOTE.read(file)).rejects.toMatchObject({ code: 'MISSING' })
    expect(await NOTE.find(file)).toBeUndefined()
    expect(await NOTE.find(join(fileOf(''), 'note.json'))).toBeUndefined()
  })

  it.each([
    ['no JSON', 'x', 'INVALID', 'it is not JSON'],
    ['no object', '[]', 'INVALID', 'it is not an object'],
    ['without a format', '{}', 'INVALID', 'its format is missing, not "test/note@1"'],
    ['of a newer one', TEXT.replace('@1', '@2'), 'INVALID', 'its format is "test/note@2"'],
    ['with another amount', TEXT.replace('"5"', '"6"'), 'ALTERED', 'its digest is wrong'],
    ['with a fraction', TEXT.replace('"5"', '5.5'), 'ALTERED', 'its digest is wrong'],
    ['with a blank behind it', `${TEXT} `, 'ALTERED', 'it is not in its canonical form'],
    [
      'with a member twice',
      TEXT.replace('{', '{"amount":1,'),
      'ALTERED',
      'it is not in its canonical form',
    ],
    ['too long', ' '.repeat(301), 'INVALID', 'it is larger than 300 bytes'],
    ['no text', Uint8Array.of(0xff), 'INVALID', 'it is not UTF-8 text'],
  ])('that is %s is refused', async (_, text, code, reason) => {
    const file = fileOf(text)
    await expect(NOTE.read(file)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${file}: ${reason}`),
    })
  })

  it('is not waited for where it is a pipe, nor followed round', async () => {
    const folder = temporaryFolder()
    const [pipe, loop, inner] = ['pipe', 'loop', 'inner'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    execFileSync('mkfifo', [pipe])
    symlinkSync(loop, loop)
    mkdirSync(inner)
    for (const file of [pipe, loop, inner]) {
      await expect(NOTE.read(file)).rejects.toMatchObject({ code: 'INVALID' })
    }
  })
})

describe('a field that is wrong', () => {
  const read = bySchema(
    z.strictObject({
      list: z.array(z.strictObject({ address })),
      chainId,
      count,
      word: z.enum(['a', 'b']),
      name: text,
    }),
  )
  const good = { list: [], chainId: 1, count: 0, word: 'a', name: 'x' }

  it.each([
    [{ more: 1 }, 'it has the unknown member "more"'],
    [{ count: undefined }, 'count is missing'],
    [{ count: '1' }, 'count is not of type number'],
    [{ count: 0.5 }, 'count is not of type int'],
    [{ count: -1 }, 'count is less than 0'],
    [{ name: '' }, 'name is shorter than 1'],
    [{ word: 'c' }, 'word is not a or b'],
    [{ list: [{ address: '0x00' }] }, 'list.0.address is not an address in EIP-55 form'],
  ])('is named, with what is wrong: %j', (change, message) => {
    expect(read(good)).toEqual(good)
    expect(() => read({ ...good, ...change })).toThrow(message)
  })
})
