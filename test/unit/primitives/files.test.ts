import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AtomicFile, writeFileAtomically } from '../../../src/primitives/atomic-file.ts'
import { canonicalJson } from '../../../src/primitives/canonical-json.ts'
import { withFileLock } from '../../../src/primitives/file-lock.ts'
import { projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

describe('an atomic file', () => {
  it('appears complete, with its mode, and leaves nothing beside it', async () => {
    const folder = temporaryFolder()
    await writeFileAtomically(join(folder, 'deep', 'file'), 'new', { mode: 0o600 })
    expect(readFileSync(join(folder, 'deep', 'file'), 'utf8')).toBe('new')
    expect(statSync(join(folder, 'deep', 'file')).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['file'])
  })

  it('that is discarded leaves the old one as it was', async () => {
    const path = join(temporaryFolder(), 'file')
    await writeFile(path, 'old')
    const file = await AtomicFile.create(path)
    await file.write('half of the n')
    await file.discard()
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(join(path, '..'))).toEqual(['file'])
  })
})

describe('canonical JSON', () => {
  it('is the same text whatever the order of the keys', () => {
    expect(canonicalJson({ b: 1, a: [{ y: 2n ** 80n, x: null }] })).toBe(
      canonicalJson({ a: [{ x: null, y: 2n ** 80n }], b: 1 }),
    )
    expect(canonicalJson({ b: 1, a: 2n ** 80n })).toBe(
      '{\n  "a": "1208925819614629174706176",\n  "b": 1\n}\n',
    )
  })

  it('keeps every key, whatever its name', () => {
    const text = '{\n  "__proto__": {\n    "a": 1\n  }\n}\n'
    expect(canonicalJson(JSON.parse(text))).toBe(text)
  })

  it.each([1.5, 2 ** 53, Number.NaN, new Date(0), () => 0])('has no form for %s', (value) => {
    expect(() => canonicalJson({ value })).toThrowError(TypeError)
  })
})

describe('a file lock', () => {
  it('lets one in at a time', async () => {
    const path = join(temporaryFolder(), 'lock')
    let inside = 0
    let most = 0
    const work = async () => {
      inside++
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 5))
      inside--
    }
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, work)))
    expect(most).toBe(1)
  })

  it('is a file for its owner alone, which a second lock leaves as it is', async () => {
    const path = join(temporaryFolder(), 'lock')
    await withFileLock(path, async () => {
      expect(statSync(path).mode & 0o777).toBe(0o600)
      await expect(withFileLock(path, async () => undefined, { waitMs: 0 })).rejects.toMatchObject({
        code: 'FILE_LOCKED',
      })
      await expect(withFileLock(path, async () => undefined, { waitMs: 0 })).rejects.toMatchObject({
        code: 'FILE_LOCKED',
      })
    })
  })

  it('is refused by name when the time is up', async () => {
    const path = join(temporaryFolder(), 'lock')
    await withFileLock(path, async () => {
      await expect(withFileLock(path, async () => 0, { waitMs: 0 })).rejects.toMatchObject({
        code: 'FILE_LOCKED',
        exitCode: 8,
      })
    })
  })

  it('ends with the process that holds it, even one that was killed', async () => {
    const path = join(temporaryFolder(), 'lock')
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `const D = require('libsql'); const d = new D(process.argv[1]); d.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => 0, 1000)`,
        path,
      ],
      { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    await expect(withFileLock(path, async () => 0, { waitMs: 0 })).rejects.toMatchObject({
      code: 'FILE_LOCKED',
    })
    holder.kill('SIGKILL')
    await expect(withFileLock(path, async () => 'mine')).resolves.toBe('mine')
  })
})
