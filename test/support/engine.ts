import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chain, connectChain } from '../../src/chain/chain.ts'
import { Journal } from '../../src/chain/journal/journal.ts'
import type { NetworkProfile } from '../../src/chain/networks/network.ts'
import type { Intent, SendPolicy } from '../../src/chain/transactions/intent.ts'
import { fileLease } from '../../src/chain/transactions/nonces.ts'
import { Transactions } from '../../src/chain/transactions/transactions.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { type Clock, systemClock } from '../../src/primitives/clock.ts'
import { FUNDED_KEYS, walletSigner } from './wallet-signer.ts'

/** An account no development node funds. */
export const STRANGER = '0x00000000000000000000000000000000C0FFEE01'

export function devnetProfile(rpcUrls: readonly string[]): NetworkProfile {
  return {
    name: 'devnet',
    chainId: 31337,
    rpcUrls: [...rpcUrls],
    symbol: 'ETH',
    decimals: 18,
    confirmations: 1,
    finality: 'latest',
    eip1559: true,
  }
}

export interface TestEngine {
  readonly transactions: Transactions
  readonly journal: Journal
  readonly chain: Chain
  close(): Promise<void>
}

/**
 * The engine as the composition root makes it, with the first funded key, over `folder`.
 * @param restClock by which endpoints that failed are let alone.
 */
export async function openEngine(
  rpcUrls: readonly string[],
  folder: string,
  policy: SendPolicy = {},
  privateKey: string = FUNDED_KEYS[0],
  restClock: Clock = systemClock,
): Promise<TestEngine> {
  const chain = await connectChain(devnetProfile(rpcUrls), { clock: restClock })
  const database = await openDatabase(`sqlite:${join(folder, 'capstan.db')}`)
  const journal = await Journal.open(database)
  const signer = walletSigner(privateKey)
  const transactions = new Transactions({
    chain,
    journal,
    lease: fileLease(folder),
    from: signer.address,
    signer: async () => signer,
    policy,
  })
  const close = async () => {
    await database.destroy()
    chain.rpc.close()
  }
  return { transactions, journal, chain, close }
}

/** A payment of `valueWei` to an account without funds; `what` makes its idempotency key. */
export function payment(what: string, valueWei = 1n, to = STRANGER): Intent {
  return {
    description: `pay ${what}`,
    idempotencyKey: `test:pay:${what}`,
    to,
    data: '0x',
    valueWei,
  }
}

/** Runs `work` with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-test-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
