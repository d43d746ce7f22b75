import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { type FaultRule, startFaultyProxy } from '../../support/faulty-proxy.ts'
import {
  ACCOUNTS,
  MEMBERS,
  POLICY_TEMPLATE,
  proposalJson,
  Treasury,
} from '../../support/multisigs.ts'

const COIN = 10n ** 18n

let treasury: Treasury
beforeAll(async () => {
  treasury = await Treasury.open()
})
afterAll(() => treasury.close())

/** A node that has the receipt of a transaction before its contracts show what it did. */
function stateOfBefore(): FaultRule {
  const before = new Map<string, unknown>()
  let isSent = false
  return ({ method, params }) => {
    isSent ||= method === 'eth_sendRawTransaction'
    if (method !== 'eth_call') return undefined
    const call = JSON.stringify(params[0])
    const result = (real: unknown) => {
      if (!isSent) before.set(call, real)
      return before.get(call) ?? real
    }
    return { kind: 'rewrite', result }
  }
}

describe('a multisig', () => {
  it('is created once, however often it is asked for', async () => {
    const again = await treasury.run([
      'create',
      ...MEMBERS,
      '--policy',
      POLICY_TEMPLATE,
      '--key',
      'dev0',
    ])
    expect(again.json).toMatchObject({ multisig: treasury.multisig, alreadyDone: true })
  })

  it('is planned without being created', async () => {
    const args = [
      'create',
      ...MEMBERS,
      '--policy',
      POLICY_TEMPLATE,
      '--from',
      ACCOUNTS[4] as string,
    ]
    const planned = await treasury.run([...args, '--name', 'other', '--dry-run'])
    expect(planned.exitCode).toBe(0)
    expect(planned.json).toMatchObject({ planned: true, multisig: null })
  })

  it('shows its owners and policy, and is known to the home that looked at it', async () => {
    const home = treasury.newHome()
    const shown = await treasury.run(['show', treasury.multisig], home)
    expect(shown.json).toMatchObject({ totalWeight: 6, policy: { cancelWeight: 3 } })
    const listed = await capstan(['multisig', 'list', '--json'], { home })
    expect(listed.json).toMatchObject({ multisigs: [{ multisig: treasury.multisig }] })
  })

  it('is told from an account and from another contract', async () => {
    expect((await treasury.run(['show', ACCOUNTS[7] as string])).exitCode).toBe(4)
    const token = await treasury.run(['show', treasury.multisig, '--driver', 'safe'])
    expect(token.exitCode).toBe(7)
  })

  it('gives its policy back as a file that changes nothing', async () => {
    const out = join(treasury.root, 'current.yaml')
    expect((await treasury.run(['policy', 'show', treasury.multisig, '--out', out])).exitCode).toBe(
      0,
    )
    const change = ['policy', 'propose', treasury.multisig, '--policy', out]
    const unchanged = await treasury.run([...change, '--out', treasury.newFile()])
    expect(unchanged.json).toMatchObject({
      error: { code: 'MULTISIG_POLICY_UNCHANGED', exitCode: 3 },
    })
  })
})

