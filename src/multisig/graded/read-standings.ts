import type { Chain } from '../../chain/chain.ts'
import { badResponse } from '../../chain/chain-errors.ts'
import { resultOf } from '../../chain/transactions/fees.ts'
import { STANDINGS, type Standing } from '../policy/policy.ts'
import { encodeAddress } from './encode-views.ts'
import { selectorOf, tryGraded } from './graded-contract.ts'

/** A standing is a small number in a word of its own. */
const STANDING_WORD = /^0x0{63}([0-3])$/

/**
 * The standing of each address, at a block; a payroll has as many as recipients.
 * @throws NETWORK_BAD_RESPONSE if an answer is no standing
 */
export async function readStandings(
  { rpc }: Pick<Chain, 'rpc'>,
  multisig: string,
  block: string,
  addresses: readonly string[],
): Promise<Standing[]> {
  const view = 'standingOf'
  const selector = selectorOf(view)
  const calls = addresses.map((one) => ({ view, data: selector + encodeAddress(one) }))
  const answers = await tryGraded({ rpc }, multisig, block, calls)
  return answers.map((answer) => {
    const [, digit] = STANDING_WORD.exec(resultOf<string>(answer)) ?? []
    if (digit === undefined) throw badResponse(rpc.urls[0] ?? '', view, 'no standing')
    return STANDINGS[Number(digit)] as Standing
  })
}
