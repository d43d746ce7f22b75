import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLAN } from '../../../src/chain/plan/plan-file.ts'
import { SIGNED_PLAN } from '../../../src/chain/plan/signed-plan.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, startChain, type TestChain } from '../../support/chain.ts'
import { temporaryFolder } from '../../support/home.ts'
import { type CampaignOptions, campaignYaml } from '../../support/payments.ts'
import { forgedSignedPlan, forgeriesOf } from '../../support/plans.ts'
import { deployTestToken } from '../../support/test-token.ts'
import { FUNDED_KEYS, walletSigner } from '../../support/wallet-signer.ts'

const HOLDERS = 40
const TOTAL = String((HOLDERS * (HOLDERS + 1)) / 2)
const SENDER = walletSigner(FUNDED_KEYS[0]).address

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

let series = 0
function newCampaign(options: CampaignOptions = {}): { directory: string; accounts: string[] } {
  const prefix = (0xbbbb0000n + BigInt(series++)).toString(16)
  const accounts = Array.from(
    { length: HOLDERS },
    (_, index) => `0x${prefix}${(index + 1).toString(16).padStart(32, '0')}`,
  )
  const rows = accounts.map((account, index) => `${account},${index + 1}\n`)
  const directory = writeCampaign(temporaryFolder(), campaignYaml({ name: prefix, ...options }), {
    'balances.csv': `address,balance\n${rows.join('')}`,
  })
  return { directory, accounts }
}

/** A machine: a home of its own, and the chain for what takes a network. */
function machine({ json = true, env = {}, rpcUrl = chain.rpcUrl } = {}) {
  const home = temporaryFolder()
  return (...args: string[]) => {
    const takesNetwork = args[0] === 'migrate' || args[1] !== 'sign'
    const where = takesNetwork ? ['--rpc-url', rpcUrl] : []
    return capstan([...args, ...where, ...(json ? ['--json'] : [])], { home, env })
  }
}

const sentCount = async () =>
  Number(await chain.request('eth_getTransactionCount', [SENDER, 'latest']))

async function built(directory: string, run: ReturnType<typeof machine>): Promise<void> {
  for (const step of ['snapshot', 'build']) {
    const { exitCode, stderr } = await run('migrate', step, '-c', directory)
    expect(exitCode, stderr).toBe(0)
  }
}

describe('a campaign by plan files alone', () => {
  it.each(['native', 'token'] as const)(
    'of %s is planned without a key, signed without network, sent without a key, and audits clean',
    async (asset) => {
      const token = asset === 'token' ? (await deployTestToken(chain)).address : undefined
      const { directory } = newCampaign(token === undefined ? {} : { asset: token })
      const cutOff = { CAPSTAN_RPC_URL: 'http://127.0.0.1:1', CAPSTAN_ANVIL: '/nowhere' }
      const [review, vault, sender] = [machine(), machine({ env: cutOff }), machine()]
      await built(directory, review)
      const from = ['-c', directory, '--from', SENDER]
      for (const step of ['publish', 'distribute']) {
        const [plan, signed] = ['plan', 'signed'].map((kind) =>
          join(directory, `${step}.${kind}.json`),
        ) as [string, string]
        const planned = await review('migrate', step, ...from, '--plan-out', plan)
        expect(planned.exitCode, planned.stdout).toBe(0)
        expect(planned.json).toMatchObject({
          planned: true,
          planFile: plan,
          digest: (await PLAN.read(plan)).digest,
          transactions: step === 'distribute' ? 3 : token === undefined ? 1 : 2,
        })
        const signing = await vault('tx', 'sign', plan, '--out', signed, '--yes')
        expect(signing.exitCode, signing.stdout).toBe(0)
        expect(signing.json).toMatchObject({ file: signed, from: SENDER })
        const sent = await sender('tx', 'send', signed, '--yes')
        expect(sent.exitCode, sent.stdout).toBe(0)
        expect(sent.json).toMatchObject({ alreadyDone: false })
        expect((await sender('tx', 'send', signed)).json).toMatchObject({ alreadyDone: true })
        const finished = await sender('migrate', step, ...from)
        expect(finished.exitCode, finished.stdout).toBe(0)
      }
      const audited = await review('migrate', 'audit', '-c', directory, '--full')
      expect(audited.exitCode, audited.stdout).toBe(0)
      expect(audited.json).toMatchObject({ ok: true, paidBaseUnits: TOTAL, unpaidBaseUnits: '0' })
    },
  )

  it('is run step after step with one command', async () => {
    const { directory } = newCampaign()
    const run = machine()
    const plan = (n: number) => join(directory, `plan-${n}.json`)
    const planning = ['migrate', 'run', '-c', directory, '--from', SENDER, '--plan-out']
    const first = await run(...planning, plan(1))
    expect(first.json).toMatchObject({ publish: { planned: true }, distribute: null, audit: null })
    expect((await run('tx', 'apply', plan(1), '--yes')).exitCode).toBe(0)
    const second = await run(...planning, plan(2))
    expect(second.json).toMatchObject({
      publish: { distributor: expect.stringMatching(/^0x/) },
      distribute: { planned: true, batches: 3 },
      transactions: 3,
    })
    expect((await run('tx', 'apply', plan(2), '--yes')).exitCode).toBe(0)
    expect((await run(...planning, plan(3))).json).toMatchObject({ planFile: null })
    expect(
      (await run('migrate', 'run', '-c', directory, '--from', SENDER, '-y')).json,
    ).toMatchObject({ audit: { ok: true } })
  })

  it('by a payout book funds the account of a book that is signed, and nothing else', async () => {
    const { directory } = newCampaign({ mode: 'transfers' })
    const secret = join(directory, 'payout-key')
    writeFileSync(secret, Wallet.createRandom().privateKey, { mode: 0o600 })
    const run = machine({ env: { CAPSTAN_PRIVATE_KEY_FILE: secret } })
    await built(directory, run)
    const plan = join(directory, 'plan.json')
    const key = ['-c', directory, '--payout-key', 'env']
    const publish = ['migrate', 'publish', ...key, '--from', SENDER, '--plan-out', plan]
    const early = await run(...publish)
    expect([early.exitCode, early.json]).toMatchObject([
      3,
      { error: { code: 'PAYOUT_BOOK_UNSIGNED' } },
    ])
    const signing = await run('migrate', 'publish', ...key, '--sign-only', '--max-fee', '20')
    expect(signing.exitCode, signing.stdout).toBe(0)
    const funding = await run(...publish)
    expect(funding.json).toMatchObject({ planned: true, transactions: 1 })
    expect((await run('tx', 'apply', plan, '--yes')).exitCode).toBe(0)
    const published = await run('migrate', 'publish', ...key, '--from', SENDER)
    expect(published.json).toMatchObject({ alreadyDone: true })
    const distribute = ['migrate', 'distribute', '-c', directory]
    const planned = await run(...distribute, '--plan-out', `${plan}.2`)
    expect([planned.exitCode, planned.json]).toMatchObject([
      3,
      { error: { code: 'PAYOUT_BOOK_IS_PLAN' } },
    ])
    expect((await run(...distribute, '--yes')).json).toMatchObject({ paid: HOLDERS })
  })
})

