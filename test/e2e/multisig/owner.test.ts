import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { ACCOUNTS, Treasury } from '../../support/multisigs.ts'
import { deploySafeRelease } from '../../support/safe.ts'
import { newSafeOperator } from '../../support/safe-operator.ts'
import { deployTestToken } from '../../support/test-token.ts'

const NATIVE = '0x0000000000000000000000000000000000000000'
const RELAYERS = ACCOUNTS.slice(5, 7).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

let treasury: Treasury
beforeAll(async () => {
  treasury = await Treasury.open()
})
afterAll(() => treasury.close())

type Json = Record<string, unknown>

/** Any command on this chain, as JSON. */
async function run(...args: string[]): Promise<{ exitCode: number | null; json: Json }> {
  const signs = args.includes('--key') ? ['--yes'] : []
  const { exitCode, json } = await capstan(
    [...args, ...signs, '--rpc-url', treasury.chain.rpcUrl, '--json'],
    { home: treasury.home },
  )
  return { exitCode, json: json as Json }
}

async function ok(...args: string[]): Promise<Json> {
  const { exitCode, json } = await run(...args)
  expect(exitCode, JSON.stringify(json)).toBe(0)
  return json
}

const code = (address: unknown) =>
  treasury.chain.request<string>('eth_getCode', [address, 'latest'])

/** What two of the owners sign and anybody executes. */
async function execute(file: string): Promise<void> {
  for (const key of ['dev0', 'dev1']) {
    expect((await treasury.run(['sign', file, '--key', key])).exitCode).toBe(0)
  }
  const executed = await treasury.run(['execute', file, '--key', 'dev5'])
  expect(executed.exitCode, executed.stdout).toBe(0)
}

/** The terms of a release contract. @param owner and the rest as a number that tells it from others. */
function releaseTerms(owner: string, dayLimit: number): string[] {
  const terms = {
    ...{ sourceChainId: 1, lockContract: ACCOUNTS[9], sourceToken: ACCOUNTS[8], token: NATIVE },
    ...{ factor: 1, maximum: 1000, dayLimit, closesAt: 4102444800, remainderTo: ACCOUNTS[4] },
    ...{ owner, guardian: ACCOUNTS[3], relayers: RELAYERS.join(','), quorum: 2 },
    changeDelay: 86400,
  }
  return Object.entries(terms).flatMap(([name, value]) => ['--arg', `${name}=${value}`])
}

const asTreasury = (file: string) => ['--multisig', treasury.multisig, '--proposal', file]

describe('a contract that a multisig deploys', () => {
  it('is where the proposal says, and is written down once it is there', async () => {
    const file = treasury.newFile()
    const deploy = ['contract', 'deploy', 'swap-release', ...releaseTerms(treasury.multisig, 5000)]
    const proposed = await ok(...deploy, ...asTreasury(file))
    expect(proposed).toMatchObject({ file, multisig: treasury.multisig, threshold: 5 })
    const { address } = proposed
    expect(await code(address)).toBe('0x')
    const said = await capstan(['multisig', 'verify', file, '--rpc-url', treasury.chain.rpcUrl], {
      home: treasury.home,
    })
    expect(said.stdout).toContain('deploy SwapRelease(')
    await execute(file)

    const deployed = await ok(...deploy, ...asTreasury(treasury.newFile()))
    expect(deployed).toMatchObject({ address, alreadyDone: true, file: null })
    const shown = await ok('contract', 'show', 'swap-release')
    expect(shown).toMatchObject({ address, isUnchanged: true, args: { dayLimit: '5000' } })
    expect(deployed.transactionHash).toMatch(/^0x[0-9a-f]{64}$/)
  })

  it('is refused on a chain without the deployer', async () => {
    const deployer = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
    const before = await code(deployer)
    await treasury.chain.request('anvil_setCode', [deployer, '0x'])
    const file = treasury.newFile()
    const deploy = ['contract', 'deploy', 'swap-release', ...releaseTerms(treasury.multisig, 5001)]
    const refused = await run(...deploy, ...asTreasury(file))
    await treasury.chain.request('anvil_setCode', [deployer, before])
    expect([refused.exitCode, refused.json]).toMatchObject([
      3,
      { error: { code: 'CONTRACT_DEPLOYER_MISSING' } },
    ])
  })
})

