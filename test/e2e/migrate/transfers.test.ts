import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Transaction, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { EvmSigner } from '../../../src/keystore/evm/evm-signer.ts'
import { audit } from '../../../src/migration/audit.ts'
import type { Campaign } from '../../../src/migration/campaign/campaign.ts'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import type { PaymentTools } from '../../../src/migration/payment-tools.ts'
import { publish as publishCampaign } from '../../../src/migration/publication/publish.ts'
import { readStatus } from '../../../src/migration/status.ts'
import type { Allocation } from '../../../src/migration/tree/allocation-table.ts'
import { hexToBytes } from '../../../src/primitives/hex.ts'
import { spawnChain, startChain, type TestChain } from '../../support/chain.ts'
import { always, answers, onceSent, receipts, refuses } from '../../support/fault-rules.ts'
import { type FaultRule, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { builtCampaign, distributeAs, paymentTools } from '../../support/payments.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

let node: TestChain
beforeAll(async () => {
  node = await spawnChain()
})
afterAll(() => node.stop())

let next = 1n
function holders(count: number): Allocation[] {
  return Array.from({ length: count }, (_, index) => ({
    account: `0x${(0xcccc0000000000000000000000000000n + next++).toString(16).padStart(40, '0')}`,
    amountBaseUnits: BigInt(index) * 10n ** 15n + 1n,
  }))
}

function freshKey(): string {
  return Wallet.createRandom().privateKey
}

function signerOf(key: string): EvmSigner {
  const facts = { name: 'payout', address: new Wallet(key).address }
  return new EvmSigner(facts, async () => hexToBytes(key))
}

function publish(campaign: Campaign, tools: PaymentTools, key: string, dryRun = false) {
  return publishCampaign(campaign, tools, {
    dryRun,
    payoutSigner: async () => signerOf(key),
  })
}

async function published(count: number, key = freshKey(), chain = node) {
  const allocations = holders(count)
  const campaign = await builtCampaign(allocations, { mode: 'transfers' })
  const tools = await paymentTools(chain.rpcUrl)
  const publication = await publish(campaign, tools, key)
  return { campaign, tools, allocations, publication, key }
}

async function balances(allocations: readonly Allocation[], chain = node): Promise<bigint[]> {
  const answers = await chain.batch<string>(
    allocations.map(({ account }) => ({ method: 'eth_getBalance', params: [account, 'latest'] })),
  )
  return answers.map(BigInt)
}

const otherChain = () =>
  onceSent(({ method }) => {
    if (method === 'eth_chainId') return answers('0x1')
    return method === 'eth_getTransactionCount' ? answers('0xffff') : undefined
  })

/** A node that keeps no more than `room` transactions of an account waiting, as some do. */
function smallPool(room: number): FaultRule {
  let used = 0
  const learn = (count: unknown) => {
    used = Number(count)
    return count
  }
  return ({ method, params }) => {
    if (method === 'eth_getTransactionCount' && params[1] === 'latest') {
      return { kind: 'rewrite', result: learn }
    }
    const isFull =
      method === 'eth_sendRawTransaction' &&
      Transaction.from(params[0] as string).nonce >= used + room
    return isFull ? refuses('txpool is full') : undefined
  }
}

/** Transactions of each block that has any. */
async function blockSizes(chain: TestChain): Promise<number[]> {
  const height = Number(await chain.request<string>('eth_blockNumber'))
  const blocks = await chain.batch<{ transactions: string[] }>(
    Array.from({ length: height }, (_, index) => ({
      method: 'eth_getBlockByNumber',
      params: [`0x${(index + 1).toString(16)}`, false],
    })),
  )
  return blocks.map(({ transactions }) => transactions.length).filter((count) => count > 0)
}

const ofAnother = (receipt: object) => ({ ...receipt, transactionHash: `0x${'ab'.repeat(32)}` })

const amounts = (allocations: readonly Allocation[]) =>
  allocations.map(({ amountBaseUnits }) => amountBaseUnits)

describe('a payout book', () => {
  it.each([
    [/"transfers":3/, '"transfers":9', 'PAYOUT_BOOK_FOREIGN'],
    [/"account":"0x..../, '"account":"0xAAaa', 'PAYOUT_BOOK_INVALID'],
  ])('whose header was changed (%s) has no status', async (from, to, code) => {
    const { campaign, tools } = await published(3)
    const { payoutBook } = campaignFiles(campaign)
    writeFileSync(payoutBook, readFileSync(payoutBook, 'utf8').replace(from, to))
    const status = readStatus(campaign, async () => tools.chain)
    await expect(status).rejects.toMatchObject({ code })
  })

  it('is planned on a dry run, and neither signed nor funded', async () => {
    const campaign = await builtCampaign(holders(3), { mode: 'transfers' })
    const tools = await paymentTools(node.rpcUrl)
    const key = freshKey()
    const sent = await node.request('eth_getTransactionCount', [tools.sender, 'latest'])
    const { alreadyDone, plan } = await publish(campaign, tools, key, true)
    expect({ alreadyDone, plan }).toMatchObject({
      alreadyDone: false,
      plan: { transactions: [{ to: new Wallet(key).address }] },
    })
    expect(existsSync(campaignFiles(campaign).payoutBook)).toBe(false)
    expect(await node.request('eth_getTransactionCount', [tools.sender, 'latest'])).toBe(sent)
  })

  it('pays every holder exactly, at 21,000 gas each, and audits clean', async () => {
    const { campaign, tools, allocations } = await published(200)
    const result = await distributeAs(campaign, tools)
    expect(result).toMatchObject({ paid: 200, alreadyPaid: 0, failed: [], gasUsed: 4_200_000n })
    expect(await balances(allocations)).toEqual(amounts(allocations))
    const found = await audit(campaign, tools, { full: true })
    expect(found).toMatchObject({ ok: true, paid: 200, unpaidBaseUnits: 0n })
  })

  it('waits for a node that goes away amid the broadcast: pending, then paid once', async () => {
    const { campaign, allocations } = await published(20)
    const proxy = await startFaultyProxy(node.rpcUrl)
    onTestFinished(() => proxy.close())
    const tools = await paymentTools(proxy.url, { policy: { timeoutMs: 500 } })
    proxy.setRule(onceSent(() => ({ kind: 'drop' })))
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({
      code: 'PAYOUTS_PENDING',
      exitCode: 9,
    })
    proxy.setRule(undefined)
    await distributeAs(campaign, tools)
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it.each([
    ['another chain, where the nonces are used', otherChain, 'CHAIN_ID_MISMATCH'],
    ['the receipts of other transactions', () => receipts(ofAnother), 'NETWORK_BAD_RESPONSE'],
  ])('is not taken for paid by %s', async (_, lie, code) => {
    const { campaign, allocations } = await published(3)
    const proxy = await startFaultyProxy(node.rpcUrl)
    onTestFinished(() => proxy.close())
    const tools = await paymentTools(proxy.url)
    proxy.setRule(lie())
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({ code })
    await distributeAs(campaign, await paymentTools(node.rpcUrl))
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('is funded with what it costs, once', async () => {
    const { campaign, tools, publication, key } = await published(20)
    const account = new Wallet(key).address
    const held = await node.request<string>('eth_getBalance', [account, 'latest'])
    expect(BigInt(held)).toBe(publication.fundedBaseUnits)
    const again = await publish(campaign, tools, key)
    expect(again).toMatchObject({ alreadyDone: true, transactionHashes: [] })
    expect(await node.request('eth_getBalance', [account, 'latest'])).toBe(held)
  })

  it('is broadcast in steps, and again, and by two at once, without paying twice', async () => {
    const { campaign, tools, allocations } = await published(150)
    const first = await distributeAs(campaign, tools, { maxBatches: 2 })
    expect(first).toMatchObject({ paid: 32, batches: 2 })
    expect(await audit(campaign, tools)).toMatchObject({ ok: true, paid: 32, unpaid: 118 })
    const other = await paymentTools(node.rpcUrl, { privateKey: FUNDED_KEYS[1] })
    await Promise.all([
      distributeAs(campaign, tools, { inFlight: 9 }),
      distributeAs(campaign, other, { inFlight: 30 }),
    ])
    expect(await distributeAs(campaign, tools)).toMatchObject({ paid: 0, alreadyPaid: 150 })
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('fills blocks that come by the clock', async () => {
    const chain = await startChain({ args: ['--block-time', '1'] })
    const { campaign, tools, allocations } = await published(2_000, freshKey(), chain)
    await distributeAs(campaign, tools)
    expect(await balances(allocations, chain)).toEqual(amounts(allocations))
    // The first one funds the account; a block of 30 million gas has room for 1,428 transfers.
    const [, ...sizes] = await blockSizes(chain)
    expect(sizes.length).toBeLessThanOrEqual(3)
  }, 60_000)

  it('shares the blocks of a node that mines at once, which stay half empty', async () => {
    const chain = await startChain()
    const { campaign, tools, allocations } = await published(1_500, freshKey(), chain)
    await distributeAs(campaign, tools)
    expect(await balances(allocations, chain)).toEqual(amounts(allocations))
    const sizes = await blockSizes(chain)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(30_000_000 / 21_000 / 2)
    expect(sizes.length).toBeLessThanOrEqual(30)
  })

  it('goes to a node that keeps few of them in portions it keeps', async () => {
    const chain = await startChain({ args: ['--block-time', '0.2'] })
    const { campaign, allocations } = await published(480, freshKey(), chain)
    const proxy = await startFaultyProxy(chain.rpcUrl, smallPool(16))
    onTestFinished(() => proxy.close())
    await distributeAs(campaign, await paymentTools(proxy.url))
    expect(await balances(allocations, chain)).toEqual(amounts(allocations))
    // All of them, halves of that, and then 64 for each of the 30 blocks it takes; not all each time.
    const offers = proxy.calls.filter(({ method }) => method === 'eth_sendRawTransaction').length
    expect(offers).toBeLessThan(4_000)
  }, 20_000)

  it('goes on when the node has forgotten what was sent', async () => {
    const { campaign, tools, allocations } = await published(40)
    await node.request('evm_setAutomine', [false])
    const sending = distributeAs(campaign, tools, { inFlight: 10 })
    while ((await node.request<{ pending: string }>('txpool_status')).pending === '0x0') {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await node.request('anvil_dropAllTransactions')
    await node.request('evm_setAutomine', [true])
    expect(await sending).toMatchObject({ paid: 40 })
    expect(await balances(allocations)).toEqual(amounts(allocations))
  })

  it('is refused for an account that has sent anything else', async () => {
    const allocations = holders(3)
    const campaign = await builtCampaign(allocations, { mode: 'transfers' })
    const tools = await paymentTools(node.rpcUrl)
    const used = freshKey()
    await node.request('anvil_setNonce', [new Wallet(used).address, '0x1'])
    await expect(publish(campaign, tools, used)).rejects.toMatchObject({
      code: 'PAYOUT_ACCOUNT_USED',
      exitCode: 3,
    })
    await expect(publish(campaign, tools, FUNDED_KEYS[0])).rejects.toMatchObject({
      code: 'PAYOUT_KEY_FUNDS',
      exitCode: 2,
    })
  })

  it('stops, and fails its audit, when its account is used for something else afterwards', async () => {
    const { campaign, tools, key } = await published(10)
    const wallet = new Wallet(key)
    const raw = await wallet.signTransaction({
      type: 2,
      chainId: 31337,
      nonce: 0,
      to: wallet.address,
      gasLimit: 21_000,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 1n,
    })
    const hash = await node.request('eth_sendRawTransaction', [raw])
    while (!(await node.request('eth_getTransactionReceipt', [hash]))) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({
      code: 'PAYOUT_ACCOUNT_USED',
    })
    const found = await audit(campaign, tools)
    expect(found.ok).toBe(false)
    const failed = found.checks.filter(({ ok }) => !ok).map(({ name }) => name)
    expect(failed).toContain('nonces used by anything else')
  })

  it('is not signed for contracts, which it could not pay', async () => {
    const allocations = holders(5)
    const contract = (allocations[2] as Allocation).account
    await node.request('anvil_setCode', [contract, '0x00'])
    const campaign = await builtCampaign(allocations, { mode: 'transfers' })
    const tools = await paymentTools(node.rpcUrl)
    await expect(publish(campaign, tools, freshKey())).rejects.toMatchObject({
      code: 'RECIPIENTS_WITH_CODE',
      exitCode: 3,
      details: { count: 1 },
    })
  })

  it('lists a transfer that failed, whose amount stays in the account', async () => {
    const { campaign, tools, allocations } = await published(12)
    const contract = (allocations[5] as Allocation).account
    await node.request('anvil_setCode', [contract, '0x5f5ffd'])
    const result = await distributeAs(campaign, tools)
    expect(result.paid).toBe(11)
    expect(result.failed.map(({ index }) => index)).toEqual([5])
    const found = await audit(campaign, tools)
    expect(found).toMatchObject({ ok: true, paid: 11, unpaidBaseUnits: 0n })
    expect(found.failed.map(({ index }) => index)).toEqual([5])
    expect(found.remainderBaseUnits).toBeGreaterThanOrEqual(
      (allocations[5] as Allocation).amountBaseUnits,
    )
  })

  it('whose lines were changed is neither sent nor audited clean', async () => {
    const { campaign, tools } = await published(8)
    const { payoutBook } = campaignFiles(campaign)
    const lines = readFileSync(payoutBook, 'utf8').trimEnd().split('\n')
    const stranger = await new Wallet(freshKey()).signTransaction({
      type: 2,
      chainId: 31337,
      nonce: 0,
      to: `0x${'11'.repeat(20)}`,
      gasLimit: 21_000,
      maxFeePerGas: 10n ** 10n,
      value: 1n,
    })
    lines[1] = JSON.stringify(stranger)
    writeFileSync(payoutBook, `${lines.join('\n')}\n`)
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({
      code: 'PAYOUT_BOOK_FOREIGN',
      exitCode: 7,
    })
    await expect(audit(campaign, tools)).rejects.toMatchObject({ code: 'PAYOUT_BOOK_FOREIGN' })
  })

  it('stops where the node will not take a transfer', async () => {
    const { campaign, allocations } = await published(3)
    const proxy = await startFaultyProxy(
      node.rpcUrl,
      always('eth_sendRawTransaction', refuses('transaction underpriced')),
    )
    onTestFinished(() => proxy.close())
    await expect(distributeAs(campaign, await paymentTools(proxy.url))).rejects.toMatchObject({
      code: 'TRANSFER_REFUSED',
      exitCode: 3,
    })
    expect(await balances(allocations)).toEqual([0n, 0n, 0n])
  })

  it('is not paid from an account with code, which others could send from (EIP-7702)', async () => {
    const { campaign, tools, key } = await published(3)
    const code = `0xef0100${'11'.repeat(20)}`
    await node.request('anvil_setCode', [new Wallet(key).address, code])
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({
      code: 'PAYOUT_ACCOUNT_HAS_CODE',
      exitCode: 3,
    })
  })

  it('pays no token', async () => {
    const token = `"0x${'77'.repeat(20)}"`
    const campaign = await builtCampaign(holders(1), { mode: 'transfers', asset: token })
    const tools = await paymentTools(node.rpcUrl)
    await expect(publish(campaign, tools, freshKey())).rejects.toMatchObject({
      code: 'MODE_WITHOUT_TOKEN',
      exitCode: 2,
    })
  })

  it('without its money is not begun', async () => {
    const { campaign, tools, key } = await published(8)
    await node.request('anvil_setBalance', [new Wallet(key).address, '0x1'])
    await expect(distributeAs(campaign, tools)).rejects.toMatchObject({
      code: 'PAYOUT_ACCOUNT_SHORT',
      exitCode: 3,
    })
  })
})
