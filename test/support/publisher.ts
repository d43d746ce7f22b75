import type { ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { computeAddress } from 'ethers'
import { Journal } from '../../src/chain/journal.ts'
import type { JournalRow } from '../../src/chain/journal-entry.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { randomPrivateKey } from '../../src/keystore/private-key.ts'
import { buildAllocation } from '../../src/migration/build/build-allocation.ts'
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
  /** The same, started only. */
  start(urls: readonly string[], ...args: string[]): ChildProcess
  /** `capstan tx …`, as JSON; without endpoints for what asks no chain. */
  tx(urls: readonly string[], ...args: string[]): Promise<CapstanResult>
  journal(): Promise<JournalRow[]>
  /** Transactions of the account that are on chain. */
  sentCount(): Promise<number>
  /** How often the campaign's money has left the account. */
  paidTimes(): Promise<number>
  remove(): void
}

/** The chain is one without the liberties of a devnet: Ethereum's chain id. */
export async function newPublisher(chain: TestChain): Promise<Publisher> {
  const root = await mkdtemp(join(tmpdir(), 'capstan-publisher-'))
  const home = join(root, 'home')
  const secret = bytesToHex(randomPrivateKey())
  const account = computeAddress(secret)
  const keyFile = join(root, 'key')
  writeFileSync(keyFile, secret, { mode: 0o600 })
  await chain.request('anvil_setBalance', [account, `0x${HAS_WEI.toString(16)}`])
  const campaign = await builtCampaign(join(root, 'campaign'))

  const start = (urls: readonly string[], args: readonly string[]) => {
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
  const publish = (args: readonly string[]) => [
    ...['migrate', 'publish', '-c', campaign, '--key', 'env', '--yes'],
    ...args,
  ]
  const number = async (method: string) =>
    BigInt(await chain.request<string>(method, [account, 'latest']))
  return {
    home,
    account,
    privateKey: secret,
    publish: (urls, ...args) => finished(start(urls, publish(args))),
    start: (urls, ...args) => start(urls, publish(args)),
    tx: (urls, ...args) => finished(start(urls, ['tx', ...args, '--json'])),
    journal: () => rowsOf(home),
    sentCount: async () => Number(await number('eth_getTransactionCount')),
    paidTimes: async () => Number((HAS_WEI - (await number('eth_getBalance'))) / PAYS_WEI),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}

async function builtCampaign(folder: string): Promise<string> {
  const directory = writeCampaign(folder, campaignYaml(), {
    'balances.csv': `address,balance\n0x00000000000000000000000000000000000b0b01,${PAYS_WEI}\n`,
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
    return await (await Journal.open(database)).allRows()
  } finally {
    await database.destroy()
  }
}
