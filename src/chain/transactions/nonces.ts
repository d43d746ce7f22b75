import { join } from 'node:path'
import { withFileLock } from '../../primitives/file-lock.ts'
import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { accountBusy, nonceTaken } from './transaction-errors.ts'

/** How long a process waits for others that send from the same account. */
const LEASE_WAIT_MS = 120_000

/**
 * Runs `work` while no other process takes nonces of the account. Inside, a nonce is read, signed,
 * journalled and broadcast; a process that dies there leaves either a journalled transaction or an
 * unused nonce, never a gap.
 */
export type NonceLease = <T>(chainId: bigint, account: string, work: () => Promise<T>) => Promise<T>

/** Leases between processes of one machine: one lock file per account, in `folder`. */
export function fileLease(folder: string): NonceLease {
  const queues = new Map<string, Promise<unknown>>()
  return (chainId, account, work) => {
    const path = join(folder, `nonce-${chainId}-${account.toLowerCase()}.lock`)
    const options = { waitMs: LEASE_WAIT_MS, busy: () => accountBusy(account) }
    // Callers of this process queue here, so that the lock file only arbitrates between processes.
    const turn = (queues.get(path) ?? Promise.resolve()).then(() =>
      withFileLock(path, work, options),
    )
    queues.set(
      path,
      turn.catch(() => undefined),
    )
    return turn
  }
}

/**
 * The next `count` free nonces: not below the one that the node expects, and none that the journal
 * reserves, even if the node (behind, or restarted) knows nothing of it.
 */
export async function freeNonces(
  chain: Chain,
  journal: Journal,
  account: string,
  count: number,
): Promise<number[]> {
  const first = await chain.rpc.ask(nonceAt(account, 'pending'))
  const held = new Set(await journal.heldNonces(Number(chain.chainId), account, first))
  const free: number[] = []
  for (let nonce = first; free.length < count; nonce++) if (!held.has(nonce)) free.push(nonce)
  return free
}

/**
 * The nonce of each wanted transaction: the one it must have, or the next free one.
 * @throws NONCE_TAKEN
 */
export async function assignNonces(
  chain: Chain,
  journal: Journal,
  account: string,
  wanted: readonly { readonly nonce?: number }[],
): Promise<number[]> {
  const chosen = wanted.flatMap(({ nonce }) => (nonce === undefined ? [] : [nonce]))
  await assertNoncesFree(chain, journal, account, chosen)
  if (chosen.length === wanted.length) return chosen
  const free = await freeNonces(chain, journal, account, wanted.length)
  const left = free.filter((nonce) => !chosen.includes(nonce))
  return wanted.map(({ nonce }) => nonce ?? (left.shift() as number))
}

async function assertNoncesFree(
  chain: Chain,
  journal: Journal,
  account: string,
  nonces: readonly number[],
): Promise<void> {
  if (nonces.length === 0) return
  const used = await chain.rpc.ask(nonceAt(account, 'latest'))
  const held = await journal.heldNonces(Number(chain.chainId), account, Math.min(...nonces))
  const taken = nonces.find((nonce) => nonce < used || held.includes(nonce))
  if (taken !== undefined) throw nonceTaken(account, taken)
}