describe('a claim and the closing', () => {
  it('are planned and applied, and then done', async () => {
    const year = (n: number) => Date.UTC(n) / 1000
    const { directory, accounts } = newCampaign({
      mode: 'claim',
      claimUntil: '2061-01-01T00:00:00Z',
    })
    // The deadline of this one passes.
    const later = await startChain()
    const run = machine({ rpcUrl: later.rpcUrl })
    await built(directory, run)
    const from = ['-c', directory, '--from', SENDER]
    expect((await run('migrate', 'publish', ...from, '--yes')).exitCode).toBe(0)
    const [holder] = accounts as [string]
    const steps = [['claim', '--address', holder], ['close']] as const
    for (const [verb, ...args] of steps) {
      if (verb === 'close') {
        await later.request('evm_setNextBlockTimestamp', [year(2062)])
        await later.request('evm_mine')
      }
      const plan = join(directory, `${verb}.json`)
      const planned = await run('migrate', verb, ...args, ...from, '--plan-out', plan)
      expect(planned.json, planned.stdout).toMatchObject({ planned: true, transactions: 1 })
      expect((await PLAN.read(plan)).transactions[0]).toMatchObject({
        decoded: { signature: expect.stringMatching(new RegExp(`^${verb}\\(`)) },
        effects: [{ deltaBaseUnits: expect.anything() }, { deltaBaseUnits: expect.anything() }],
      })
      const applied = await run('tx', 'apply', plan, '--yes')
      expect(applied.exitCode, applied.stdout).toBe(0)
      const again = await run('migrate', verb, ...args, ...from)
      expect(again.json, again.stdout).toMatchObject({ alreadyDone: true })
    }
  })
})

