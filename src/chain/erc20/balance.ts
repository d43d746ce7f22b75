import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { revertData } from '../decode/decode-revert.ts'
import type { BlockTag } from '../rpc/blocks.ts'
import { callAt } from '../rpc/calls.ts'
import { tokenCall } from './erc20.ts'
import { assetNotToken } from './erc20-errors.ts'

const WORD = /^0x[0-9a-f]{64}/i
const WORD_LENGTH = 66

/**
 * Base units of a token that `account` holds.
 * @throws ASSET_NOT_A_TOKEN
 */
export function tokenBalance(
  chain: Pick<Chain, 'rpc'>,
  token: string,
  account: string,
  at: BlockTag = 'latest',
): Promise<bigint> {
  return askAmount(chain, token, tokenCall('balanceOf', account), at)
}

/**
 * Base units that `spender` may take from `owner`.
 * @throws ASSET_NOT_A_TOKEN
 */
export function tokenAllowance(
  chain: Pick<Chain, 'rpc'>,
  token: string,
  owner: string,
  spender: string,
): Promise<bigint> {
  return askAmount(chain, token, tokenCall('allowance', owner, spender), 'latest')
}

async function askAmount(
  { rpc }: Pick<Chain, 'rpc'>,
  token: string,
  data: string,
  at: BlockTag,
): Promise<bigint> {
  const answer = await rpc.ask(callAt({ to: token, data }, at)).catch((error: unknown) => {
    throw isRpcError(error) && revertData(error) !== null ? assetNotToken(token, error) : error
  })
  if (!WORD.test(answer)) throw assetNotToken(token)
  return BigInt(answer.slice(0, WORD_LENGTH))
}
