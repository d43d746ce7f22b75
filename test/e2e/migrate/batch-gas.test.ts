import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { batchGas } from '../../../src/migration/distributor/batches.ts'
import type { PaymentTools } from '../../../src/migration/payment-tools.ts'
import { publish } from '../../../src/migration/publication/publish.ts'
import type { Allocation } from '../../../src/migration/tree/allocation-table.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, startChain, type TestChain } from '../../support/chain.ts'
import { builtCampaign, campaignYaml, distributeAs, paymentTools } from '../../support/payments.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

/** Stops where gas has no price, as in a simulation; in a block it takes all its gas, and fails. */
const BURNS_WHEN_MINED = '0x3a600557005bfe'
/** The same, but in a block it loops until 400 gas are left, and takes the money. */
const LOOPS_WHEN_MINED = '0x3a600557005b6101905a1160055700'
/** INVALID: takes all the gas it is given, and fails. */
const BURNS = '0xfe'
const REVERTS = '0x5f5ffd'
const STOPS = '0x00'

let node: TestChain
beforeAll(async () => {
  node = await spawnChain()
})
afterAll(() => node.stop())

/** Accounts no other test pays. */
let next = 1n
function holders(count: number): Allocation[] {
  return Array.from({ length: count }, (_, index) => ({
    account: `0x${(0xeeee0000000000000000000000000000n + next++).toString(16).padStart(40, '0')}`,
    amountBaseUnits: BigInt(index) * 10n ** 15n + 1n,
  }))
}

function become(code: string, allocations: readonly Allocation[], chain = node): Promise<unknown> {
  return chain.batch(
    allocations.map(({ account }) => ({ method: 'anvil_setCode', params: [account, code] })),
  )
}

async function balances(allocations: readonly Allocation[], chain = node): Promise<bigint[]> {
  const answers = await chain.batch<string>(
    allocations.map(({ account }) => ({ method: 'eth_getBalance', params: [account, 'latest'] })),
  )
  return answers.map(BigInt)
}

/** Everybody's amount, and nothing for those who cannot be paid. */
function due(allocations: readonly Allocation[], unpaid: readonly Allocation[] = []): bigint[] {
  return allocations.map((one) => (unpaid.includes(one) ? 0n : one.amountBaseUnits))
}

async function published(
  allocations: readonly Allocation[],
  { batchSize, chain = node }: { batchSize: number; chain?: TestChain },
): Promise<{ campaign: Campaign; tools: PaymentTools; notes: string[] }> {
  const campaign = await builtCampaign(allocations, { batchSize })
  const notes: string[] = []
  const tools = await paymentTools(chain.rpcUrl)
  const payoutSigner = () => Promise.reject(new Error('a push needs no payout key'))
  await publish(campaign, tools, { payoutSigner })
  const story = { ...tools.story, note: (text: string) => void notes.push(text) }
  return { campaign, tools: { ...tools, story }, notes }
}

/** Batches that were sent, as the journal has them: how they ended, and of which gas. */
async function batchesOf({ journal }: PaymentTools) {
  const rows = (await journal.allRows()).filter(({ idempotencyKey }) =>
    idempotencyKey.startsWith('migrate distribute'),
  )
  return rows.map(({ state, gasLimit, gasUsed }) => ({
    state,
    asked: Number(gasLimit),
    used: Number(gasUsed),
  }))
}

/** A process that ends where it would tell the operator that it sends again. */
function died(text: string): void {
  if (text.includes('more gas')) throw new Error('died')
}

const endings = async (tools: PaymentTools) =>
  (await batchesOf(tools)).map(({ state }) => state).sort()

describe('the gas of a batch', () => {
  it.each([
    [
      'accounts in use',
      async (all: readonly Allocation[]) => {
        await node.batch(
          all.map(({ account }) => ({ method: 'anvil_setBalance', params: [account, '0x1'] })),
        )
      },
    ],
    ['empty accounts', async () => undefined],
    [
      'accounts of which some refuse',
      async (all: readonly Allocation[]) => {
        await become(REVERTS, all.slice(3, 9))
      },
    ],
    [
      'accounts of which some burn what they get',
      async (all: readonly Allocation[]) => {
        await become(BURNS, all.slice(3, 60))
      },
    ],
  ])('of 256 %s is at most a tenth more than it takes', async (_, prepare) => {
    const allocations = holders(512)
    await prepare(allocations)
    const { campaign, tools } = await published(allocations, { batchSize: 256 })
    await distributeAs(campaign, tools)
    const batches = await batchesOf(tools)
    expect(batches.map(({ state }) => state)).toEqual(['final', 'final'])
    for (const { asked, used } of batches) expect(asked / used).toBeLessThanOrEqual(1.1)
  })

  it('is the most it can take in a plan, which is carried out later', async () => {
    const { campaign, tools } = await published(holders(16), { batchSize: 16 })
    const { plan } = await distributeAs(campaign, tools, { dryRun: true, withPlan: true })
    expect(plan?.transactions.map(({ gasLimit }) => gasLimit)).toEqual([batchGas('native', 16)])
  })
})

