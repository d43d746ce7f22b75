import type { Chain } from '../chain/chain.ts'
import { type AssetUnit, readAssets } from '../chain/erc20/facts.ts'
import { CapstanError } from '../primitives/capstan-error.ts'

/** How amounts of an asset are written. @throws ASSET_DECIMALS_UNKNOWN for what says none */
export async function assetDecimals(chain: Chain, asset: string): Promise<AssetUnit> {
  const found = (await readAssets(chain, [asset])).find((one) => one.asset === asset)
  if (found) return found
  throw new CapstanError({
    code: 'ASSET_DECIMALS_UNKNOWN',
    kind: 'refused',
    message: `${asset} does not say how many decimals it has, so no amount of it can be read.`,
    details: { asset },
    suggestions: ['Give the amount in base units: --call "transfer(address,uint256)" TO AMOUNT'],
  })
}
