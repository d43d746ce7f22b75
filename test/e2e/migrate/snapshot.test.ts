import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { deployCmt } from '../../support/cmt-holders.ts'
import { temporaryFolder } from '../../support/home.ts'

const SUPPLY = 10n ** 27n
const account = (digit: string) => `0x${digit.repeat(40)}`
const HOLDINGS = [
  { address: account('1'), baseUnits: SUPPLY - 12n },
  { address: account('2'), baseUnits: 12n },
]

let chain: TestChain
let token: string
let block: number
beforeAll(async () => {
  chain = await spawnChain()
  ;({ token, block } = await deployCmt(chain, HOLDINGS))
})
afterAll(() => chain.stop())

/** The source of a campaign in flow style; the target is another network than the source. */
function campaign(directory: string, source: string): string {
  return writeCampaign(
    directory,
    `format: capstan/campaign@1
name: cmt
source: { kind: erc20, ${source} }
target: { network: bsc, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
  )
}

describe('migrate snapshot of a token', () => {
  it('finds every holder, and the supply that no event tells of', async () => {
    const home = temporaryFolder()
    const at = `rpcUrl: "${chain.rpcUrl}", token: "${token}", block: ${block}`
    const directory = campaign(join(home, 'c'), at)
    const taken = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(taken.exitCode, taken.stdout).toBe(0)
    expect(taken.json).toMatchObject({
      kind: 'erc20',
      blockHeight: block,
      blockHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      symbol: 'CMT',
      holders: 2,
      totalBaseUnits: String(SUPPLY),
      supplyBaseUnits: String(SUPPLY),
      seeds: [{ amountBaseUnits: String(SUPPLY) }],
      alreadyDone: false,
    })
    expect(readFileSync(join(directory, 'out', 'snapshot.csv'), 'utf8')).toBe(
      `address,balanceBaseUnits\n${HOLDINGS.map((h) => `${h.address},${h.baseUnits}\n`).join('')}`,
    )

    const again = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(again.json).toMatchObject({ ...(taken.json as object), alreadyDone: true })
  })

  it('uses the endpoints given for this run instead of those of the network', async () => {
    const home = temporaryFolder()
    const directory = campaign(
      join(home, 'c'),
      `network: devnet, token: "${token}", block: ${block}`,
    )
    const args = ['migrate', 'snapshot', '-c', directory, '--rpc-url', chain.rpcUrl, '--json']
    const taken = await capstan(args, { home })
    expect(taken.exitCode, taken.stdout).toBe(0)
    expect(taken.json).toMatchObject({ holders: 2 })
  })

  it.each<[title: string, source: () => string, exitCode: number, code: string]>([
    [
      'a block that does not exist',
      () => `token: "${token}", block: ${block + 1000}`,
      4,
      'BLOCK_NOT_FOUND',
    ],
    [
      'a token that is no contract',
      () => `token: "${account('1')}", block: ${block}`,
      3,
      'TOKEN_NOT_A_CONTRACT',
    ],
  ])('refuses %s', async (_, source, exitCode, code) => {
    const home = temporaryFolder()
    const directory = campaign(join(home, 'c'), `rpcUrl: "${chain.rpcUrl}", ${source()}`)
    const result = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(result.json).toMatchObject({ error: { code, exitCode } })
    expect(result.exitCode).toBe(exitCode)
  })

  it('says that nothing was sent when no endpoint answers', async () => {
    const home = temporaryFolder()
    const at = `rpcUrl: "http://127.0.0.1:1", token: "${token}", block: ${block}`
    const directory = campaign(join(home, 'c'), at)
    const result = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(result.exitCode).toBe(5)
  })
})