describe('a plan file', () => {
  async function publishPlan(run: ReturnType<typeof machine>): Promise<string> {
    const { directory } = newCampaign()
    await built(directory, run)
    const plan = join(directory, 'plan.json')
    const planned = await run(
      'migrate',
      'publish',
      '-c',
      directory,
      '-k',
      'dev0',
      '--plan-out',
      plan,
    )
    expect(planned.exitCode, planned.stdout).toBe(0)
    return plan
  }

  it('is not written over: exit 3', async () => {
    const run = machine()
    const plan = await publishPlan(run)
    const before = readFileSync(plan)
    const again = await run(
      ...['migrate', 'publish', '-c', join(plan, '..'), '-k', 'dev0', '--plan-out', plan],
    )
    expect([again.exitCode, again.json]).toMatchObject([3, { error: { code: 'PLAN_FILE_EXISTS' } }])
    expect(readFileSync(plan)).toEqual(before)
  })

  it('that was changed is neither applied nor signed: exit 7', async () => {
    const run = machine()
    const plan = await publishPlan(run)
    writeFileSync(
      plan,
      readFileSync(plan, 'utf8').replace('"valueWei": "820"', '"valueWei": "821"'),
    )
    const before = await sentCount()
    for (const args of [
      ['apply', plan],
      ['sign', plan, '--out', `${plan}.signed`],
    ]) {
      const result = await run('tx', ...args, '--yes')
      expect([result.exitCode, result.json]).toMatchObject([7, { error: { code: 'PLAN_ALTERED' } }])
    }
    expect(await sentCount()).toBe(before)
  })

  it('whose nonce was used is refused with what was expected and found: exit 3', async () => {
    const [run, words] = [machine(), machine({ json: false })]
    const plan = await publishPlan(run)
    const other = await publishPlan(run)
    expect((await run('tx', 'apply', other, '--yes')).exitCode).toBe(0)
    for (const args of [['--dry-run'], ['--yes']]) {
      const { exitCode, json } = await run('tx', 'apply', plan, ...args)
      expect(exitCode).toBe(3)
      expect(json).toMatchObject({
        error: { code: 'PLAN_DRIFT', details: { drift: [{ kind: 'nonce', transaction: 1 }] } },
      })
    }
    const { exitCode, stderr } = await words('tx', 'apply', plan, '--yes')
    expect([exitCode, stderr]).toMatchObject([3, expect.stringContaining('--plan-out')])
  })

  it('is shown before anybody agrees to it, and needs an answer: exit 2', async () => {
    const words = machine({ json: false })
    const plan = await publishPlan(machine())
    const before = await sentCount()
    const asked = await words('tx', 'apply', plan)
    expect(asked.exitCode).toBe(2)
    for (const shown of ['31337', SENDER, 'new MigrationDistributor(', 'fees at most', 'digest']) {
      expect(asked.stderr).toContain(shown)
    }
    expect((await words('tx', 'sign', plan, '--out', `${plan}.signed`)).exitCode).toBe(2)
    const looked = await words('tx', 'apply', plan, '--dry-run')
    expect([looked.exitCode, looked.stdout]).toMatchObject([
      0,
      expect.stringContaining('1 to send'),
    ])
    expect(await sentCount()).toBe(before)
    const applied = await words('tx', 'apply', plan, '--yes')
    expect([applied.exitCode, applied.stdout]).toMatchObject([0, expect.stringContaining('0x')])
    const again = await words('tx', 'apply', plan)
    expect([again.exitCode, again.stdout]).toMatchObject([0, expect.stringContaining('already')])
  })

  it('of an account whose key is not here is not signed: exit 4', async () => {
    const run = machine()
    const { directory } = newCampaign()
    await built(directory, run)
    await chain.request('anvil_setBalance', [
      '0x00000000000000000000000000000000C0FFEE01',
      '0xde0b6b3a7640000',
    ])
    const plan = join(directory, 'plan.json')
    const from = ['-c', directory, '--from', '0x00000000000000000000000000000000C0FFEE01']
    expect((await run('migrate', 'publish', ...from, '--plan-out', plan)).exitCode).toBe(0)
    const signing = await run('tx', 'sign', plan, '--out', `${plan}.signed`, '--yes')
    expect([signing.exitCode, signing.json]).toMatchObject([
      4,
      { error: { code: 'ACCOUNT_WITHOUT_KEY' } },
    ])
    const other = await run('tx', 'sign', plan, '--out', `${plan}.signed`, '--yes', '-k', 'dev0')
    expect([other.exitCode, other.json]).toMatchObject([
      3,
      { error: { code: 'KEY_SENDER_MISMATCH' } },
    ])
    const none = await run('tx', 'apply', join(directory, 'no.json'))
    expect(none.json).toMatchObject({ error: { code: 'PLAN_MISSING', exitCode: 4 } })
    expect((await run('tx', 'apply', join(directory, 'migration.yaml'))).exitCode).toBe(2)
  })

  it('whose signatures are not its own is not sent: exit 7', async () => {
    const run = machine()
    const plan = await publishPlan(run)
    const signed = `${plan}.signed`
    expect((await run('tx', 'sign', plan, '--out', signed, '--yes')).exitCode).toBe(0)
    const { rawTransactions, plan: read } = await SIGNED_PLAN.read(signed)
    const before = await sentCount()
    const [byOther] = (await forgeriesOf(rawTransactions)) as [string[]]
    writeFileSync(`${signed}.forged`, forgedSignedPlan(read, byOther))
    const sent = await run('tx', 'send', `${signed}.forged`, '--yes')
    expect([sent.exitCode, sent.json]).toMatchObject([
      7,
      { error: { code: 'SIGNED_PLAN_MISMATCH' } },
    ])
    expect(await sentCount()).toBe(before)
  })
})
