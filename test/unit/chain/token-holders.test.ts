import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inventHolders, readHolders } from '../../../src/chain/devnet/token-holders.ts'
import { temporaryFolder } from '../../support/home.ts'

const SUPPLY = 10n ** 27n
const KNOWN = ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8']

describe('invented holders', () => {
  const holders = inventHolders(2_000, 'seed', KNOWN, SUPPLY)

  it('are the same for the same seed and others for another', () => {
    expect(inventHolders(2_000, 'seed', KNOWN, SUPPLY)).toEqual(holders)
    expect(inventHolders(2_000, 'other', KNOWN, SUPPLY)).not.toEqual(holders)
  })

  it('are all different, hold something, and begin with the known ones', () => {
    expect(new Set(holders.map(({ account }) => account)).size).toBe(2_000)
    expect(holders.every(({ amount }) => amount > 0n && amount < 1n << 96n)).toBe(true)
    expect(holders[0]?.account).toBe(KNOWN[0]?.toLowerCase())
  })

  it('hold nearly four fifths of the supply together, and never more', () => {
    const total = holders.reduce((sum, { amount }) => sum + amount, 0n)
    const pool = (SUPPLY * 80n) / 100n
    expect(total).toBeLessThanOrEqual(pool)
    expect(pool - total).toBeLessThan(2_000n)
  })

  it('are as unequal as those of a real token: a tenth of them holds most', () => {
    const amounts = holders.map(({ amount }) => amount).sort((a, b) => (a < b ? 1 : -1))
    const richest = amounts.slice(0, 200).reduce((sum, amount) => sum + amount, 0n)
    expect(richest * 2n).toBeGreaterThan((SUPPLY * 80n) / 100n)
  })
})

describe('a file of holders', () => {
  const read = async (rows: string, supply = SUPPLY) => {
    const file = join(temporaryFolder(), 'holders.csv')
    writeFileSync(file, `address,balance\n${rows}`)
    return readHolders(file, supply)
  }

  it('gives accounts and amounts in its own order', async () => {
    const rows = `${KNOWN[0]},5\n0x0000000000000000000000000000000000000001,0\n`
    expect(await read(rows)).toEqual([
      { account: KNOWN[0]?.toLowerCase(), amount: 5n },
      { account: '0x0000000000000000000000000000000000000001', amount: 0n },
    ])
  })

  it.each([
    ['an account twice', `${KNOWN[0]},5\n${KNOWN[0]?.toLowerCase()},5\n`],
    ['the zero address', '0x0000000000000000000000000000000000000000,5\n'],
    ['a wrong checksum', '0x70997970c51812dc3A010C7d01b50e0d17dc79C8,5\n'],
    ['a negative balance', `${KNOWN[0]},-5\n`],
    ['more than the supply', `${KNOWN[0]},${SUPPLY + 1n}\n`],
    ['more than the supply together', `${KNOWN[0]},${SUPPLY}\n${`0x${'1'.repeat(40)}`},1\n`],
    ['no holder', ''],
  ])('is refused for %s', async (_, rows) => {
    await expect(read(rows)).rejects.toMatchObject({ code: 'BALANCES_FILE_INVALID' })
  })

  it('is refused for an amount above 96 bits, whatever the supply', async () => {
    await expect(read(`${KNOWN[0]},${1n << 96n}\n`, 1n << 100n)).rejects.toMatchObject({
      code: 'BALANCES_FILE_INVALID',
      details: { line: 2, column: 'balance' },
    })
  })
})
