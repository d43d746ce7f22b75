import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BytomOperator, bytomOperator } from '../../support/bytom-operator.ts'
import { capstan } from '../../support/capstan.ts'
import { capturedHolders } from '../../support/captured-holders.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'
import { VAULT_ENVIRONMENT } from '../../support/vaults.ts'

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-planned-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

/** `capstan tx …` on a machine with this home. */
const tx = (home: string, ...args: string[]) => {
  const where = args[0] === 'sign' ? [] : ['--rpc-url', chain.rpcUrl]
  return capstan(['tx', ...args, '--yes', '--json', ...where], { home, env: VAULT_ENVIRONMENT })
}

let count = 0

/** A campaign that is built for bob, whose publication is in a plan file, and carol has bound since. */
async function planned(): Promise<BytomOperator & { plan: string }> {
  const { bob, carol } = capturedHolders()
  const operator = await bytomOperator(join(root, String(count++)), chain)
  await operator.run('snapshot')
  operator.bind(bob, Wallet.createRandom().address)
  await operator.run('build')
  const plan = join(operator.directory, 'publish.json')
  const written = await operator.run('publish', '--plan-out', plan)
  expect(written.exitCode, written.stdout).toBe(0)
  operator.bind(carol, Wallet.createRandom().address)
  return { ...operator, plan }
}

const refusal = (code: string) => [3, { error: { code } }]

describe.skipIf(sharedFixturesMissing)('a publication in a plan file', () => {
  it('keeps its allocation, whoever binds before it is sent', async () => {
    const { home, directory, plan, run } = await planned()
    for (const args of [[], ['--supplement']]) {
      const built = await run('build', ...args)
      const code = args.length === 0 ? 'ALLOCATION_PUBLISHED' : 'SUPPLEMENT_TOO_EARLY'
      expect([built.exitCode, built.json]).toMatchObject(refusal(code))
    }
    expect((await tx(home, 'apply', plan)).exitCode).toBe(0)
    expect((await run('build')).json).toMatchObject({ error: { code: 'ALLOCATION_PUBLISHED' } })
    const ran = await run('run')
    expect([ran.exitCode, ran.json], ran.stdout).toMatchObject([
      0,
      { build: { leaves: 1 }, publish: { distributor: expect.any(String) }, audit: { ok: true } },
    ])
    expect(existsSync(join(directory, 'out/publishing.json'))).toBe(false)
    expect((await run('build', '--supplement')).json).toMatchObject({ leaves: 1 })
  })

  it('is given up by using its nonce for nothing, and then all who are bound are built', async () => {
    const { home, plan, run, say } = await planned()
    const asked = await run('publish', '--abandon', '--dry-run')
    expect(asked.json).toMatchObject({ planned: true, abandoned: false })
    expect((await run('build')).exitCode).toBe(3)
    const abandoned = await say('publish', '--abandon')
    expect([abandoned.exitCode, abandoned.stdout]).toMatchObject([0, expect.stringContaining('0x')])
    expect((await run('build')).json).toMatchObject({ leaves: 2 })
    expect((await tx(home, 'apply', plan)).json).toMatchObject({ error: { code: 'PLAN_DRIFT' } })
    const again = await run('publish', '--abandon')
    expect([again.exitCode, again.json]).toMatchObject(refusal('PUBLICATION_NOT_PLANNED'))
    expect((await run('publish')).json).toMatchObject({ leaves: 2, alreadyDone: false })
  })

  it('is given up for nothing where something else has used its nonce', async () => {
    const [first, second] = [await planned(), await planned()]
    expect((await tx(second.home, 'apply', second.plan)).exitCode).toBe(0)
    const abandoned = await first.run('publish', '--abandon')
    expect([abandoned.exitCode, abandoned.json]).toMatchObject([
      0,
      { abandoned: true, transactionHashes: [] },
    ])
    const sent = await second.run('publish', '--abandon')
    expect([sent.exitCode, sent.json]).toMatchObject(refusal('PUBLICATION_SENT'))
  })

  it('is not doubled by another account', async () => {
    const { directory, home, run } = await planned()
    for (const [code, ...args] of [
      ['PUBLICATION_PLANNED', '--plan-out', join(directory, 'other.json')],
      ['PUBLICATION_PLANNED', '--yes'],
      ['PLAN_OF_OTHER_ACCOUNT', '--abandon'],
    ] as const) {
      const publish = ['migrate', 'publish', '-c', directory, '--rpc-url', chain.rpcUrl]
      const doubled = await capstan([...publish, '--key', 'dev1', ...args, '--json'], {
        home,
        env: VAULT_ENVIRONMENT,
      })
      expect([doubled.exitCode, doubled.json]).toMatchObject(refusal(code))
    }
    // The same account uses the same nonce: only one of the two can happen.
    expect((await run('publish')).json).toMatchObject({ alreadyDone: false })
  })

  it('that was sent from elsewhere is not sent again, and is followed once it is known', async () => {
    const { home, plan, run } = await planned()
    const signed = `${plan}.signed`
    expect((await tx(home, 'sign', plan, '--out', signed)).exitCode).toBe(0)
    expect((await tx(mkdtempSync(join(root, 'elsewhere')), 'send', signed)).exitCode).toBe(0)
    for (const args of [[], ['--abandon']]) {
      const doubled = await run('publish', ...args)
      expect([doubled.exitCode, doubled.json]).toMatchObject(refusal('PUBLICATION_SENT'))
    }
    expect((await tx(home, 'send', signed)).exitCode).toBe(0)
    expect((await run('publish')).json).toMatchObject({ alreadyDone: false })
    expect((await run('audit')).json).toMatchObject({ ok: true })
  })
})