describe('recipients that take more gas than in the simulation', () => {
  it('are paid, or left claimable, by the same batch with as much as it can take', async () => {
    const allocations = holders(128)
    const burners = allocations.filter((_, index) => index % 4 === 1)
    const spenders = allocations.filter((_, index) => index % 4 === 3)
    await become(BURNS_WHEN_MINED, burners)
    await become(LOOPS_WHEN_MINED, spenders)
    const { campaign, tools, notes } = await published(allocations, { batchSize: 64 })

    const result = await distributeAs(campaign, tools)
    expect(result).toMatchObject({ paid: 96, batches: 2 })
    expect(result.failed.map(({ index }) => index)).toEqual(
      allocations.flatMap((one, index) => (burners.includes(one) ? [index] : [])),
    )
    expect(await balances(allocations)).toEqual(due(allocations, burners))
    expect(await endings(tools)).toEqual(['final', 'final', 'reverted', 'reverted'])
    const asked = (await batchesOf(tools)).filter(({ state }) => state === 'final')
    expect(asked.map(({ asked }) => BigInt(asked))).toEqual(
      [64, 64].map((n) => batchGas('native', n)),
    )
    expect(notes.join()).toContain('more gas than estimated')

    const again = await distributeAs(campaign, tools)
    expect(again).toMatchObject({ paid: 0, batches: 0, failed: result.failed })
    // Those who failed can have it as soon as they take it.
    await become('0x', burners)
    const other = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    expect(await distributeAs(campaign, other)).toMatchObject({ paid: 32, failed: [] })
    expect(await balances(allocations)).toEqual(due(allocations))
  })

  it('pays everybody once when two operators meet them at once', async () => {
    const allocations = holders(256)
    const burners = allocations.slice(20, 90)
    await become(BURNS_WHEN_MINED, burners)
    const { campaign, tools } = await published(allocations, { batchSize: 32 })
    const other = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    const results = await Promise.all([
      distributeAs(campaign, tools, { inFlight: 3 }),
      distributeAs(campaign, other, { inFlight: 5 }),
    ])
    expect(results.reduce((sum, { paid }) => sum + paid, 0)).toBe(186)
    expect(await balances(allocations)).toEqual(due(allocations, burners))
  })

  it('are met again by the next run when this one dies before it sends the rest', async () => {
    const allocations = holders(64)
    const burners = allocations.slice(8, 40)
    await become(BURNS_WHEN_MINED, burners)
    const { campaign, tools } = await published(allocations, { batchSize: 64 })
    const dying = { ...tools.story, note: (text: string) => died(text) }
    await expect(distributeAs(campaign, { ...tools, story: dying })).rejects.toThrow('died')
    expect(await balances(allocations)).toEqual(due(allocations, allocations))
    expect(await distributeAs(campaign, tools)).toMatchObject({ paid: 32, batches: 1 })
    expect(await balances(allocations)).toEqual(due(allocations, burners))
    expect(await endings(tools)).toEqual(['final', 'reverted', 'reverted'])
  })

  it('may become so while the batch waits for its block', async () => {
    const chain = await startChain()
    const allocations = holders(64)
    await become(STOPS, allocations, chain)
    const { campaign, tools } = await published(allocations, { batchSize: 64, chain })
    await chain.request('evm_setAutomine', [false])
    const distributing = distributeAs(campaign, tools)
    while ((await chain.request<{ pending: string }>('txpool_status')).pending === '0x0') {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await become(BURNS, allocations.slice(0, 40), chain)
    await chain.request('evm_setAutomine', [true])
    const result = await distributing
    expect(result.paid).toBe(24)
    expect(result.failed.length).toBe(40)
    expect(await balances(allocations, chain)).toEqual(due(allocations, allocations.slice(0, 40)))
    expect(await endings(tools)).toEqual(['final', 'reverted'])
  })

  it('are not the reason when the contract gives another: then nothing is sent again', async () => {
    const chain = await startChain()
    const { campaign, tools } = await published(holders(8), { batchSize: 8, chain })
    await chain.request('evm_setAutomine', [false])
    const distributing = distributeAs(campaign, tools)
    const failing = expect(distributing).rejects.toMatchObject({
      code: 'TX_REVERTED',
      details: { errorName: 'MigrationDeadlinePassed' },
    })
    while ((await chain.request<{ pending: string }>('txpool_status')).pending === '0x0') {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await chain.request('evm_setNextBlockTimestamp', [Date.UTC(2061, 0, 1) / 1000])
    await chain.request('evm_setAutomine', [true])
    await failing
    expect(await endings(tools)).toEqual(['reverted'])
  })
})

describe('by the executable', () => {
  it('a push among recipients that deceive the simulation ends as any other', async () => {
    const root = mkdtempSync(join(tmpdir(), 'capstan-batch-gas-'))
    try {
      const allocations = holders(100)
      const burners = allocations.slice(10, 60)
      await become(BURNS_WHEN_MINED, burners)
      const rows = allocations.map((one) => `${one.account},${one.amountBaseUnits}\n`)
      const directory = writeCampaign(join(root, 'campaign'), campaignYaml({ batchSize: 64 }), {
        'balances.csv': `address,balance\n${rows.join('')}`,
      })
      const where = ['-c', directory, '--rpc-url', node.rpcUrl, '--json']
      const signer = ['--key', 'dev2', '--yes']
      const done = await capstan(['migrate', 'run', ...signer, ...where], { home: root })
      expect(done.exitCode, done.stdout + done.stderr).toBe(0)
      const json = done.json as { distribute: { failed: unknown[] }; audit: { ok: boolean } }
      expect(json.distribute.failed.length).toBe(50)
      expect(json.audit.ok).toBe(true)
      expect(await balances(allocations)).toEqual(due(allocations, burners))
      const { json: sent } = await capstan(['tx', 'list', '--json'], { home: root })
      expect(JSON.stringify(sent)).toContain('"reverted"')
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
