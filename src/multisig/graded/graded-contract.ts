// The contract as the driver sees it: its calls, and proof that it is the one capstan ships.

import { type FunctionFragment, Interface } from 'ethers'
import { gradedMultisig } from '../../artifacts/graded-multisig.ts'
import type { Chain } from '../../chain/chain.ts'
import { quantityToNumber } from '../../chain/rpc/quantity.ts'
import type { RpcAnswer, RpcCall } from '../../chain/rpc/rpc.ts'
import { resultOf } from '../../chain/transactions/fees.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { writeUint256 } from '../../primitives/uint256.ts'
import { multisigForeign, multisigMissing } from '../multisig-errors.ts'
import { domainHash } from './proposal-digest.ts'

export const GRADED_ABI = gradedMultisig.abi
export const GRADED = new Interface(GRADED_ABI)

/** First topics of events, to look for them. */
export function topicsOf(...events: readonly string[]): string[] {
  return events.flatMap((event) => GRADED.getEvent(event)?.topicHash ?? [])
}

/** One view of the contract. */
export interface ViewCall {
  readonly view: string
  readonly args?: readonly unknown[]
  /** The whole call as it is encoded, in place of `args`. */
  readonly data?: string
}

/** A block on which several views are true together. */
export interface GradedBlock {
  /** As JSON-RPC takes it. */
  readonly block: string
  readonly blockNumber: number
  /** Unix seconds. */
  readonly timestampSeconds: number
  readonly balanceWei: bigint
}

/**
 * The latest block, once the code of the contract is proved at it. What a contract says of itself
 * would prove nothing.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function gradedAt({ rpc, chainId }: Chain, address: string): Promise<GradedBlock> {
  const latest = await rpc.request<{ number: string; timestamp: string }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])
  const block = latest.number
  const [code, balance] = await rpc.batch([
    { method: 'eth_getCode', params: [address, block] },
    { method: 'eth_getBalance', params: [address, block] },
  ])
  const found = resultOf<string>(code)
  if (found === '0x') throw multisigMissing(address)
  if (found !== gradedCode(address, chainId)) throw multisigForeign(address)
  return {
    block,
    blockNumber: quantityToNumber(block),
    timestampSeconds: quantityToNumber(latest.timestamp),
    balanceWei: BigInt(resultOf<string>(balance)),
  }
}

/** The runtime code a GradedMultisig at this address must have, to the last byte. */
function gradedCode(address: string, chainId: bigint): string {
  const immutables = [chainId, BigInt(domainHash(chainId, address))]
  const code = hexToBytes(gradedMultisig.deployedBytecode)
  for (const [index, references] of gradedMultisig.immutableReferences.entries()) {
    for (const start of references) writeUint256(immutables[index] as bigint, code, start)
  }
  return bytesToHex(code)
}

/** Asks several views at one block. */
export async function askGraded(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  block: string,
  calls: readonly ViewCall[],
): Promise<unknown[]> {
  const answers = await tryGraded({ rpc }, address, block, calls)
  return answers.map((answer, index) => decoded(calls[index] as ViewCall, answer))
}

/** The same, where a view may revert. */
export function tryGraded(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  block: string,
  calls: readonly ViewCall[],
): Promise<RpcAnswer[]> {
  return rpc.batch(
    calls.map(({ view, args = [], data }): RpcCall => {
      const encoded = data ?? GRADED.encodeFunctionData(view, args)
      return { method: 'eth_call', params: [{ to: address, data: encoded }, block] }
    }),
  )
}

/** First bytes of the calls of a view, `0x…`. */
export function selectorOf(view: string): string {
  return (GRADED.getFunction(view) as FunctionFragment).selector
}

export function decoded({ view }: ViewCall, answer: RpcAnswer | undefined): unknown {
  return GRADED.decodeFunctionResult(view, resultOf<string>(answer))[0]
}
