import type { ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { computeAddress } from 'ethers'
import { Journal } from '../../src/chain/journal/journal.ts'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import type { JournalRow } from '../../src/chain/journal/journal-row.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import { buildAllocation } from '../../src/migration/allocation/build-allocation.ts'
import { readCampaign } from '../../src/migration/campaign/read-campaign.ts'
import { takeSnapshot } from '../../src/migration/snapshot/take-snapshot.ts'
import { bytesToHex } from '../../src/primitives/hex.ts'
import { writeCampaign } from './campaigns.ts'
import { type CapstanResult, finished, startCapstan } from './capstan.ts'
import type { TestChain } from './chain.ts'
import { campaignYaml } from './payments.ts'

const ETHER = 10n ** 18n
/** What publishing pays: a second payment could not hide behind the fees of the first. */
const PAYS_WEI = 10n * ETHER
/** Of a distribution, one transaction each. */
const BATCH_SIZE = 4
const HAS_WEI = 100n * ETHER

/**
 * An operator with a key, a home and a built campaign of their own, about to publish it: the
 * command that sends one transaction, with all the campaign's money in it.
 */
export interface Publisher {
  readonly home: string
  readonly account: string
  readonly privateKey: string
  /** Runs `capstan migrate publish` against these endpoints, to its end. */
  publish(urls: readonly string[], ...args: string[]): Promise<CapstanResult>
  /** Any step of the campaign, started only. */
  start(urls: readonly string[], step: string, ...args: string[]): ChildProcess
  /** `capstan tx …`, as JSON; without endpoints for what asks no chain. */
  tx(urls: readonly string[], ...args: string[]): Promise<CapstanResult>
  /** All rows, of a journal that stands its audit. */
  journal(): Promise<JournalRow[]>
  /** Transactions of the account that are on chain. */
  sentCount(): Promise<number>
  /** How often the campaign's money has left the account. */
  paidTimes(): Promise<number>
  /** What the holders have of it, in wei. */
  received(): Promise<bigint>
  remove(): void
}

/**
 * The chain is one without the liberties of a devnet: Ethereum's chain id.
 * @param batches how many transactions the campaign's distribution takes.
 */
export async function newPublisher(chain: TestChain, batches = 1): Promise<Publisher> {
  const root = await mkdtemp(join(tmpdir(), 'capstan-publisher-'))
  const home = join(root, 'home')
  const secret = bytesToHex(randomPrivateKey())
  const account = computeAddress(secret)
  const keyFile = join(root, 'key')
  writeFileSync(keyFile, secret, { mode: 0o600 })
  await chain.request('anvil_setBalance', [account, `0x${HAS_WEI.toString(16)}`])
  const holders = newHolders(account, batches * BATCH_SIZE)
  const campaign = await builtCampaign(join(root, 'campaign'), holders)

  const run = (urls: readonly string[], args: readonly string[]) => {
    const endpoints = urls.flatMap((url) => ['--rpc-url', url])
    const chain = urls.length === 0 ? [] : ['--network', 'ethereum', ...endpoints]
    const child = startCapstan([...args, ...chain], {
      home,
      cwd: root,
      env: { CAPSTAN_PRIVATE_KEY_FILE: keyFile, CAPSTAN_CONFIRMATIONS: '1' },
    })
    child.stdin?.end()
    return child
  }
  const start = (urls: readonly string[], step: string, ...args: string[]) =>
    run(urls, ['migrate', step, '-c', campaign, '--key', 'env', '--yes', ...args])
  const number = async (method: string) =>
    BigInt(await chain.request<string>(method, [account, 'latest']))
  return {
    home,
    account,
    privateKey: secret,
    publish: (urls, ...args) => finished(start(urls, 'publish', ...args)),
    start,
    tx: (urls, ...args) => finished(run(urls, ['tx', ...args, '--json'])),
    journal: () => rowsOf(home),
    sentCount: async () => Number(await number('eth_getTransactionCount')),
    paidTimes: async () => Number((HAS_WEI - (await number('eth_getBalance'))) / PAYS_WEI),
    received: async () => {
      const params = holders.map((holder) => [holder, 'latest'])
      const balances = await chain.batch<string>(
        params.map((one) => ({ method: 'eth_getBalance', params: one })),
      )
      return balances.reduce((sum, balance) => sum + BigInt(balance), 0n)
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** Accounts nobody else pays. */
function newHolders(account: string, count: number): string[] {
  const prefix = account.slice(0, 34).toLowerCase()
  return Array.from({ length: count }, (_, index) => prefix + String(index).padStart(8, '0'))
}

async function builtCampaign(folder: string, holders: readonly string[]): Promise<string> {
  const share = PAYS_WEI / BigInt(holders.length)
  const rows = holders.map((holder) => `${holder},${share}\n`)
  const directory = writeCampaign(folder, campaignYaml({ batchSize: BATCH_SIZE }), {
    'balances.csv': `address,balance\n${rows.join('')}`,
  })
  const campaign = await readCampaign(directory)
  await takeSnapshot({ chain: noChain }, campaign.source, { directory })
  await buildAllocation(campaign)
  return directory
}

function noChain(): never {
  throw new Error('a file needs no chain')
}

async function rowsOf(home: string): Promise<JournalRow[]> {
  const database = await openDatabase(`sqlite:${join(home, 'capstan.db')}`)
  try {
    const journal = await Journal.open(database)
    await auditJournal(journal)
    return await journal.allRows()
  } finally {
    await database.destroy()
  }
}
