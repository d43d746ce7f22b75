import { readTokenFacts } from '../chain/erc20/facts.ts'
import type { AmountUnit } from '../primitives/amount-text.ts'
import type { Swap } from './swap.ts'

/** Units of the amounts on both sides. */
export interface SwapUnits {
  readonly locked: AmountUnit
  readonly paid: AmountUnit
}

/** @param token that is locked. @param asset that is paid: `native`, or the address of a token. */
export async function swapUnits(
  { source, target }: Pick<Swap, 'source' | 'target'>,
  { token, asset }: { readonly token: string; readonly asset: string },
): Promise<SwapUnits> {
  const { network, rpc } = target.chain
  return {
    locked: await readTokenFacts(source.chain.rpc, token, 'latest'),
    paid: asset === 'native' ? network : await readTokenFacts(rpc, asset, 'latest'),
  }
}