describe('a proposal', () => {
  it('is signed apart, united, and executed once by whoever comes first', async () => {
    const file = await treasury.proposed('7')
    const [alice, bob] = [treasury.copy(file), treasury.copy(file)]
    const signed = await treasury.run(['sign', alice, '--key', 'dev1'])
    expect(signed.json).toMatchObject({ weight: 2, signedWeight: 2, threshold: 3, ready: false })
    const early = await treasury.run(['execute', alice, '--key', 'dev5'])
    expect(early.json).toMatchObject({ error: { code: 'MULTISIG_WEIGHT_TOO_LOW', exitCode: 3 } })
    expect((await treasury.run(['sign', bob, '--key', 'dev2'])).exitCode).toBe(0)
    expect((await treasury.run(['merge', alice, bob, '--out', file])).exitCode).toBe(0)
    expect((await treasury.run(['verify', file])).json).toMatchObject({ valid: true, ready: true })

    const before = await treasury.balanceOf(ACCOUNTS[9] as string)
    const executors = ['dev5', 'dev6'].map((key) =>
      treasury.run(['execute', file, '--key', key], treasury.newHome()),
    )
    for (const executed of await Promise.all(executors)) {
      expect(executed.json).toMatchObject({ executed: true })
      expect(executed.exitCode).toBe(0)
    }
    expect((await treasury.balanceOf(ACCOUNTS[9] as string)) - before).toBe(7n * COIN)
    const third = await treasury.run(['execute', file, '--key', 'dev7'], treasury.newHome())
    expect(third.json).toMatchObject({ executed: true, alreadyDone: true })
    expect(await treasury.chain.request('eth_getTransactionCount', [ACCOUNTS[7], 'latest'])).toBe(
      '0x0',
    )
  })

  it('is not called executed where the state of the node does not say so', async () => {
    const file = await treasury.proposed('1')
    await treasury.run(['sign', file, '--key', 'dev0'])
    const behind = await startFaultyProxy(treasury.chain.rpcUrl, stateOfBefore())
    const args = ['multisig', 'execute', file, '--key', 'dev5', '--yes', '--json']
    const executed = await capstan([...args, '--rpc-url', behind.url], { home: treasury.newHome() })
    await behind.close()
    expect(executed.json).toMatchObject({ error: { code: 'MULTISIG_NOT_EXECUTED', exitCode: 6 } })
  })

  it('of an amount of what has no decimals is not made', async () => {
    const to = ['--to', ACCOUNTS[9] as string, '--value', '1', '--asset', ACCOUNTS[7] as string]
    const args = ['propose', treasury.multisig, ...to, '--out', treasury.newFile()]
    expect((await treasury.run(args)).json).toMatchObject({
      error: { code: 'ASSET_DECIMALS_UNKNOWN', exitCode: 3 },
    })
  })

  it('is said in words before it is signed', async () => {
    const file = await treasury.proposed('2.5')
    const args = [
      'multisig',
      'sign',
      file,
      '--key',
      'dev2',
      '--yes',
      '--rpc-url',
      treasury.chain.rpcUrl,
    ]
    const signed = await capstan(args, { home: treasury.newHome() })
    expect(signed.stderr).toContain(
      `send 2.5 ETH (tier 2 of 3, weight 3 of 6 needed, 0 collected) to ${ACCOUNTS[9]}`,
    )
    expect(signed.stderr).toContain(`${ACCOUNTS[9]} +2.5 ETH`)
    expect(signed.stdout).toContain('1 of the 3')
  })

  it('asks before it signs', async () => {
    const file = await treasury.proposed('0.1')
    const args = ['multisig', 'sign', file, '--key', 'dev0', '--rpc-url', treasury.chain.rpcUrl]
    expect((await capstan(args, { home: treasury.newHome() })).exitCode).toBe(2)
    expect(proposalJson(file)).toMatchObject({ signatures: [] })
  })

  it('is signed where no chain can be asked, and that is said', async () => {
    const file = await treasury.proposed('3')
    const offline = ['multisig', 'sign', file, '--key', 'dev0', '--yes', '--offline']
    const signed = await capstan(offline, { home: treasury.newHome() })
    expect(signed.exitCode).toBe(0)
    expect(signed.stderr).toContain('Not checked against a chain')
    const verified = await treasury.run(['verify', file])
    expect(verified.json).toMatchObject({ valid: true, signedWeight: 3, ready: true })
  })

  it('that has expired by the chain’s clock is not made', async () => {
    const to = ['--to', ACCOUNTS[9] as string, '--value', '1']
    const args = ['propose', treasury.multisig, ...to, '--expires', '0s', '--out']
    await treasury.chain.request('evm_increaseTime', [3600])
    await treasury.chain.request('evm_mine', [])
    const expired = await treasury.run([...args, treasury.newFile()])
    expect(expired.json).toMatchObject({
      error: { code: 'MULTISIG_PROPOSAL_EXPIRED', exitCode: 3 },
    })
  })

  it('that would revert is not executed', async () => {
    const file = await treasury.proposed('5000')
    for (const key of ['dev0', 'dev1']) await treasury.run(['sign', file, '--key', key])
    const executed = await treasury.run(['execute', file, '--key', 'dev5'])
    expect(executed.json).toMatchObject({ error: { code: 'MULTISIG_CALL_REVERTS', exitCode: 3 } })
  })

  it('is called off by owners of the cancel weight', async () => {
    const file = await treasury.proposed('1')
    await treasury.run(['sign', file, '--key', 'dev0'])
    const first = await treasury.run(['cancel', file, '--key', 'dev1'])
    expect(first.json).toMatchObject({ cancelled: false, weight: 2, threshold: 3 })
    const second = await treasury.run(['cancel', file, '--key', 'dev2'])
    expect(second.json).toMatchObject({ cancelled: true })
    const executed = await treasury.run(['execute', file, '--key', 'dev5'])
    expect(executed.json).toMatchObject({ error: { code: 'MULTISIG_PROPOSAL_CANCELLED' } })
    expect((await treasury.run(['cancel', file, '--key', 'dev0'])).json).toMatchObject({
      alreadyDone: true,
    })
  })

  it('is confirmed on chain by owners who share no files', async () => {
    const file = await treasury.proposed('6')
    const confirm = ['confirm', treasury.multisig]
    const unknown = await treasury.run([...confirm, `0x${'ab'.repeat(32)}`, '--key', 'dev1'])
    expect(unknown.json).toMatchObject({ error: { code: 'MULTISIG_DIGEST_UNKNOWN', exitCode: 4 } })
    const short = await treasury.run([...confirm, '0x12', '--key', 'dev1'])
    expect(short.json).toMatchObject({ error: { code: 'MULTISIG_DIGEST_INVALID', exitCode: 2 } })
    const first = await treasury.run([...confirm, '--proposal', file, '--key', 'dev1'])
    expect(first.json).toMatchObject({ weight: 2, threshold: 3, alreadyDone: false })
    expect(first.json).toMatchObject({ transactionHash: expect.stringMatching(/^0x/) })
    const digest = proposalJson(file).digest as string
    const out = treasury.newFile()
    const args = [...confirm, digest, '--key', 'dev2', '--out', out]
    const second = await treasury.run(args, treasury.newHome())
    expect(second.json).toMatchObject({ weight: 3, digest })
    const executed = await treasury.run(['execute', out, '--key', 'dev5'], treasury.newHome())
    expect(executed.json).toMatchObject({ executed: true, alreadyDone: false })
    const history = await treasury.run(['history', treasury.multisig])
    expect(history.json).toMatchObject({
      history: expect.arrayContaining([
        expect.objectContaining({ event: 'ProposalExecuted', digest }),
        expect.objectContaining({
          event: 'ClassRuleChanged',
          details: expect.objectContaining({ class: 'token-transfer' }),
        }),
      ]),
    })
  })

  it('that no chain answers for is a failure to be tried again', async () => {
    const file = await treasury.proposed('1')
    const dead = ['multisig', 'verify', file, '--rpc-url', 'http://127.0.0.1:9', '--json']
    expect((await capstan(dead, { home: treasury.newHome() })).exitCode).toBe(5)
  })
})

