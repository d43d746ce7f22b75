import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBuiltAllocation } from '../../../src/migration/allocation/built-allocation.ts'
import { audit } from '../../../src/migration/audit.ts'
import type { AuditResult } from '../../../src/migration/audit-result.ts'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import { claim } from '../../../src/migration/distributor/claim.ts'
import { close } from '../../../src/migration/distributor/close.ts'
import { DEPLOYMENT } from '../../../src/migration/distributor/deployment.ts'
import type { PaymentTools } from '../../../src/migration/payment-tools.ts'
import { publish as publishCampaign } from '../../../src/migration/publication/publish.ts'
import { readStatus } from '../../../src/migration/status.ts'
import type { Allocation } from '../../../src/migration/tree/allocation-table.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { temporaryFolder } from '../../support/home.ts'
import {
  builtCampaign,
  type CampaignOptions,
  distributeAs,
  paymentTools,
  REMAINDER_TO,
} from '../../support/payments.ts'
import { deployTestToken } from '../../support/test-token.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

let node: TestChain
beforeAll(async () => {
  node = await spawnChain()
})
afterAll(() => node.stop())

let next = 1n
function holders(count: number): Allocation[] {
  return Array.from({ length: count }, (_, index) => ({
    account: `0x${(0xbbbb0000000000000000000000000000n + next++).toString(16).padStart(40, '0')}`,
    amountBaseUnits: BigInt(index) * 10n ** 15n + 1n,
  }))
}

function publish(campaign: Campaign, tools: PaymentTools) {
  const payoutSigner = () => Promise.reject(new Error('no payout key is needed'))
  return publishCampaign(campaign, tools, { payoutSigner })
}

interface Published {
  readonly campaign: Campaign
  readonly tools: PaymentTools
  readonly allocations: readonly Allocation[]
}

async function published(count: number, options: CampaignOptions = {}): Promise<Published> {
  const allocations = holders(count)
  const campaign = await builtCampaign(allocations, options)
  const tools = await paymentTools(node.rpcUrl)
  await publish(campaign, tools)
  return { campaign, tools, allocations }
}

