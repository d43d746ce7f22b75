import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { inProcess } from '../../support/in-process.ts'
import { builtCampaign, type CampaignOptions, REMAINDER_TO } from '../../support/payments.ts'
import { ALICE, BOB, ETHER, TOKEN } from '../../support/policies.ts'
import { addKey, VAULT_ENVIRONMENT, vaultHome } from '../../support/vaults.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

/** Exit code, code of the error and rule that a run ended with. */
function failure({ exitCode, json }: CapstanResult) {
  const { error } = json as { error: { code: string; details: { rule?: string } } }
  return [exitCode, error.code, error.details.rule]
}

const refusedBy = (rule: string) => [3, 'POLICY_REFUSED', rule]

function policyOf({ json }: CapstanResult): unknown {
  return (json as { policy: unknown }).policy
}

/** A home with keys in its vault, each with money. */
async function richHome(...names: string[]) {
  const { home, key } = vaultHome()
  for (const name of names) {
    const address = await addKey(home, name)
    await chain.request('anvil_setBalance', [address, `0x${(100n * ETHER).toString(16)}`])
  }
  const run = (args: readonly string[]) =>
    capstan([...args, '--json'], { home, env: VAULT_ENVIRONMENT })
  const policy = async (name: string, ...flags: string[]) => {
    const set = await run(['key', 'policy', name, '--clear', '--yes', ...flags])
    expect(set.exitCode, set.stdout).toBe(0)
  }
  return { home, key, run, policy }
}

let holder = 1n
/** A built campaign that pays so many wei to somebody nobody else pays. */
async function campaignOf(amountBaseUnits: bigint, options: CampaignOptions = {}) {
  const account = `0x${(0xbbbb0000000000000000000000000000n + holder++).toString(16).padStart(40, '0')}`
  const campaign = await builtCampaign([{ account, amountBaseUnits }], options)
  return { campaign, account, directory: campaign.directory }
}

const onChain = () => ['--rpc-url', chain.rpcUrl, '--yes']

