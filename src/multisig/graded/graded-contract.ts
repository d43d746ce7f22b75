// The contract: its calls, and the proof that it is the one that ships with capstan.

import { type FunctionFragment, Interface } from 'ethers'
import { gradedMultisig } from '../../artifacts/graded-multisig.ts'
import type { Chain } from '../../chain/chain.ts'
import { readViews, type View, type ViewedContract } from '../../chain/contracts/views.ts'
import { balanceAt, codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import { newestBlock } from '../../chain/rpc/blocks.ts'
import { askAll } from '../../chain/rpc/rpc.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { writeUint256 } from '../../primitives/uint256.ts'
import { multisigMissing, multisigUnexpected } from '../multisig-errors.ts'
import { domainHash } from './proposal-digest.ts'

export const GRADED_ABI = gradedMultisig.abi
export const GRADED = new Interface(GRADED_ABI)

/** First topics of events, to look for them. */
export function topicsOf(...events: readonly string[]): string[] {
  return events.flatMap((event) => GRADED.getEvent(event)?.topicHash ?? [])
}

/** A block at which several views are read. */
export interface GradedBlock {
  readonly blockNumber: number
  /** Unix seconds. */
  readonly timestampSeconds: number
  readonly balanceWei: bigint
}

/**
 * The latest block, after proving the code of the contract at it. What a contract reports about itself
 * proves nothing.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function gradedAt({ rpc, chainId }: Chain, address: string): Promise<GradedBlock> {
  const { number, timestampSeconds } = await rpc.ask(newestBlock)
  const [code, balanceWei] = await askAll(rpc, [
    codeAt(address, number),
    balanceAt(address, number),
  ])
  if (code === NO_CODE) throw multisigMissing(address)
  if (code !== gradedCode(address, chainId)) throw multisigUnexpected(address)
  return { blockNumber: number, timestampSeconds, balanceWei }
}

/** The exact runtime code of a GradedMultisig at this address. */
function gradedCode(address: string, chainId: bigint): string {
  const immutables = [chainId, BigInt(domainHash(chainId, address))]
  const code = hexToBytes(gradedMultisig.deployedBytecode)
  for (const [index, references] of gradedMultisig.immutableReferences.entries()) {
    for (const start of references) writeUint256(immutables[index] as bigint, code, start)
  }
  return bytesToHex(code)
}

/** A multisig whose code is proved. */
export function gradedContract(address: string): ViewedContract {
  return { address, abi: GRADED }
}

/** What views of a multisig answer as of one block. */
export async function askGraded(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  blockNumber: number,
  views: readonly View[],
): Promise<unknown[]> {
  const results = await readViews(chain, gradedContract(address), views, blockNumber)
  return results.map(([value]) => value)
}

/** First bytes of the calls of a view, `0x…`. */
export function selectorOf(view: string): string {
  return (GRADED.getFunction(view) as FunctionFragment).selector
}