function failures({ checks }: AuditResult): string[] {
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

const balance = async (account: string) =>
  BigInt(await node.request<string>('eth_getBalance', [account, 'latest']))

async function chainTime(): Promise<number> {
  const block = await node.request<{ timestamp: string }>('eth_getBlockByNumber', ['latest', false])
  return Number(block.timestamp)
}

describe('an audit', () => {
  it.each([0, 2, 100])('reconciles to the unit after at most %i batches', async (maxBatches) => {
    const { campaign, tools } = await published(100)
    const { totalBaseUnits } = await readBuiltAllocation(campaign)
    if (maxBatches > 0) await distributeAs(campaign, tools, { maxBatches })
    for (const full of [false, true]) {
      const result = await audit(campaign, tools, { full })
      expect(failures(result)).toEqual([])
      expect(result.ok).toBe(true)
      expect(result.paid + result.unpaid).toBe(100)
      expect(result.paidBaseUnits + result.unpaidBaseUnits).toBe(totalBaseUnits)
      expect(result.remainderBaseUnits).toBe(0n)
    }
  })

  it('of a token campaign reconciles too', async () => {
    const token = await deployTestToken(node)
    const { campaign, tools, allocations } = await published(70, { asset: token.address })
    const result = await distributeAs(campaign, tools)
    expect(result).toMatchObject({ paid: 70, failed: [] })
    for (const { account, amountBaseUnits } of allocations) {
      expect(await token.balanceOf(account)).toBe(amountBaseUnits)
    }
    const found = await audit(campaign, tools, { full: true })
    expect(found).toMatchObject({ ok: true, unpaidBaseUnits: 0n, remainderBaseUnits: 0n })
  })

  it('counts what somebody sent on top as remainder', async () => {
    const { campaign, tools } = await published(10)
    const { distributor } = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
    await tools.transactions.send({
      description: 'send seven wei too many',
      idempotencyKey: 'test surplus',
      to: distributor,
      data: '0x',
      valueWei: 7n,
    })
    const result = await audit(campaign, tools, { full: true })
    expect(result).toMatchObject({ ok: true, remainderBaseUnits: 7n })
  })

  it('finds an allocation that was changed after publishing', async () => {
    const { campaign, tools } = await published(10)
    const { allocationCsv } = campaignFiles(campaign)
    writeFileSync(allocationCsv, readFileSync(allocationCsv, 'utf8').replace(/1\n$/, '2\n'))
    const result = await audit(campaign, tools)
    expect(result.ok).toBe(false)
    expect(failures(result)).toContain('allocation digest')
    expect(failures(result)).toContain('code')
  })

  it('finds another contract under the published address', async () => {
    const { campaign, tools } = await published(10)
    const other = await published(10)
    const { distributor } = await DEPLOYMENT.read(campaignFiles(other.campaign).deploymentJson)
    const result = await audit(campaign, tools, { distributor })
    expect(result.ok).toBe(false)
    expect(failures(result)).toEqual(['code', 'root'])
  })

  it('finds code that answers alike and is not the distributor', async () => {
    const { campaign, tools } = await published(10)
    const { distributor } = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
    const code = await node.request<string>('eth_getCode', [distributor, 'latest'])
    await node.request('anvil_setCode', [distributor, `${code}00`])
    expect(failures(await audit(campaign, tools))).toEqual(['code'])
  })

  it('is refused, as the status is, when the published file points elsewhere', async () => {
    const [{ campaign, tools }, other] = [await published(10), await published(10)]
    const { deploymentJson } = campaignFiles(campaign)
    const { distributor } = await DEPLOYMENT.read(deploymentJson)
    const elsewhere = (await DEPLOYMENT.read(campaignFiles(other.campaign).deploymentJson))
      .distributor
    const text = readFileSync(deploymentJson, 'utf8')
    const status = () => readStatus(campaign, async () => tools.chain)

    writeFileSync(deploymentJson, text.replace(distributor, elsewhere))
    await expect(status()).rejects.toMatchObject({ code: 'DISTRIBUTOR_MISMATCH' })
    writeFileSync(deploymentJson, text.replace(distributor, `0xAAaa${distributor.slice(6)}`))
    await expect(status()).rejects.toMatchObject({ code: 'DEPLOYMENT_INVALID' })
  })

  it.each([
    [/"codeHash": "0x..../, '"codeHash": "0x0000', 'published code hash'],
    [/"blockNumber": [0-9]+/, '"blockNumber": 999999999', 'published block'],
  ])('finds what was changed in the published file: %s', async (from, to, name) => {
    const { campaign, tools } = await published(10)
    const { deploymentJson } = campaignFiles(campaign)
    writeFileSync(deploymentJson, readFileSync(deploymentJson, 'utf8').replace(from, to))
    for (const full of [false, true]) {
      expect(failures(await audit(campaign, tools, { full }))).toContain(name)
    }
  })

  it('finds money that is gone', async () => {
    const { campaign, tools } = await published(10)
    const { distributor } = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
    await node.request('anvil_setBalance', [distributor, '0x5'])
    expect(failures(await audit(campaign, tools))).toEqual(['funding'])
    expect(failures(await audit(campaign, tools, { full: true }))).toContain('inflow by events')
  })

  it('finds a paid bit that no payment explains', async () => {
    const { campaign, tools } = await published(10)
    const { distributor } = await DEPLOYMENT.read(campaignFiles(campaign).deploymentJson)
    // Leaf 0 of 10 is node 19: bit 19 of word 0, in the mapping at slot 1.
    const { keccak256, AbiCoder } = await import('ethers')
    const slot = keccak256(AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256'], [0, 1]))
    const bits = `0x${(1n << 19n).toString(16).padStart(64, '0')}`
    await node.request('anvil_setStorageAt', [distributor, slot, bits])
    const result = await audit(campaign, tools, { full: true })
    expect(failures(result)).toContain('paid sum')
    expect(failures(result)).toContain('payments by events')
  })

  it('of an address without a distributor says so', async () => {
    const { campaign, tools } = await published(3)
    const token = await deployTestToken(node)
    await expect(audit(campaign, tools, { distributor: REMAINDER_TO })).rejects.toMatchObject({
      code: 'DISTRIBUTOR_VANISHED',
      exitCode: 7,
    })
    await expect(audit(campaign, tools, { distributor: token.address })).rejects.toMatchObject({
      code: 'DISTRIBUTOR_FOREIGN',
      exitCode: 7,
    })
  })
})

describe('a claim', () => {
  it('pays one leaf, once, whoever signs', async () => {
    const { campaign, allocations } = await published(30)
    const other = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    const { account, amountBaseUnits } = allocations[7] as Allocation
    const first = await claim(campaign, other, { address: account })
    expect(first).toMatchObject({ index: 7, amountBaseUnits, alreadyDone: false })
    expect(await balance(account)).toBe(amountBaseUnits)
    const again = await claim(campaign, other, { address: account })
    expect(again).toMatchObject({ index: 7, transactionHash: null, alreadyDone: true })
    expect(await balance(account)).toBe(amountBaseUnits)
  })

  it('mixes with pushes, and the audit stays clean', async () => {
    const { campaign, tools, allocations } = await published(100)
    for (const index of [0, 50, 99]) {
      await claim(campaign, tools, { address: (allocations[index] as Allocation).account })
    }
    expect(await distributeAs(campaign, tools)).toMatchObject({ paid: 97, alreadyPaid: 3 })
    expect(await audit(campaign, tools, { full: true })).toMatchObject({ ok: true, paid: 100 })
  })

  it('by a proof file needs no allocation.csv', async () => {
    const { campaign, tools, allocations } = await published(30)
    const { tree } = await readBuiltAllocation(campaign)
    const { account, amountBaseUnits } = allocations[4] as Allocation
    const file = join(temporaryFolder(), 'proof.json')
    const proof = {
      index: 4,
      account,
      amountBaseUnits: String(amountBaseUnits),
      proof: tree.proof(4),
    }
    writeFileSync(file, JSON.stringify({ ...proof, root: tree.root, warnings: [] }))
    const { rm } = await import('node:fs/promises')
    await rm(campaignFiles(campaign).allocationCsv)
    const paid = await claim(campaign, tools, { address: account, proofFile: file })
    expect(paid.transactionHash).toMatch(/^0x/)

    const other = (allocations[5] as Allocation).account
    await expect(claim(campaign, tools, { address: other, proofFile: file })).rejects.toMatchObject(
      { code: 'PROOF_OF_OTHER', exitCode: 7 },
    )
    writeFileSync(file, JSON.stringify({ ...proof, amountBaseUnits: '5' }))
    await expect(
      claim(campaign, tools, { address: account, proofFile: file }),
    ).rejects.toMatchObject({ code: 'PROOF_WRONG', exitCode: 7 })
    writeFileSync(file, '{"index": -1}')
    await expect(
      claim(campaign, tools, { address: account, proofFile: file }),
    ).rejects.toMatchObject({ code: 'PROOF_FILE_INVALID', exitCode: 2 })
  })

  it('of somebody without allocation is not found', async () => {
    const { campaign, tools } = await published(3)
    await expect(claim(campaign, tools, { address: REMAINDER_TO })).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_ALLOCATED',
      exitCode: 4,
    })
  })
})

describe('closing', () => {
  it('waits for the deadline, moves the rest, and says so when repeated', async () => {
    const deadline = (await chainTime()) + 1000
    const claimUntil = new Date(deadline * 1000).toISOString().replace('.000Z', 'Z')
    const { campaign, tools, allocations } = await published(50, { claimUntil })
    const { totalBaseUnits } = await readBuiltAllocation(campaign)
    await distributeAs(campaign, tools, { maxBatches: 1 })
    await expect(close(campaign, tools)).rejects.toMatchObject({
      code: 'CLOSE_TOO_EARLY',
      exitCode: 3,
      details: { deadline: claimUntil },
    })
    await node.request('evm_setNextBlockTimestamp', [deadline])
    await node.request('evm_mine')

    const { account } = allocations.at(-1) as Allocation
    await expect(claim(campaign, tools, { address: account })).rejects.toMatchObject({
      code: 'PAYMENTS_OVER',
      exitCode: 3,
    })
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({ code: 'PAYMENTS_OVER' })

    const before = await audit(campaign, tools)
    expect(before).toMatchObject({ ok: true, unpaidBaseUnits: 0n })
    expect(before.paidBaseUnits + before.remainderBaseUnits).toBe(totalBaseUnits)
    const held = await balance(REMAINDER_TO)
    const closed = await close(campaign, tools)
    expect(closed.remainderBaseUnits).toBe(before.remainderBaseUnits)
    expect((await balance(REMAINDER_TO)) - held).toBe(closed.remainderBaseUnits)
    expect(await close(campaign, tools)).toMatchObject({
      alreadyDone: true,
      remainderBaseUnits: 0n,
    })

    const after = await audit(campaign, tools, { full: true })
    expect(failures(after)).toEqual([])
    expect(after.remainderBaseUnits).toBe(before.remainderBaseUnits)
  })
})
