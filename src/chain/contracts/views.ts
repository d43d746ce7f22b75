import type { Interface, Result } from 'ethers'
import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { Chain } from '../chain.ts'
import { revertData } from '../decode/decode-revert.ts'
import type { BlockTag } from '../rpc/blocks.ts'
import { callAt } from '../rpc/calls.ts'
import { type RpcAnswer, type RpcCall, resultOf } from '../rpc/rpc.ts'

/** A contract to be asked for its views. */
export interface ViewedContract {
  readonly address: string
  readonly abi: Interface
  /**
   * What to throw where something else, or nothing, is at the address; absent of a contract whose code
   * is proved.
   */
  readonly foreign?: () => CapstanError
}

export interface View {
  readonly view: string
  readonly args?: readonly unknown[]
  /** The whole call as it is encoded, in place of `args`. */
  readonly data?: string
}

/** The question for a view as of a block; `viewResult` reads the answer. */
export function viewAt(
  { address, abi }: Pick<ViewedContract, 'address' | 'abi'>,
  { view, args = [], data = abi.encodeFunctionData(view, args) }: View,
  at: BlockTag,
): RpcCall<string> {
  return callAt({ to: address, data }, at)
}

/**
 * The values of a view.
 * @throws what `foreign` makes, where the contract reverts or answers what the view cannot; RPC_ERROR
 */
export function viewResult(
  { abi, foreign }: Pick<ViewedContract, 'abi' | 'foreign'>,
  { view }: Pick<View, 'view'>,
  answer: RpcAnswer<string> | undefined,
): Result {
  const isRevert = answer && 'error' in answer && revertData(answer.error) !== null
  if (isRevert && foreign) throw foreign()
  const data = resultOf(answer)
  try {
    return abi.decodeFunctionResult(view, data)
  } catch (error) {
    throw foreign?.() ?? error
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

/** The one value of each of these views, by their names. @throws as `viewResult` does */
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
