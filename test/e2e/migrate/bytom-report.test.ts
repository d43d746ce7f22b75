import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bytomOperator } from '../../support/bytom-operator.ts'
import { capturedBalances } from '../../support/bytom-snapshot.ts'
import { capstan } from '../../support/capstan.ts'
import { capturedHolders } from '../../support/captured-holders.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-btm-report-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

it.skipIf(sharedFixturesMissing)(
  'the page of a Bytom campaign shows who is bound, who is not, and that it adds up',
  async () => {
    const { alice, bob, carol } = capturedHolders()
    const { directory, run, bind } = await bytomOperator(root, chain)
    await run('snapshot')
    bind(alice, ACCOUNT)
    bind(bob, ACCOUNT)
    expect((await run('build')).exitCode).toBe(0)
    const reported = await run('report')
    expect(reported.exitCode, reported.stdout).toBe(0)
    const list = () => {
      const args = ['--format', 'bytom2', '--out', join(root, 'list.ndjson'), '--json']
      return capstan(['migrate', 'genesis', '-c', directory, ...args], { home: root })
    }
    expect((await list()).json).toMatchObject({
      warnings: [expect.stringContaining('2 programs without an owner')],
    })
    expect((await run('publish')).exitCode).toBe(0)
    expect((await list()).json).toMatchObject({
      warnings: [expect.anything(), expect.stringContaining('pays them again')],
    })
    const page = readFileSync(join(directory, 'out/report.html'), 'utf8')
    const rows = page.split('</tr>').map((row) => row.replaceAll(/<[^>]*>/g, ' '))
    const text = rows.join('\n')
    expect(text).not.toContain('Does not add up')
    expect(rows.find((row) => row.includes('Bound to an account'))).toMatch(/ 2\s*$/)
    const others = Object.keys(capturedBalances().expected_by_address).length - 2
    expect(rows.find((row) => row.includes('Not bound yet  '))).toMatch(
      new RegExp(` ${others}\\s*$`),
    )
    expect(rows.find((row) => row.includes(alice.address))).toContain(ACCOUNT)
    expect(rows.filter((row) => row.includes(carol.address)).join()).toContain('not bound yet')

    const unbound = join(directory, 'out/unbound.csv')
    writeFileSync(unbound, readFileSync(unbound, 'utf8').replace(/,(\d+),/, ',$11,'))
    const changed = await run('report')
    expect([changed.exitCode, changed.json]).toMatchObject([
      7,
      { error: { code: 'BUILD_NOT_RECOMPUTED' } },
    ])
  },
)
