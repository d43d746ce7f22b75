import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Interface } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileCampaign } from '../../support/campaigns.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { proposalJson, Treasury } from '../../support/multisigs.ts'
import { deploySafeRelease, sendTransaction } from '../../support/safe.ts'
import { newSafeOperator } from '../../support/safe-operator.ts'
import { deployTestToken } from '../../support/test-token.ts'
import { VAULT_ENVIRONMENT } from '../../support/vaults.ts'

const HOLDERS: [string, bigint][] = [
  ['0x00000000000000000000000000000000C0FFEE11', 100n],
  ['0x00000000000000000000000000000000C0FFEE12', 25n],
]
const TOTAL = 1_250_000_000_000_000_000n
const MINIMUM = 'minimumBaseUnits: "500000000000000000"'
const TOKEN = new Interface(['function transfer(address to, uint256 amount)'])
const REMAINDER = '0x4444444444444444444444444444444444444444'
const DEADLINE = Date.UTC(2099, 0, 1) / 1000

let treasury: Treasury
beforeAll(async () => {
  treasury = await Treasury.open()
})
afterAll(() => treasury.close())

type Json = Record<string, unknown>
type Call = { to: string; data: string }

let count = 0

/** A campaign that is built, and its steps. */
async function builtCampaign(asset = 'native', mode = 'push') {
  const directory = join(treasury.root, `campaign-${count++}`)
  fileCampaign(directory, {
    holders: HOLDERS,
    rules: 'rules: { decimals: { from: 2, to: 18 } }\n',
  })
  const file = join(directory, 'migration.yaml')
  const text = readFileSync(file, 'utf8')
    .replace('asset: native', `asset: "${asset}"`)
    .replace('mode: push', `mode: ${mode}`)
  writeFileSync(file, text.replace('name: balances', `name: balances-${count}`))
  const step = (name: string, ...args: string[]): Promise<CapstanResult> => {
    const where = ['build', 'snapshot'].includes(name) ? [] : ['--rpc-url', treasury.chain.rpcUrl]
    const signs = args.includes('--key') ? ['--yes'] : []
    return capstan(['migrate', name, '-c', directory, ...args, ...signs, ...where, '--json'], {
      home: treasury.home,
      env: VAULT_ENVIRONMENT,
    })
  }
  const ok = async (name: string, ...args: string[]): Promise<Json> => {
    const { exitCode, stdout, json } = await step(name, ...args)
    expect(exitCode, stdout).toBe(0)
    return json as Json
  }
  await ok('snapshot')
  await ok('build')
  return { directory, step, ok }
}

const asTreasury = (file: string) => ['--multisig', treasury.multisig, '--proposal', file]

/** What two of the owners sign and anybody executes. */
async function execute(file: string): Promise<void> {
  for (const key of ['dev0', 'dev1']) {
    expect((await treasury.run(['sign', file, '--key', key])).exitCode).toBe(0)
  }
  const executed = await treasury.run(['execute', file, '--key', 'dev5'])
  expect(executed.exitCode, executed.stdout).toBe(0)
}

/** Makes a call out of the code of a contract, so that no transaction shows what is called with. */
async function callUnseen({ to, data }: Call): Promise<void> {
  const length = (data.length / 2 - 1).toString(16).padStart(4, '0')
  const copy = `61${length}61002c600039`
  const call = `6000600061${length}6000600073${to.slice(2)}5af100`
  const contract = '0x00000000000000000000000000000000000CA11E'
  await treasury.chain.request('anvil_setCode', [contract, `0x${copy}${call}${data.slice(2)}`])
  await sendTransaction(treasury.chain, { to: contract })
}

const refusal = ({ exitCode, json }: CapstanResult) => [
  exitCode,
  (json as { error?: { code: string } }).error?.code,
]

