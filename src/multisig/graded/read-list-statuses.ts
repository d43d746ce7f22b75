import type { Chain } from '../../chain/chain.ts'
import { badResponse } from '../../chain/chain-errors.ts'
import { viewAt } from '../../chain/contracts/views.ts'
import { askAll } from '../../chain/rpc/rpc.ts'
import { addressWord } from '../../primitives/abi-words.ts'
import { LIST_STATUSES, type ListStatus } from '../policy/policy.ts'
import { gradedContract, selectorOf } from './graded-contract.ts'

/** The contract answers with a small number in a word of its own. */
const STATUS_WORD = /^0x0{63}([0-3])$/

/**
 * The list status of each address, at a block; a payroll has as many as recipients.
 * @throws NETWORK_BAD_RESPONSE if an answer is not a list status
 */
export async function readListStatuses(
  { rpc }: Pick<Chain, 'rpc'>,
  multisig: string,
  blockNumber: number,
  addresses: readonly string[],
): Promise<ListStatus[]> {
  const view = 'standingOf'
  const selector = selectorOf(view)
  const contract = gradedContract(multisig)
  const calls = addresses.map((one) =>
    viewAt(contract, { view, data: selector + addressWord(one) }, blockNumber),
  )
  return (await askAll(rpc, calls)).map((answer) => {
    const [, digit] = STATUS_WORD.exec(answer) ?? []
    if (digit === undefined) throw badResponse(rpc.urls[0] ?? '', view, 'not a list status')
    return LIST_STATUSES[Number(digit)] as ListStatus
  })
}
