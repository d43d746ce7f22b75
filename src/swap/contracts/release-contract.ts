import { Interface } from 'ethers'
import { swapRelease } from '../../artifacts/swap-release.ts'
import type { Chain } from '../../chain/chain.ts'
import { readValues, readViews, type ViewedContract } from '../../chain/contracts/views.ts'
import { tokenBalance } from '../../chain/erc20/balance.ts'
import { balanceAt } from '../../chain/rpc/accounts.ts'
import type { BlockTag } from '../../chain/rpc/blocks.ts'
import { ZERO_ADDRESS } from '../../primitives/address.ts'
import type { RelayerQuorum } from '../rules/attestation.ts'
import { unexpectedContract } from '../swap-errors.ts'

export const RELEASE_ABI = swapRelease.abi
export const releaseInterface = new Interface(RELEASE_ABI)

/** State of the release contract at a block. Amounts are base units of the asset it pays. */
export interface ReleaseContractState extends RelayerQuorum {
  readonly sourceChainId: bigint
  readonly lockContract: string
  readonly sourceToken: string
  /** `native`, or the token's address. */
  readonly asset: string
  /** Base units paid for one base unit locked. */
  readonly factor: bigint
  readonly maximum: bigint
  readonly dayLimit: bigint
  /** What the day limit leaves now. */
  readonly dayRoom: bigint
  /** Unix seconds. */
  readonly closesAt: bigint
  readonly paused: boolean
  readonly releasedTotal: bigint
  readonly balanceBaseUnits: bigint
}

const VIEWS = [
  'sourceChainId',
  'lockContract',
  'sourceToken',
  'token',
  'factor',
  'maximum',
  'dayLimit',
  'dayRoom',
  'closesAt',
  'paused',
  'releasedTotal',
  'quorum',
  'relayers',
] as const

function contractAt(address: string): ViewedContract {
  const unexpected = () => unexpectedContract('release contract', address)
  return { address, abi: releaseInterface, unexpected }
}

/** @throws SWAP_CONTRACT_FOREIGN */
export async function readReleaseContract(
  chain: Chain,
  address: string,
  blockNumber: number,
): Promise<ReleaseContractState> {
  const value = await readValues(chain, contractAt(address), VIEWS, blockNumber)
  const asset = value.token === ZERO_ADDRESS ? 'native' : (value.token as string)
  return {
    sourceChainId: value.sourceChainId as bigint,
    lockContract: value.lockContract as string,
    sourceToken: value.sourceToken as string,
    asset,
    factor: value.factor as bigint,
    maximum: value.maximum as bigint,
    dayLimit: value.dayLimit as bigint,
    dayRoom: value.dayRoom as bigint,
    closesAt: value.closesAt as bigint,
    paused: value.paused as boolean,
    releasedTotal: value.releasedTotal as bigint,
    quorum: Number(value.quorum),
    relayers: [...(value.relayers as string[])],
    balanceBaseUnits: await balanceOf(chain, address, asset, blockNumber),
  }
}

function balanceOf(chain: Chain, address: string, asset: string, at: number): Promise<bigint> {
  if (asset !== 'native') return tokenBalance(chain, asset, address, at)
  return chain.rpc.ask(balanceAt(address, at))
}

/** Ids of those of these locks that are released, as of a block. @throws SWAP_CONTRACT_FOREIGN */
export async function readReleased(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  lockIds: readonly string[],
  block: BlockTag,
): Promise<ReadonlySet<string>> {
  const calls = lockIds.map((lockId) => ({ view: 'isReleased', args: [lockId] }))
  const answers = await readViews(chain, contractAt(address), calls, block)
  return new Set(lockIds.filter((_, index) => answers[index]?.[0] === true))
}
