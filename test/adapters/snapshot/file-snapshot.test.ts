import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { sha256Hex } from '../../../src/primitives/digest.ts'
import { campaignFolder, snapshotLines } from '../../support/snapshot.ts'

const A = `0x${'a1'.repeat(20)}`
const B = `0x${'b2'.repeat(20)}`
const SOURCE = { kind: 'file', path: 'balances.csv', decimals: 18, symbol: 'CMT' } as const
const PORTS = {
  chain: () => Promise.reject(new Error('a file needs no chain')),
}

describe('a snapshot of a file', () => {
  let directory: string
  beforeEach(async () => {
    directory = await campaignFolder()
  })

  const write = (text: string | Uint8Array) => writeFile(join(directory, 'balances.csv'), text)
  const take = (source: typeof SOURCE | object = SOURCE) =>
    takeSnapshot(PORTS, { ...SOURCE, ...source }, { directory })

  it('is sorted, without zeros, and its sum is the supply', async () => {
    await write(`address,balance\n${B},5\n${A},${2n ** 255n}\n0x${'cc'.repeat(20)},0\n`)
    const { snapshot } = await take()

    expect(await snapshotLines(directory)).toEqual([`${A},${2n ** 255n}`, `${B},5`])
    expect(snapshot).toMatchObject({
      kind: 'file',
      blockHeight: null,
      symbol: 'CMT',
      holders: 2,
      totalBaseUnits: 2n ** 255n + 5n,
      supplyBaseUnits: 2n ** 255n + 5n,
      categories: { holders: { holders: 2, baseUnits: 2n ** 255n + 5n } },
    })
    const csv = await readFile(join(directory, 'out/snapshot.csv'))
    expect(snapshot.digest).toBe(sha256Hex(csv))
  })

  it('takes mixed case whose checksum is right (EIP-55, test vectors)', async () => {
    await write('address,balance\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,1\n')
    await take()
    expect(await snapshotLines(directory)).toEqual(['0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed,1'])
  })

  it('is the same bytes again, from its own output as well', async () => {
    await write(`address,balance\n${B},5\n${A},7\n`)
    const first = await take()
    const csv = await readFile(join(directory, 'out/snapshot.csv'))
    expect(await take()).toMatchObject({ alreadyDone: true, snapshot: first.snapshot })

    directory = await campaignFolder()
    await write(csv)
    expect((await take()).snapshot.digest).toBe(first.snapshot.digest)
  })

  it('is not replaced when the file, its decimals or its symbol change', async () => {
    await write(`address,balance\n${A},7\n`)
    await take()
    await expect(take({ symbol: 'BTM' })).rejects.toMatchObject({
      code: 'SNAPSHOT_EXISTS',
      exitCode: 3,
    })
    await expect(take({ decimals: 8 })).rejects.toMatchObject({ code: 'SNAPSHOT_EXISTS' })
    await write(`address,balance\n${A},8\n`)
    await expect(take()).rejects.toMatchObject({ code: 'SNAPSHOT_EXISTS' })
  })

  it('is not trusted when its own files were changed', async () => {
    await write(`address,balance\n${A},7\n`)
    await take()
    const csv = join(directory, 'out/snapshot.csv')
    const json = join(directory, 'out/snapshot.json')
    await writeFile(csv, (await readFile(csv, 'utf8')).replace('7', '8'))
    await expect(take()).rejects.toMatchObject({ code: 'SNAPSHOT_DIGEST_MISMATCH', exitCode: 7 })
    await writeFile(json, '{"format":"capstan/snapshot@2"}')
    await expect(take()).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED', exitCode: 8 })
    await writeFile(json, '{')
    await expect(take()).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' })
  })

  it.each<[string, string | Uint8Array, number]>([
    [
      'an account twice',
      `address,balance\n${A},1\n${B},1\n${A.toUpperCase().replace('X', 'x')},1\n`,
      4,
    ],
    ['the zero address', `address,balance\n0x${'0'.repeat(40)},1\n`, 2],
    ['a wrong checksum', 'address,balance\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD,1\n', 2],
    ['a short address', 'address,balance\n0x12,1\n', 2],
    ['a negative balance', `address,balance\n${A},-1\n`, 2],
    ['a balance of 2^256', `address,balance\n${A},${2n ** 256n}\n`, 2],
    ['a balance with a leading zero', `address,balance\n${A},01\n`, 2],
    ['a balance in hex', `address,balance\n${A},0x1\n`, 2],
    ['a fraction', `address,balance\n${A},1.5\n`, 2],
    ['a third field', `address,balance\n${A},1,\n`, 2],
    ['a million fields', `address,balance\n${','.repeat(1_000_000)}\n`, 2],
    ['CR LF', `address,balance\r\n${A},1\r\n`, 1],
    ['a byte order mark', `\ufeffaddress,balance\n${A},1\n`, 1],
    ['NUL', `address,balance\n${A},1\0\n`, 2],
    ['no header', `${A},1\n`, 1],
    ['an end that is cut off', `address,balance\n${A},1`, 2],
  ])('refuses %s, naming the line', async (_, text, line) => {
    await write(text)
    await expect(take()).rejects.toMatchObject({
      code: 'BALANCE_FILE_INVALID',
      exitCode: 2,
      details: { line },
    })
  })

  it('refuses a file that is not there', async () => {
    await expect(take()).rejects.toMatchObject({ code: 'CSV_FILE_MISSING', exitCode: 4 })
  })
})