describe('the ownership of a contract', () => {
  it('goes from a key to a multisig and on to a Safe, each of which accepts', async () => {
    const [, , second] = ACCOUNTS
    const deployed = await ok(
      ...['contract', 'deploy', 'swap-release', ...releaseTerms(second as string, 6000)],
      ...['--key', 'dev2'],
    )
    const contract = deployed.address as string
    const early = await run(
      ...['contract', 'accept-ownership', contract, ...asTreasury(treasury.newFile())],
    )
    expect(early.json).toMatchObject({ error: { code: 'OWNERSHIP_NOT_OFFERED', exitCode: 3 } })
    const offer = ['contract', 'transfer-ownership', contract, '--to', treasury.multisig]
    const foreign = await run(...offer, '--key', 'dev1')
    expect(foreign.json).toMatchObject({ error: { code: 'OWNERSHIP_NOT_OWNER', exitCode: 3 } })
    expect(await ok(...offer, '--key', 'dev2', '--dry-run')).toMatchObject({ planned: true })
    const offered = { owner: second, pendingOwner: treasury.multisig }
    expect(await ok(...offer, '--key', 'dev2')).toMatchObject({ ...offered, alreadyDone: false })
    expect(await ok(...offer, '--key', 'dev2')).toMatchObject({ ...offered, alreadyDone: true })

    const takeBack = ['contract', 'transfer-ownership', contract, '--to', NATIVE, '--key', 'dev2']
    const kept = { owner: second, pendingOwner: null }
    expect(await ok(...takeBack)).toMatchObject({ ...kept, alreadyDone: false })
    expect(await ok(...takeBack)).toMatchObject({ ...kept, alreadyDone: true })
    await ok(...offer, '--key', 'dev2')

    const accept = ['contract', 'accept-ownership', contract]
    const accepting = treasury.newFile()
    await ok(...accept, ...asTreasury(accepting))
    await execute(accepting)
    const accepted = await ok(...accept, ...asTreasury(treasury.newFile()))
    const owned = { owner: treasury.multisig, pendingOwner: null }
    expect(accepted).toMatchObject({ ...owned, alreadyDone: true, file: null })

    const release = await deploySafeRelease(treasury.chain, '1.4.1')
    const operator = await newSafeOperator(treasury.chain, release)
    const offering = treasury.newFile()
    const on = ['contract', 'transfer-ownership', contract, '--to', operator.safe]
    await ok(...on, ...asTreasury(offering))
    await execute(offering)
    const file = operator.file('accept.json')
    const asSafe = ['--multisig', operator.safe, '--driver', 'safe', '--proposal', file]
    expect(await ok(...accept, ...asSafe)).toMatchObject({ file, threshold: 2 })
    await operator.signApart('accept.json', 'dev0', 'dev1')
    await operator.ok('execute', operator.file('signed-accept.json'), '--key', 'dev5')
    expect(await ok(...accept, ...asSafe)).toMatchObject({ owner: operator.safe, file: null })
  })

  it('of a distributor is fixed, and of a token nobody offers', async () => {
    const { address } = await deployTestToken(treasury.chain)
    const refused = await run('contract', 'accept-ownership', address, '--key', 'dev0')
    expect(refused.json).toMatchObject({ error: { code: 'OWNERSHIP_FIXED', exitCode: 3 } })
  })
})

describe('a swap that a multisig owns', () => {
  it('is opened, paused and let go on by its proposals, each once', async () => {
    const { multisig, chain, root } = treasury
    const token = await deployTestToken(chain)
    const terms = {
      ...{ token: token.address, retiredTo: ACCOUNTS[4], targetChainId: 97, maximum: 1000 },
      ...{ releasePeriod: 7200, clockMargin: 3600, closesAt: 4102444800, changeDelay: 86400 },
      ...{ owner: multisig, guardian: multisig, relayers: RELAYERS.join(','), quorum: 2 },
    }
    const args = Object.entries(terms).flatMap(([name, value]) => ['--arg', `${name}=${value}`])
    const { address } = await ok('contract', 'deploy', 'swap-lock', ...args, '--key', 'dev0')
    const directory = writeCampaign(
      join(root, 'swap'),
      `format: capstan/campaign@1
name: swap
source: { kind: file, path: balances.csv, decimals: 18, symbol: CMT }
target: { network: devnet, asset: native, mode: claim, claimUntil: 2060-01-01 }
swap:
  source: { network: devnet, rpcUrl: ["${chain.rpcUrl}"], lock: "${address}", confirmations: 1 }
  target: { network: bsc-testnet, release: "${ACCOUNTS[7]}", confirmations: 1 }
`,
    )
    for (const [act, ...side] of [
      ['open'],
      ['pause', '--side', 'source'],
      ['unpause', '--side', 'source'],
      ['pause', '--side', 'source'],
    ] as const) {
      const file = treasury.newFile()
      const govern = ['migrate', 'swap', act, ...side, '-c', directory, '--json']
      const { exitCode, json, stdout } = await capstan([...govern, ...asTreasury(file)], {
        home: treasury.home,
      })
      expect([exitCode, json], stdout).toMatchObject([0, { proposed: true, file }])
      await execute(file)
      const again = await capstan([...govern, ...asTreasury(treasury.newFile())], {
        home: treasury.home,
      })
      expect(again.json).toMatchObject({ alreadyDone: true, file: null })
    }
  })
})

describe('a proposal of work', () => {
  it('proposed twice is done once', async () => {
    const [one, two] = [treasury.newFile(), treasury.newFile()]
    const deploy = ['contract', 'deploy', 'swap-release', ...releaseTerms(treasury.multisig, 7000)]
    const first = await ok(...deploy, ...asTreasury(one))
    const second = await ok(...deploy, ...asTreasury(two), '--expires', '7d')
    expect([second.nonce, second.digest === first.digest]).toEqual([first.nonce, false])
    await execute(one)
    await treasury.run(['sign', two, '--key', 'dev0'])
    const late = await treasury.run(['execute', two, '--key', 'dev5'])
    expect(late.json).toMatchObject({ error: { code: 'MULTISIG_PROPOSAL_SUPERSEDED' } })
  })

  it('is for a multisig, not for an account or another kind of it', async () => {
    const deploy = ['contract', 'deploy', 'swap-release', ...releaseTerms(treasury.multisig, 8000)]
    const out = ['--proposal', treasury.newFile()]
    const account = await run(...deploy, '--multisig', ACCOUNTS[7] as string, ...out)
    expect(account.json).toMatchObject({ error: { code: 'MULTISIG_MISSING', exitCode: 4 } })
    const kind = await run(...deploy, '--multisig', treasury.multisig, '--driver', 'safe', ...out)
    expect(kind.exitCode).toBe(7)
    expect((await run(...deploy, ...out)).exitCode).toBe(2)
    expect((await run(...deploy, ...asTreasury('p.json'), '--key', 'dev0')).exitCode).toBe(2)
  })
})
