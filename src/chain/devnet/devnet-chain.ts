import { parseAddress } from '../../primitives/address.ts'
import { parseAmount } from '../../primitives/amount.ts'
import { parseDuration } from '../../primitives/duration.ts'
import { NETWORK_DEFAULTS } from '../networks/network-profiles.ts'
import { balanceAt } from '../rpc/accounts.ts'
import { increaseTime, mineBlocks, setBalance } from '../rpc/anvil.ts'
import { newestBlock } from '../rpc/blocks.ts'
import { JsonRpcEndpoint } from '../rpc/json-rpc.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { ensureDevnet } from './devnet.ts'
import { devnetAdvanceTooFar, devnetBalanceTooLarge } from './devnet-errors.ts'
import { type DevnetHost, devnetUrl } from './devnet-host.ts'

const UINT256_MAX = (1n << 256n) - 1n
/** The node keeps time as signed 64-bit seconds; a thousand years are enough. */
const MAX_SECONDS = 1_000 * 366 * 86_400

/** Runs `work` with the devnet's node, which is started if needed. @throws as `ensureDevnet` does */
export async function withDevnet<T>(
  host: DevnetHost,
  name: string,
  work: (rpc: Rpc) => Promise<T>,
): Promise<T> {
  const rpc = new JsonRpcEndpoint(devnetUrl(await ensureDevnet(host, name)))
  return work(rpc).finally(() => rpc.close())
}

export interface DevnetFunding {
  readonly address: string
  readonly addedWei: bigint
  readonly balanceWei: bigint
}

/**
 * Adds new native coin to an account.
 * @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, AMOUNT_INVALID, DEVNET_BALANCE_TOO_LARGE
 */
export async function fundAccount(
  rpc: Rpc,
  account: string,
  amount: string,
): Promise<DevnetFunding> {
  const address = parseAddress(account)
  const addedWei = parseAmount(amount, NETWORK_DEFAULTS)
  const balanceWei = (await rpc.ask(balanceAt(address, 'latest'))) + addedWei
  if (balanceWei > UINT256_MAX) throw devnetBalanceTooLarge(address)
  await rpc.ask(setBalance(address, balanceWei))
  return { address, addedWei, balanceWei }
}

export interface DevnetTime {
  readonly blockNumber: number
  /** Time of the newest block, Unix seconds. */
  readonly timestamp: number
}

/**
 * Moves the chain's clock forward by a duration and mines at least one block.
 * @throws DURATION_INVALID, DEVNET_ADVANCE_TOO_FAR
 */
export async function advanceDevnet(
  rpc: Rpc,
  { time, blocks = 1 }: { time?: string | undefined; blocks?: number },
): Promise<DevnetTime> {
  const seconds = time === undefined ? 0 : parseDuration(time, 'time')
  if (seconds > MAX_SECONDS) throw devnetAdvanceTooFar(time ?? '')
  if (seconds > 0) await rpc.ask(increaseTime(seconds))
  await rpc.ask(mineBlocks(blocks))
  const { number, timestampSeconds } = await rpc.ask(newestBlock)
  return { blockNumber: number, timestamp: timestampSeconds }
}