describe('key policy', () => {
  it('sets, shows and drops rules, each flag its own', async () => {
    const { home, key } = vaultHome()
    await addKey(home, 'ops')
    expect(policyOf(await key(['policy', 'ops']))).toBeNull()
    const rules = ['--allow-network', 'ethereum', '--allow-network', '31337', '--allow-to', ALICE]
    const limits = ['--max-per-tx', '1.5', '--max-per-day', `${TOKEN}=1000`]
    const set = await key(['policy', 'ops', ...rules, ...limits])
    const policy = {
      networks: [1, 31337],
      recipients: [ALICE],
      maxPerTxBaseUnits: { native: '1500000000000000000' },
      maxPerDayBaseUnits: { [TOKEN]: '1000' },
      commands: null,
    }
    expect(set.json).toEqual({ name: 'ops', policy, warnings: [] })
    const more = await key(['policy', 'ops', '--allow-command', 'migrate', '--allow-to', BOB])
    const changed = { ...policy, recipients: [BOB], commands: ['migrate'] }
    expect(policyOf(more)).toEqual(changed)
    expect(policyOf(await key(['show', 'ops']))).toEqual(changed)
    const listed = (await key(['list'])).json as { keys: { name: string; policy: unknown }[] }
    expect(listed.keys.find(({ name }) => name === 'ops')?.policy).toEqual(changed)

    const text = await capstan(['key', 'policy', 'ops'], { home })
    expect([text.exitCode, text.stdout]).toEqual([0, expect.stringContaining(BOB)])
    const unasked = await key(['policy', 'ops', '--clear'])
    expect(failure(unasked).slice(0, 2)).toEqual([2, 'ANSWER_NEEDED'])
    expect(policyOf(await key(['policy', 'ops', '--clear', '--yes']))).toBeNull()
  })

  it('takes the secret to set, and none to show', async () => {
    const { home, key } = vaultHome()
    await addKey(home, 'ops')
    const wrong = { env: { CAPSTAN_VAULT_PASSWORD: 'guess' } }
    const attempt = await key(['policy', 'ops', '--max-per-tx', '1'], wrong)
    expect(failure(attempt).slice(0, 2)).toEqual([3, 'KEY_PASSWORD_WRONG'])
    expect((await key(['policy', 'ops'], wrong)).json).toMatchObject({ policy: null })
  })

  it.each([
    [3, 'KEY_BUILT_IN', ['dev0', '--max-per-tx', '1']],
    [4, 'KEY_UNKNOWN', ['nobody']],
    [4, 'NETWORK_UNKNOWN', ['ops', '--allow-network', 'etherium']],
    [2, 'NETWORK_CHAIN_ID_MISSING', ['ops', '--allow-network', 'bytom2']],
    [2, 'COMMAND_UNKNOWN', ['ops', '--allow-command', 'migrate distribut']],
    [2, 'AMOUNT_INVALID', ['ops', '--max-per-tx', '1.0000000000000000001']],
    [2, 'ADDRESS_INVALID', ['ops', '--allow-to', 'alice']],
  ])('exits %i with %s: %j', async (exitCode, code, args) => {
    const { home } = vaultHome()
    if (args[0] === 'ops') await addKey(home, 'ops')
    const words = ['key', 'policy', ...args, '--json']
    const refused = await inProcess(words, { home, env: VAULT_ENVIRONMENT })
    expect(failure(refused).slice(0, 2)).toEqual([exitCode, code])
  })

  it('is noticed when it was changed by hand, until its owner clears it', async () => {
    const { home, key } = vaultHome()
    await addKey(home, 'ops')
    await key(['policy', 'ops', '--allow-command', 'migrate'])
    const path = join(home, 'keys.json')
    const index = JSON.parse(readFileSync(path, 'utf8'))
    index.keys[0].policy = null
    writeFileSync(path, JSON.stringify(index))
    const altered = [7, 'KEY_POLICY_ALTERED']
    const sign = ['sign', 'ops', '--message', 'x']
    expect(failure(await key(sign)).slice(0, 2)).toEqual(altered)
    const text = await capstan(['key', ...sign], { home, env: VAULT_ENVIRONMENT })
    expect([text.exitCode, text.stdout]).toEqual([7, ''])
    const out = join(home, 'copy.json')
    const exporting = await key(['export', 'ops', '--out', out], {
      env: { CAPSTAN_EXPORT_PASSWORD: 'another one' },
    })
    expect(failure(exporting).slice(0, 2)).toEqual(altered)
    expect(existsSync(out)).toBe(false)
    expect((await key(['policy', 'ops', '--clear', '--yes'])).exitCode).toBe(0)
    expect((await key(sign)).exitCode).toBe(0)
  })

  it('keeps a key from being copied out of it', async () => {
    const { home, key } = vaultHome()
    await addKey(home, 'ops')
    await key(['policy', 'ops', '--allow-command', 'migrate'])
    expect(failure(await key(['export', 'ops', '--out', 'copy.json']))).toEqual(refusedBy('export'))
  })
})

