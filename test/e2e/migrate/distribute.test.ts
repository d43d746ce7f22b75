import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildAllocation } from '../../../src/migration/allocation/build-allocation.ts'
import { readBuiltAllocation } from '../../../src/migration/allocation/built-allocation.ts'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import { readCampaign } from '../../../src/migration/campaign/read-campaign.ts'
import type { PaymentTools } from '../../../src/migration/payment-tools.ts'
import { abandonPublication } from '../../../src/migration/publication/abandon.ts'
import { publish as publishCampaign } from '../../../src/migration/publication/publish.ts'
import { PUBLISHING } from '../../../src/migration/publication/record.ts'
import type { Allocation } from '../../../src/migration/tree/allocation-table.ts'
import {
  ACCOUNTS,
  binding,
  bytomCampaign,
  singleHolder,
  writeBindings,
} from '../../support/bindings.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { CmtToken } from '../../support/cmt-token.ts'
import { payment } from '../../support/engine.ts'
import { temporaryFolder } from '../../support/home.ts'
import { builtCampaign, distributeAs, paymentTools, REMAINDER_TO } from '../../support/payments.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

let node: TestChain
beforeAll(async () => {
  node = await spawnChain({ args: ['--no-mining'] })
  await node.request('evm_setAutomine', [true])
})
afterAll(() => node.stop())

/** `pause()` of OpenZeppelin's Pausable. */
const PAUSE = '0x8456cb59'

/** Accounts no other test pays. */
let next = 1n
function holders(count: number): Allocation[] {
  return Array.from({ length: count }, (_, index) => ({
    account: `0x${(0xaaaa0000000000000000000000000000n + next++).toString(16).padStart(40, '0')}`,
    amountBaseUnits: BigInt(index) * 10n ** 15n + 1n,
  }))
}

function publish(campaign: Campaign, tools: PaymentTools, dryRun = false) {
  return publishCampaign(campaign, tools, { dryRun, payoutSigner: noPayoutKey })
}

function noPayoutKey(): never {
  throw new Error('a push needs no payout key')
}

async function balances(allocations: readonly Allocation[]): Promise<bigint[]> {
  const answers = await node.batch<string>(
    allocations.map(({ account }) => ({ method: 'eth_getBalance', params: [account, 'latest'] })),
  )
  return answers.map(BigInt)
}

const amounts = (allocations: readonly Allocation[]) =>
  allocations.map(({ amountBaseUnits }) => amountBaseUnits)

