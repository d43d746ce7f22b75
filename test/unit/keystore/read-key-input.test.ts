import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readKeyInput } from '../../../src/keystore/read-key-input.ts'
import { temporaryFolder } from '../../support/home.ts'

const MAX_BYTES = 65_536

function read({ file, piped = '' }: { file?: string; piped?: string }) {
  const stdin = Object.assign(Readable.from([Buffer.from(piped)]), { isTTY: false })
  const prompts = { secret: () => Promise.reject(new Error('nobody is asked')) }
  return readKeyInput(
    { file, name: 'ops' },
    { stdin: stdin as unknown as NodeJS.ReadStream, prompts },
  )
}

describe('what is to be imported', () => {
  it('may be as long as any key file, and no longer', async () => {
    const file = join(temporaryFolder(), 'key.json')
    writeFileSync(file, 'x'.repeat(MAX_BYTES))
    expect((await read({ file })).text.length).toBe(MAX_BYTES)
    expect((await read({ piped: 'x'.repeat(MAX_BYTES) })).place).toBe('stdin')
    writeFileSync(file, 'x'.repeat(MAX_BYTES + 1))
    await expect(read({ file })).rejects.toMatchObject({
      code: 'KEY_INPUT_TOO_LONG',
      exitCode: 2,
      details: { place: file, maxBytes: MAX_BYTES },
    })
    await expect(read({ piped: 'x'.repeat(MAX_BYTES + 1) })).rejects.toMatchObject({
      code: 'KEY_INPUT_TOO_LONG',
      details: { place: 'stdin' },
    })
  })

  it('is a file, not a folder', async () => {
    const folder = temporaryFolder()
    await expect(read({ file: folder })).rejects.toMatchObject({ code: 'FILE_EXPECTED' })
  })
})