describe('a key with a policy, in every command that signs', () => {
  it('key sign', async () => {
    const { home, run, policy } = await richHome('ops')
    const file = join(home, 'permit.json')
    const names = ['owner', 'spender', 'value', 'nonce', 'deadline']
    const types = {
      Permit: names.map((name, at) => ({ name, type: at < 2 ? 'address' : 'uint256' })),
    }
    const message = { owner: ALICE, spender: BOB, value: '11', nonce: '0', deadline: '0' }
    const domain = { name: 'T', chainId: 31337, verifyingContract: TOKEN }
    const permit = { types, primaryType: 'Permit', domain, message }
    writeFileSync(file, JSON.stringify(permit))
    const signFile = () => run(['key', 'sign', 'ops', '--typed-data', file])
    for (const [rule, ...values] of [
      ['allow-network', 'ethereum'],
      ['allow-to', ALICE],
      ['max-per-tx', `${TOKEN}=10`],
      ['max-per-day', `${TOKEN}=10`],
      ['allow-command', 'tx'],
    ] as const) {
      await policy('ops', ...values.flatMap((value) => [`--${rule}`, value]))
      expect(failure(await signFile())).toEqual(refusedBy(rule))
    }
    expect(failure(await run(['key', 'sign', 'ops', '--message', 'x']))).toEqual(
      refusedBy('allow-command'),
    )
    await policy('ops', '--max-per-day', `${TOKEN}=11`, '--allow-command', 'key sign')
    expect((await signFile()).exitCode).toBe(0)
    // The same message again takes no more of the day.
    expect((await signFile()).exitCode).toBe(0)
  }, 180_000)

  it('migrate publish', async () => {
    const { run, policy } = await richHome('ops')
    const { directory } = await campaignOf(2n * ETHER)
    const publish = (...args: string[]) =>
      run(['migrate', 'publish', '-c', directory, '--key', 'ops', ...args, ...onChain()])
    for (const [rule, value] of [
      ['allow-network', 'ethereum'],
      // Whatever is made is on no list.
      ['allow-to', ALICE],
      ['max-per-tx', '1.9'],
      ['max-per-day', '1.9'],
    ] as const) {
      await policy('ops', `--${rule}`, value)
      expect(failure(await publish())).toEqual(refusedBy(rule))
    }
    expect(failure(await publish('--dry-run'))).toEqual(refusedBy('max-per-day'))
    await policy('ops', '--allow-command', 'migrate distribute')
    expect(failure(await publish())).toEqual(refusedBy('allow-command'))
    await policy('ops', '--max-per-day', '2', '--allow-network', 'devnet')
    const published = await publish()
    expect(published.exitCode, published.stdout).toBe(0)
  }, 180_000)

  it('migrate distribute and claim', async () => {
    const { run, policy } = await richHome('ops')
    const { directory, account } = await campaignOf(2n * ETHER)
    const migrate = (step: string, ...args: string[]) =>
      run(['migrate', step, '-c', directory, '--key', 'ops', ...args, ...onChain()])
    const published = await migrate('publish')
    const { distributor } = published.json as { distributor: string }
    await policy('ops', '--allow-to', REMAINDER_TO)
    expect(failure(await migrate('claim', '--address', account))).toEqual(refusedBy('allow-to'))
    expect(failure(await migrate('distribute'))).toEqual(refusedBy('allow-to'))
    await policy('ops', '--allow-to', distributor, '--max-per-tx', '0')
    const distributed = await migrate('distribute')
    expect(distributed.exitCode, distributed.stdout).toBe(0)
  }, 180_000)

  it('a payout book, also without network', async () => {
    const { run, policy } = await richHome('ops', 'once')
    const { campaign, directory } = await campaignOf(ETHER, { mode: 'transfers' })
    const book = campaignFiles(campaign).payoutBook
    const where = ['-c', directory, '--payout-key', 'once']
    const offline = ['migrate', 'publish', ...where, '--sign-only', '--max-fee', '5']
    const online = ['migrate', 'publish', ...where, '--key', 'ops', ...onChain()]
    for (const [rule, value] of [
      ['allow-network', 'ethereum'],
      ['allow-to', ALICE],
      ['max-per-tx', '0.9'],
      ['max-per-day', '0.9'],
      ['allow-command', 'migrate distribute'],
    ] as const) {
      await policy('once', `--${rule}`, value)
      expect(failure(await run(offline))).toEqual(refusedBy(rule))
      expect(failure(await run(online))).toEqual(refusedBy(rule))
    }
    expect(existsSync(book)).toBe(false)
    await policy('once', '--max-per-day', '1', '--max-per-tx', '1')
    expect((await run(offline)).exitCode).toBe(0)
    expect((await run(online)).exitCode).toBe(0)
  }, 180_000)

  it('a plan that is applied, or signed elsewhere', async () => {
    const { home, run, policy } = await richHome('ops')
    const { directory } = await campaignOf(ETHER)
    const plan = join(home, 'publish.plan.json')
    const out = join(home, 'publish.signed.json')
    const make = ['migrate', 'publish', '-c', directory, '--key', 'ops', '--plan-out', plan]
    const made = await run([...make, ...onChain()])
    expect(made.exitCode, made.stdout).toBe(0)
    const sign = ['tx', 'sign', plan, '--key', 'ops', '--out', out, '--yes']
    const apply = ['tx', 'apply', plan, '--key', 'ops', ...onChain()]
    for (const [rule, value] of [
      ['allow-network', 'ethereum'],
      ['max-per-tx', '0.9'],
      ['allow-command', 'migrate'],
    ] as const) {
      await policy('ops', `--${rule}`, value)
      expect(failure(await run(sign))).toEqual(refusedBy(rule))
      expect(failure(await run(apply))).toEqual(refusedBy(rule))
    }
    expect(existsSync(out)).toBe(false)
    await policy('ops', '--allow-command', 'tx', '--max-per-day', '1')
    expect((await run(sign)).exitCode).toBe(0)
    // The same nonce: signed here or there, it can come true once.
    expect((await run(apply)).exitCode).toBe(0)
  }, 180_000)
})