describe('publishing', () => {
  it('deploys, funds exactly, reads back and leaves a file', async () => {
    const campaign = await builtCampaign(holders(100))
    const tools = await paymentTools(node.rpcUrl)
    const published = await publish(campaign, tools)

    const built = await readBuiltAllocation(campaign)
    expect(published).toMatchObject({ root: built.tree.root, alreadyDone: false })
    expect(published.fundedBaseUnits).toBe(built.totalBaseUnits)
    const balance = await node.request<string>('eth_getBalance', [published.distributor, 'latest'])
    expect(BigInt(balance)).toBe(built.totalBaseUnits)
    const file = JSON.parse(readFileSync(campaignFiles(campaign).deploymentJson, 'utf8'))
    expect(file).toMatchObject({
      format: 'capstan/deployment@1',
      distributor: published.distributor,
    })
    expect(tools.questions).toEqual(['Publish and fund it?'])
  })

  it('twice is publishing once', async () => {
    const campaign = await builtCampaign(holders(20))
    const tools = await paymentTools(node.rpcUrl)
    const first = await publish(campaign, tools)
    expect(await publish(campaign, tools)).toEqual({ ...first, alreadyDone: true })
  })

  it('goes on from the journal when the file was never written', async () => {
    const campaign = await builtCampaign(holders(20))
    const tools = await paymentTools(node.rpcUrl)
    const first = await publish(campaign, tools)
    const { rm } = await import('node:fs/promises')
    await rm(campaignFiles(campaign).deploymentJson)
    expect(await publish(campaign, tools)).toEqual(first)
    expect(tools.questions.length).toBe(1)
  })

  it('is refused before anything is sent when the money does not reach', async () => {
    const [account] = holders(1) as [Allocation]
    const campaign = await builtCampaign([{ ...account, amountBaseUnits: 10n ** 24n }])
    const tools = await paymentTools(node.rpcUrl)
    await expect(publish(campaign, tools)).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      exitCode: 3,
    })
    expect(await tools.journal.allRows()).toEqual([])
  })

  it('is refused when the asset is no token', async () => {
    const published = await publish(
      await builtCampaign(holders(1)),
      await paymentTools(node.rpcUrl),
    )
    for (const asset of [REMAINDER_TO, published.distributor as string]) {
      const campaign = await builtCampaign(holders(1), { asset })
      await expect(publish(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
        code: 'ASSET_NOT_A_TOKEN',
        exitCode: 3,
      })
    }
  })

  it('is refused before anything is deployed when the token does not move', async () => {
    const token = await CmtToken.deploy(node)
    await token.pause()
    await node.request('evm_setAutomine', [true])
    const tools = await paymentTools(node.rpcUrl)
    const campaign = await builtCampaign(holders(3), { asset: token.address })
    await expect(publish(campaign, tools)).rejects.toMatchObject({
      code: 'TX_SIMULATION_REVERTED',
      exitCode: 3,
    })
    expect(await tools.journal.allRows()).toEqual([])
  })

  it('is refused after the deadline', async () => {
    const campaign = await builtCampaign(holders(3), { claimUntil: '2020-01-01T00:00:00Z' })
    await expect(publish(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
      code: 'DEADLINE_PAST',
      exitCode: 3,
    })
  })

  it('shows its plan and sends nothing on a dry run', async () => {
    const campaign = await builtCampaign(holders(3))
    const tools = await paymentTools(node.rpcUrl)
    const { plan, distributor } = await publish(campaign, tools, true)
    expect(distributor).toBeNull()
    expect(plan?.transactions.length).toBe(1)
    expect(await tools.journal.allRows()).toEqual([])
  })

  it('refuses a folder whose campaign changed after it was published', async () => {
    const campaign = await builtCampaign(holders(4))
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const changed = { ...campaign, digest: 'f'.repeat(64) }
    await expect(publish(changed, tools)).rejects.toMatchObject({
      code: 'DEPLOYMENT_FOREIGN',
      exitCode: 7,
    })
  })

  it('refuses an allocation that was changed by hand', async () => {
    const campaign = await builtCampaign(holders(4))
    const tools = await paymentTools(node.rpcUrl)
    const { allocationCsv } = campaignFiles(campaign)
    writeFileSync(allocationCsv, readFileSync(allocationCsv, 'utf8').replace(/1\n$/, '2\n'))
    await expect(publish(campaign, tools)).rejects.toMatchObject({
      code: 'TREE_MISMATCH',
      exitCode: 7,
    })
  })

  it('is not begun on a file that does not say what is being published', async () => {
    const campaign = await builtCampaign(holders(1))
    writeFileSync(campaignFiles(campaign).publishingJson, '{}')
    await expect(publish(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
      code: 'PUBLISHING_INVALID',
      exitCode: 8,
    })
  })

  it('is not of more than a distributor counts', async () => {
    const [account] = holders(1) as [Allocation]
    const campaign = await builtCampaign([{ ...account, amountBaseUnits: 2n ** 128n }])
    await expect(publish(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
      code: 'TOTAL_OUT_OF_RANGE',
      exitCode: 3,
    })
  })

  it('is not on another chain than holders have signed for', async () => {
    const holder = singleHolder(1)
    const bytom = await bytomCampaign(temporaryFolder(), [holder])
    const statement = { ...bytom.terms, chainId: 1, to: ACCOUNTS[0], sequence: 1 }
    writeBindings(bytom, binding(holder, statement))
    const campaign = await readCampaign(bytom.directory)
    await buildAllocation(campaign)
    await expect(publish(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
      code: 'BOUND_FOR_OTHER_CHAIN',
      exitCode: 7,
    })
  })

  it('is not looked for on another chain than it is on', async () => {
    const campaign = await builtCampaign(holders(1))
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const elsewhere = { ...tools, chain: { ...tools.chain, chainId: 1n } }
    await expect(publish(campaign, elsewhere)).rejects.toMatchObject({
      code: 'DEPLOYMENT_OTHER_CHAIN',
      exitCode: 7,
    })
  })

  it('that is planned is not given up while earlier nonces are free', async () => {
    const campaign = await builtCampaign(holders(1))
    const tools = await paymentTools(node.rpcUrl)
    const { digest: allocation, tree } = await readBuiltAllocation(campaign)
    const used = Number(await node.request('eth_getTransactionCount', [tools.sender, 'latest']))
    const { publishingJson } = campaignFiles(campaign)
    const { sender: from } = tools
    const plan = { root: tree.root, chainId: 31337, from, firstNonce: used + 1, transactions: 1 }
    await PUBLISHING.write(publishingJson, { allocation, campaign: campaign.digest, plan })
    const given = abandonPublication(campaign, tools, { isSpent: async () => false })
    await expect(given).rejects.toMatchObject({ code: 'PLAN_NOT_NEXT' })
    expect(await tools.journal.allRows()).toEqual([])
  })

  it('says so when the chain has no such contract any more', async () => {
    const campaign = await builtCampaign(holders(4))
    const snapshot = await node.request('evm_snapshot')
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    await node.request('evm_revert', [snapshot])
    await expect(publish(campaign, tools)).rejects.toMatchObject({
      code: 'DISTRIBUTOR_VANISHED',
      exitCode: 7,
    })
  })
})

