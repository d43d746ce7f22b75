import { Interface } from 'ethers'
import { swapLock } from '../../artifacts/swap-lock.ts'
import type { Chain } from '../../chain/chain.ts'
import { readValues, readViews, type ViewedContract } from '../../chain/contracts/views.ts'
import type { RelayerQuorum } from '../rules/attestation.ts'
import { LOCK_STATES, type Lock, type LockState, lockOfStruct } from '../rules/lock.ts'
import { unexpectedContract } from '../swap-errors.ts'

export const LOCK_ABI = swapLock.abi
export const lockInterface = new Interface(LOCK_ABI)

/** State of the lock contract at a block. Amounts are base units of the token. */
export interface LockContractState extends RelayerQuorum {
  readonly token: string
  readonly targetChainId: bigint
  /** Zero while the contract is not open. */
  readonly releaseContract: string
  readonly releasePeriod: bigint
  readonly maximum: bigint
  /** Unix seconds. */
  readonly closesAt: bigint
  readonly paused: boolean
  readonly lockCount: number
  readonly lockedTotal: bigint
}

/** A lock with its state in the contract. */
export interface LockEntry {
  readonly lockId: string
  readonly lock: Lock
  readonly state: LockState
}

const VIEWS = [
  'token',
  'targetChainId',
  'releaseContract',
  'releasePeriod',
  'maximum',
  'closesAt',
  'paused',
  'lockCount',
  'lockedTotal',
  'quorum',
  'relayers',
] as const

function contractAt(address: string): ViewedContract {
  const unexpected = () => unexpectedContract('lock contract', address)
  return { address, abi: lockInterface, unexpected }
}

/** @throws SWAP_CONTRACT_FOREIGN */
export async function readLockContract(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  blockNumber: number,
): Promise<LockContractState> {
  const value = await readValues(chain, contractAt(address), VIEWS, blockNumber)
  return {
    token: value.token as string,
    targetChainId: value.targetChainId as bigint,
    releaseContract: value.releaseContract as string,
    releasePeriod: value.releasePeriod as bigint,
    maximum: value.maximum as bigint,
    closesAt: value.closesAt as bigint,
    paused: value.paused as boolean,
    lockCount: Number(value.lockCount),
    lockedTotal: value.lockedTotal as bigint,
    quorum: Number(value.quorum),
    relayers: [...(value.relayers as string[])],
  }
}

/** The locks with these nonces, as of a block. @throws SWAP_CONTRACT_FOREIGN */
export async function readLocks(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  nonces: readonly number[],
  blockNumber: number,
): Promise<LockEntry[]> {
  const contract = contractAt(address)
  const idCalls = nonces.map((nonce) => ({ view: 'lockIdAt', args: [nonce] }))
  const ids = await readViews(chain, contract, idCalls, blockNumber)
  return readLocksById(
    chain,
    address,
    ids.map(([id]) => id as string),
    blockNumber,
  )
}

/** @throws SWAP_CONTRACT_FOREIGN */
export async function readLocksById(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  lockIds: readonly string[],
  blockNumber: number,
): Promise<LockEntry[]> {
  const calls = lockIds.map((lockId) => ({ view: 'lockOf', args: [lockId] }))
  const answers = await readViews(chain, contractAt(address), calls, blockNumber)
  return answers.map(([struct, state], index) => ({
    lockId: lockIds[index] as string,
    lock: lockOfStruct(struct),
    state: LOCK_STATES[Number(state)] ?? 'none',
  }))
}
