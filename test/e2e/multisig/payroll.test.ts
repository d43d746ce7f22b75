import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'
import { ACCOUNTS, proposalJson, Treasury } from '../../support/multisigs.ts'
import { addKey, VAULT_ENVIRONMENT } from '../../support/vaults.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

const RECIPIENTS = 500
const TWO_DAYS_SECONDS = 2 * 86_400
/** Of the gas that EIP-7825 allows one transaction. */
const FOUR_FIFTHS_OF_A_TRANSACTION = (4 * 2 ** 24) / 5

interface Executed {
  readonly transactionHash: string
}

let treasury: Treasury
beforeAll(async () => {
  treasury = await Treasury.open()
})
afterAll(() => treasury.close())

function recipient(index: number): string {
  return `0x${(0xabcd0000 + index).toString(16).padStart(40, '0')}`
}

function payroll(rows: readonly string[]): string {
  const file = join(treasury.root, `payroll-${rows.length}.csv`)
  writeFileSync(file, `address,amountBaseUnits\n${rows.map((row) => `${row}\n`).join('')}`)
  return file
}

async function gasOf({ transactionHash }: Executed): Promise<number> {
  const { gasUsed } = await treasury.chain.request<{ gasUsed: string }>(
    'eth_getTransactionReceipt',
    [transactionHash],
  )
  return Number(gasUsed)
}

function proposeBatch(file: string, out: string) {
  return treasury.run(['propose', treasury.multisig, '--batch', file, '--out', out])
}

describe('a payroll', () => {
  it('of 500 is cut into proposals that fit, and pays everybody once', async () => {
    const rows = Array.from(
      { length: RECIPIENTS },
      (_, index) => `${recipient(index)},${index + 1}`,
    )
    const proposed = await proposeBatch(payroll(rows), treasury.newFile())
    const { proposals } = proposed.json as { proposals: { file: string; decoded: object[] }[] }
    expect(proposals.length).toBeGreaterThan(1)
    expect(proposals.flatMap(({ decoded }) => decoded)).toHaveLength(RECIPIENTS)
    for (const { file } of proposals) {
      await treasury.run(['sign', file, '--key', 'dev0'])
      const executed = await treasury.run(['execute', file, '--key', 'dev5'])
      expect(executed.json).toMatchObject({ executed: true })
      expect(await gasOf(executed.json as Executed)).toBeLessThan(FOUR_FIFTHS_OF_A_TRANSACTION)
    }
    const paid = await treasury.chain.batch<string>(
      rows.map((_, index) => ({ method: 'eth_getBalance', params: [recipient(index), 'latest'] })),
    )
    expect(paid.map(Number)).toEqual(rows.map((_, index) => index + 1))
  })

  it.each([
    ['a recipient twice', [`${recipient(1)},5`, `${recipient(1)},6`]],
    ['an amount with decimals', [`${recipient(1)},1.5`]],
    ['nothing to pay', [`${recipient(1)},0`]],
    ['the zero address', [`0x${'0'.repeat(40)},5`]],
    ['no address', ['alice,5']],
  ])('with %s is refused with its line', async (_, rows) => {
    const result = await proposeBatch(payroll(rows), treasury.newFile())
    expect(result.json).toMatchObject({
      error: { code: 'BATCH_INVALID', exitCode: 2, details: { line: rows.length + 1 } },
    })
  })
})

describe('a suspected recipient', () => {
  it('is paid only after the delay, by a second run', async () => {
    const suspect = treasury.newFile()
    const address = ACCOUNTS[7] as string
    await treasury.run(['suspect', treasury.multisig, address, '--out', suspect])
    for (const key of ['dev0', 'dev1']) await treasury.run(['sign', suspect, '--key', key])
    await treasury.run(['execute', suspect, '--key', 'dev5'])
    const file = treasury.newFile()
    const pay = ['propose', treasury.multisig, '--to', address, '--value', '0.5', '--out', file]
    expect((await treasury.run(pay)).json).toMatchObject({
      threshold: 5,
      grade: { delaySeconds: TWO_DAYS_SECONDS },
    })
    for (const key of ['dev0', 'dev1']) await treasury.run(['sign', file, '--key', key])
    const execute = ['execute', file, '--key', 'dev5']
    expect((await treasury.run(execute)).json).toMatchObject({
      executed: false,
      executableAt: expect.any(String),
    })
    expect((await treasury.run(execute)).json).toMatchObject({
      error: { code: 'MULTISIG_DELAY_NOT_OVER', exitCode: 3 },
    })
    await treasury.chain.request('evm_increaseTime', [TWO_DAYS_SECONDS])
    await treasury.chain.request('anvil_mine', ['0x1'])
    expect((await treasury.run(execute)).json).toMatchObject({ executed: true, alreadyDone: false })
  })
})

describe('signing', () => {
  it('killed at any moment leaves the old file or the new one', async () => {
    const home = treasury.newHome()
    for (const afterMs of [300, 500, 600, 700, 800, 1000]) {
      const file = await treasury.proposed('1')
      const args = ['multisig', 'sign', file, '--key', 'dev0', '--yes', '--offline']
      const child = startCapstan(args, { home })
      const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
      await finished(child)
      clearTimeout(timer)
      const verified = await treasury.run(['verify', file])
      expect(verified.exitCode).toBe(0)
    }
  })

  it('by two owners at once, in one home, loses neither signature', async () => {
    const file = await treasury.proposed('1')
    const signing = ['dev0', 'dev1', 'dev2'].map((key) =>
      treasury.run(['sign', file, '--key', key]),
    )
    for (const { exitCode } of await Promise.all(signing)) expect(exitCode).toBe(0)
    expect(proposalJson(file).signatures).toHaveLength(3)
  })

  it('counts in the policy of the key, which refuses what passes its ceiling', async () => {
    const home = treasury.newHome()
    const run = (args: readonly string[]) =>
      capstan([...args, '--json'], { home, env: VAULT_ENVIRONMENT })
    await addKey(home, 'alice', { secret: FUNDED_KEYS[0] })
    expect((await run(['key', 'policy', 'alice', '--max-per-tx', '1'])).exitCode).toBe(0)
    const sign = async (value: string) => {
      const file = await treasury.proposed(value)
      return run(['multisig', 'sign', file, '--key', 'alice', '--yes', '--offline'])
    }
    expect((await sign('1')).exitCode).toBe(0)
    expect((await sign('1.1')).json).toMatchObject({ error: { code: 'POLICY_REFUSED' } })
  })
})

it('a proposal file is the same bytes after a round through verify', async () => {
  const file = await treasury.proposed('1')
  const before = readFileSync(file, 'utf8')
  await treasury.run(['verify', file])
  expect(readFileSync(file, 'utf8')).toBe(before)
})