describe('a transaction in place of another', () => {
  it('is judged anew, and takes no more of the day', async () => {
    const { run, policy } = await richHome('ops')
    const { directory } = await campaignOf(ETHER)
    await policy('ops', '--max-per-day', '1')
    await chain.request('evm_setAutomine', [false])
    const briefly = [...onChain(), '--timeout', '1']
    const sent = await run(['migrate', 'publish', '-c', directory, '--key', 'ops', ...briefly])
    expect(failure(sent).slice(0, 2)).toEqual([9, 'TX_PENDING'])
    const replace = (kind: string) => run(['tx', kind, '1', ...briefly])
    for (const [rule, value] of [
      ['allow-network', 'ethereum'],
      ['allow-to', ALICE],
      ['max-per-tx', '0.9'],
      ['allow-command', 'migrate'],
    ] as const) {
      await policy('ops', `--${rule}`, value)
      expect(failure(await replace('speed-up'))).toEqual(refusedBy(rule))
    }
    await policy('ops', '--max-per-day', '1', '--allow-command', 'tx')
    expect(failure(await replace('speed-up')).slice(0, 2)).toEqual([9, 'TX_PENDING'])
    // Paying oneself nothing needs no listing.
    await policy('ops', '--allow-to', ALICE, '--max-per-tx', '0')
    expect(failure(await replace('cancel')).slice(0, 2)).toEqual([9, 'TX_PENDING'])
    await chain.request('evm_setAutomine', [true])
    await chain.request('evm_mine')
    const waited = await run(['tx', 'wait', '1', '--rpc-url', chain.rpcUrl])
    expect(failure(waited).slice(0, 2)).toEqual([3, 'TX_CANCELLED'])
  }, 180_000)
})

describe('two processes', () => {
  it('that race for the rest of a day: exactly one wins', async () => {
    const { run, policy } = await richHome('ops')
    await policy('ops', '--max-per-day', '10')
    const campaigns = await Promise.all([campaignOf(6n * ETHER), campaignOf(6n * ETHER)])
    const results = await Promise.all(
      campaigns.map(({ directory }) =>
        run(['migrate', 'publish', '-c', directory, '--key', 'ops', ...onChain()]),
      ),
    )
    const lost = results.filter(({ exitCode }) => exitCode !== 0)
    expect(lost.map(failure)).toEqual([refusedBy('max-per-day')])
    expect(lost[0]?.json).toMatchObject({
      error: { details: { spentBaseUnits: `${6n * ETHER}` } },
    })
  })
})
