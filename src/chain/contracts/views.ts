import type { Interface, Result } from 'ethers'
import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { Chain } from '../chain.ts'
import { revertData } from '../decode/decode-revert.ts'
import type { BlockTag } from '../rpc/blocks.ts'
import { callAt } from '../rpc/calls.ts'
import { type RpcAnswer, type RpcCall, resultOf } from '../rpc/rpc.ts'

/** A contract whose views are read. */
export interface ViewedContract {
  readonly address: string
  readonly abi: Interface
  /**
   * Makes the error for another contract, or none, at the address; absent if the code is verified.
   */
  readonly unexpected?: () => CapstanError
}

export interface View {
  readonly view: string
  readonly args?: readonly unknown[]
  /** The whole encoded call, instead of `args`. */
  readonly data?: string
}

/** The call of a view as of a block; `viewResult` reads the answer. */
export function viewAt(
  { address, abi }: Pick<ViewedContract, 'address' | 'abi'>,
  { view, args = [], data = abi.encodeFunctionData(view, args) }: View,
  at: BlockTag,
): RpcCall<string> {
  return callAt({ to: address, data }, at)
}

/**
 * The values of a view.
 * @throws what `unexpected` makes if the contract reverts or the answer does not decode; RPC_ERROR
 */
export function viewResult(
  { abi, unexpected }: Pick<ViewedContract, 'abi' | 'unexpected'>,
  { view }: Pick<View, 'view'>,
  answer: RpcAnswer<string> | undefined,
): Result {
  const isRevert = answer && 'error' in answer && revertData(answer.error) !== null
  if (isRevert && unexpected) throw unexpected()
  const data = resultOf(answer)
  try {
    return abi.decodeFunctionResult(view, data)
  } catch (error) {
    throw unexpected?.() ?? error
  }
}

/**
 * The values of views as of one block, in order.
 * @throws as `viewResult` does
 */
export async function readViews(
  { rpc }: Pick<Chain, 'rpc'>,
  contract: ViewedContract,
  views: readonly View[],
  at: BlockTag,
): Promise<Result[]> {
  const answers = await rpc.batch(views.map((view) => viewAt(contract, view, at)))
  return views.map((view, index) => viewResult(contract, view, answers[index]))
}

/** The single value of each of these views, by view name. @throws as `viewResult` does */
export async function readValues<Name extends string>(
  chain: Pick<Chain, 'rpc'>,
  contract: ViewedContract,
  names: readonly Name[],
  at: BlockTag,
): Promise<Record<Name, unknown>> {
  const views = names.map((view) => ({ view }))
  const results = await readViews(chain, contract, views, at)
  return Object.fromEntries(names.map((name, index) => [name, results[index]?.[0]])) as Record<
    Name,
    unknown
  >
}