describe('pushing', () => {
  it('pays every holder exactly', async () => {
    const allocations = holders(333)
    const campaign = await builtCampaign(allocations)
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const result = await distributeAs(campaign, tools)
    expect(result).toMatchObject({ paid: 333, alreadyPaid: 0, failed: [], claimOnly: [] })
    expect(result.paidBaseUnits).toBe(result.totalBaseUnits)
    expect(result.transactionHashes.length).toBe(result.batches)
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('in steps goes on where it stopped', async () => {
    const allocations = holders(100)
    const campaign = await builtCampaign(allocations)
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const first = await distributeAs(campaign, tools, { maxBatches: 2, inFlight: 1 })
    expect(first.batches).toBe(2)
    const second = await distributeAs(campaign, tools)
    expect(second.alreadyPaid).toBe(first.paid)
    expect(first.paid + second.paid).toBe(100)
    const third = await distributeAs(campaign, tools)
    expect(third).toMatchObject({ paid: 0, alreadyPaid: 100, batches: 0 })
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('by two operators at once pays every holder once', async () => {
    const allocations = holders(400)
    const campaign = await builtCampaign(allocations, { batchSize: 8 })
    const first = await paymentTools(node.rpcUrl)
    await publish(campaign, first)
    const second = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    const results = await Promise.all([
      distributeAs(campaign, first, { inFlight: 5 }),
      distributeAs(campaign, second, { inFlight: 7 }),
    ])
    expect(results.reduce((sum, { paid }) => sum + paid, 0)).toBe(400)
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('leaves recipients that refuse claimable, lists them, and does not try them again', async () => {
    const allocations = holders(40)
    const refusing = [3, 17].map((index) => (allocations[index] as Allocation).account)
    // PUSH0 PUSH0 REVERT
    for (const account of refusing) await node.request('anvil_setCode', [account, '0x5f5ffd'])
    const campaign = await builtCampaign(allocations)
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const result = await distributeAs(campaign, tools)
    expect(result.paid).toBe(38)
    expect(result.failed.map(({ index }) => index)).toEqual([3, 17])
    expect(result.failed[0]?.account.toLowerCase()).toBe(refusing[0])
    expect(result.failed[0]?.reason).toMatch(/^reverted/)

    const again = await distributeAs(campaign, tools, { maxBatches: 1 })
    expect(again).toMatchObject({ paid: 0, alreadyPaid: 38, batches: 0 })
    expect(again.failed).toEqual(result.failed)

    // Another operator, who cannot know, tries them once.
    await node.request('anvil_setCode', [refusing[0], '0x'])
    const other = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    const third = await distributeAs(campaign, other)
    expect(third.paid).toBe(1)
    expect(third.failed.map(({ index }) => index)).toEqual([17])
  })

  it('goes around amounts above 96 bits', async () => {
    const allocations = holders(20).map((allocation, index) =>
      index === 5 ? { ...allocation, amountBaseUnits: 2n ** 96n } : allocation,
    )
    const campaign = await builtCampaign(allocations)
    const tools = await paymentTools(node.rpcUrl)
    await node.request('anvil_setBalance', [tools.sender, `0x${(2n ** 97n).toString(16)}`])
    await publish(campaign, tools)
    const result = await distributeAs(campaign, tools)
    expect(result).toMatchObject({ paid: 19, failed: [] })
    expect(result.claimOnly.map(({ index }) => index)).toEqual([5])
  })

  it('waits for its owner to let it go on', async () => {
    const campaign = await builtCampaign(holders(2))
    const tools = await paymentTools(node.rpcUrl)
    const { distributor } = await publish(campaign, tools)
    const paused = { code: 'DISTRIBUTOR_PAUSED', exitCode: 3 }
    const pause = { ...payment('pause', 0n, distributor as string), data: PAUSE }
    await tools.transactions.send({ ...pause, idempotencyKey: `pause ${distributor}` })
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject(paused)
  })

  it('shows what it would do on a dry run', async () => {
    const campaign = await builtCampaign(holders(64))
    const tools = await paymentTools(node.rpcUrl)
    await publish(campaign, tools)
    const result = await distributeAs(campaign, tools, { dryRun: true })
    expect(result).toMatchObject({ isPlanned: true, paid: 64, batches: 4, transactionHashes: [] })
    expect((await distributeAs(campaign, tools)).alreadyPaid).toBe(0)
  })

  it('needs a published campaign', async () => {
    const campaign = await builtCampaign(holders(2))
    await expect(distributeAs(campaign, await paymentTools(node.rpcUrl))).rejects.toMatchObject({
      code: 'DEPLOYMENT_MISSING',
      exitCode: 4,
    })
  })
})