describe('the policy', () => {
  it('is changed by proposal: an allowed recipient takes the lowest tier', async () => {
    const out = treasury.newFile()
    const allow = ['allow', treasury.multisig, ACCOUNTS[8] as string, '--name', 'payroll']
    expect((await treasury.run([...allow, '--out', out])).json).toMatchObject({ threshold: 5 })
    for (const key of ['dev0', 'dev1']) await treasury.run(['sign', out, '--key', key])
    expect((await treasury.run(['execute', out, '--key', 'dev5'])).exitCode).toBe(0)
    const pay = ['propose', treasury.multisig, '--to', ACCOUNTS[8] as string, '--value', '12']
    const proposed = await treasury.run([...pay, '--out', treasury.newFile()])
    expect(proposed.json).toMatchObject({
      threshold: 1,
      grade: { tier: 1, reasons: [`${ACCOUNTS[8]} is allow-listed as 'payroll'`] },
    })
  })

  it('is proposed by file with what differs in words', async () => {
    const policy = join(treasury.root, 'changed.yaml')
    const text = readFileSync(POLICY_TEMPLATE, 'utf8')
    writeFileSync(policy, text.replace('cancelWeight: 3', 'cancelWeight: 4'))
    const args = ['multisig', 'policy', 'propose', treasury.multisig, '--policy', policy]
    const more = ['--out', treasury.newFile(), '--rpc-url', treasury.chain.rpcUrl]
    const proposed = await capstan([...args, ...more], { home: treasury.newHome() })
    expect(proposed.stdout).toContain('weight to cancel: 3 → 4')
    expect(proposed.stdout).not.toContain('class transfer')
  })
})