describe('a campaign that a multisig publishes', () => {
  it('is deployed and funded by one proposal, pays, and is closed by another', async () => {
    const { step, ok } = await builtCampaign()
    const file = treasury.newFile()
    const proposed = await ok('publish', ...asTreasury(file))
    expect(proposed).toMatchObject({ proposed: true, file, threshold: 5, transactionHashes: [] })
    const { distributor } = proposed
    const said = await capstan(['multisig', 'verify', file, '--rpc-url', treasury.chain.rpcUrl], {
      home: treasury.home,
    })
    expect(said.stdout).toContain('deploy MigrationDistributor(')
    expect(said.stdout).toContain('send 1.25 ')
    expect(refusal(await step('publish', '--key', 'dev0'))).toEqual([3, 'PUBLICATION_PROPOSED'])
    await execute(file)
    expect(await treasury.balanceOf(distributor as string)).toBe(TOTAL)

    const again = await ok('publish', ...asTreasury(treasury.newFile()))
    expect(again).toMatchObject({ distributor, file: null, fundedBaseUnits: TOTAL.toString() })
    expect(again.transactionHashes).toEqual([expect.stringMatching(/^0x[0-9a-f]{64}$/)])
    expect(await ok('publish', ...asTreasury(treasury.newFile()))).toMatchObject({
      ...{ distributor, alreadyDone: true },
    })
    expect(await ok('distribute', '--key', 'dev5')).toMatchObject({ paid: 2 })
    expect(await ok('audit')).toMatchObject({ ok: true })

    await sendTransaction(treasury.chain, { to: distributor as string, value: 7n })
    const snapshot = await treasury.chain.request('evm_snapshot')
    await treasury.chain.request('evm_setNextBlockTimestamp', [DEADLINE + 1])
    await treasury.chain.request('evm_mine', [])
    const closing = treasury.newFile()
    expect(await ok('close', ...asTreasury(closing))).toMatchObject({
      ...{ proposed: true, file: closing, remainderTo: REMAINDER, remainderBaseUnits: '7' },
    })
    await execute(closing)
    expect(await treasury.balanceOf(REMAINDER)).toBe(7n)
    expect(await ok('close', ...asTreasury(treasury.newFile()))).toMatchObject({ file: null })
    await treasury.chain.request('evm_revert', [snapshot])
  })

  it('of a token is published by a Safe', async () => {
    const token = await deployTestToken(treasury.chain)
    const operator = await newSafeOperator(
      treasury.chain,
      await deploySafeRelease(treasury.chain, '1.4.1'),
    )
    const { ok, step } = await builtCampaign(token.address)
    const file = operator.file('publish.json')
    const publish = ['--multisig', operator.safe, '--driver', 'safe', '--proposal', file]
    expect(refusal(await step('publish', ...publish))).toEqual([3, 'FUNDS_TOO_LOW'])
    const data = TOKEN.encodeFunctionData('transfer', [operator.safe, TOTAL])
    await sendTransaction(treasury.chain, { to: token.address, data })
    const { distributor } = await ok('publish', ...publish)
    await operator.signApart('publish.json', 'dev0', 'dev1')
    await operator.ok('execute', operator.file('signed-publish.json'), '--key', 'dev5')
    expect(await token.balanceOf(distributor as string)).toBe(TOTAL)
    expect(await ok('publish', ...publish)).toMatchObject({ distributor, file: null })
    expect(await ok('audit')).toMatchObject({ ok: true })
  })

  it.each([
    ['with a transaction', (call: Call) => sendTransaction(treasury.chain, call)],
    ['out of a contract', callUnseen],
  ])('is only funded where somebody else has deployed it first, %s', async (_, deploy) => {
    const { ok } = await builtCampaign()
    const first = treasury.newFile()
    const { distributor } = await ok('publish', ...asTreasury(first))
    const [{ to, data }] = proposalJson(first).calls as [Call]
    await deploy({ to, data })
    const late = await treasury.run(['execute', first, '--key', 'dev5'])
    expect(late.exitCode).not.toBe(0)
    const second = treasury.newFile()
    expect(await ok('publish', ...asTreasury(second))).toMatchObject({ distributor })
    expect(proposalJson(second).calls).toMatchObject([{ to: distributor, data: '0x' }])
    await execute(second)
    expect(await ok('publish', ...asTreasury(first))).toMatchObject({ distributor, file: null })
    expect(await ok('distribute', '--key', 'dev5')).toMatchObject({ paid: 2 })
    expect(await ok('audit')).toMatchObject({ ok: true })
  })

  it('is not proposed where a key has published it from a copy of the folder', async () => {
    const { directory, step, ok } = await builtCampaign()
    await ok('publish', '--key', 'dev6')
    rmSync(join(directory, 'out/deployment.json'))
    const proposed = await step('publish', ...asTreasury(treasury.newFile()))
    expect(refusal(proposed)).toEqual([3, 'PUBLICATION_BEGUN'])
  })

  it('keeps its allocation until the proposal is executed or called off', async () => {
    const { directory, step, ok } = await builtCampaign()
    const file = treasury.newFile()
    await ok('publish', ...asTreasury(file))
    const rules = join(directory, 'migration.yaml')
    writeFileSync(
      rules,
      readFileSync(rules, 'utf8').replace('{ decimals', `{ ${MINIMUM}, decimals`),
    )
    expect(refusal(await step('build'))).toEqual([3, 'ALLOCATION_PUBLISHED'])
    const abandon = ['--abandon', '--from', treasury.multisig]
    expect(refusal(await step('publish', ...abandon))).toEqual([3, 'PUBLICATION_PROPOSED'])
    expect((await treasury.run(['cancel', file, '--key', 'dev0'])).exitCode).toBe(0)
    expect(await ok('publish', ...abandon)).toMatchObject({ abandoned: true })
    await ok('build')
    const { distributor } = await ok('publish', ...asTreasury(treasury.newFile()))
    expect(distributor).not.toBe(null)
  })

  it('of a payout book is funded once, whoever sends it something in between', async () => {
    const { ok } = await builtCampaign('native', 'transfers')
    const name = `payout-balances-${count}`
    const machine = { home: treasury.home, env: VAULT_ENVIRONMENT }
    const { json } = await capstan(['key', 'create', name, '--json'], machine)
    const { address } = json as { address: string }
    await ok('publish', '--sign-only', '--max-fee', '20')
    const [one, two] = [treasury.newFile(), treasury.newFile()]
    await ok('publish', ...asTreasury(one))
    await sendTransaction(treasury.chain, { to: address, value: 1n })
    await ok('publish', ...asTreasury(two))
    await execute(one)
    const funded = await treasury.balanceOf(address)
    const late = await treasury.run(['execute', two, '--key', 'dev5'])
    expect(refusal(late)).toEqual([3, 'MULTISIG_PROPOSAL_SUPERSEDED'])
    expect(await treasury.balanceOf(address)).toBe(funded)
  })

  it('is proposed with other terms only once the first proposal is called off', async () => {
    const { directory, step, ok } = await builtCampaign()
    const file = treasury.newFile()
    await ok('publish', ...asTreasury(file))
    const terms = join(directory, 'migration.yaml')
    writeFileSync(terms, readFileSync(terms, 'utf8').replace('2099-01-01', '2098-01-01'))
    const again = await step('publish', ...asTreasury(treasury.newFile()))
    expect(refusal(again)).toEqual([3, 'PUBLICATION_PROPOSED'])
    writeFileSync(terms, readFileSync(terms, 'utf8').replace('mode: push', 'mode: transfers'))
    const book = await step('publish', '--key', 'dev5', '--payout-key', 'dev8')
    expect(refusal(book)).toEqual([3, 'PUBLICATION_PROPOSED'])
    writeFileSync(terms, readFileSync(terms, 'utf8').replace('mode: transfers', 'mode: push'))
    await treasury.run(['cancel', file, '--key', 'dev0'])
    await ok('publish', '--abandon', '--from', treasury.multisig)
    await ok('publish', ...asTreasury(treasury.newFile()))
  })

  it('is given up once it is called off, whatever somebody else has put there', async () => {
    const { ok } = await builtCampaign()
    const file = treasury.newFile()
    const { distributor } = await ok('publish', ...asTreasury(file))
    const [{ to, data }] = proposalJson(file).calls as [Call]
    await sendTransaction(treasury.chain, { to, data })
    await sendTransaction(treasury.chain, { to: distributor as string, value: 1n })
    await treasury.run(['cancel', file, '--key', 'dev0'])
    const abandoned = await ok('publish', '--abandon', '--from', treasury.multisig)
    expect(abandoned).toMatchObject({ abandoned: true })
  })

  it('is no longer given up once it is executed', async () => {
    const { step, ok } = await builtCampaign()
    const file = treasury.newFile()
    await ok('publish', ...asTreasury(file))
    await execute(file)
    const abandon = ['--abandon', '--from', treasury.multisig]
    expect(refusal(await step('publish', ...abandon))).toEqual([3, 'PUBLICATION_EXECUTED'])
  })
})
