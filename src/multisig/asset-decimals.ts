import type { Chain } from '../chain/chain.ts'
import { type AssetUnit, readAssets } from '../chain/erc20/facts.ts'
import { CapstanError } from '../primitives/capstan-error.ts'

/** Symbol and decimals of an asset. @throws ASSET_DECIMALS_UNKNOWN */
export async function assetDecimals(chain: Chain, asset: string): Promise<AssetUnit> {
  const found = (await readAssets(chain, [asset])).find((one) => one.asset === asset)
  if (found) return found
  throw new CapstanError({
    code: 'ASSET_DECIMALS_UNKNOWN',
    kind: 'refused',
    message: `The decimals of ${asset} are unknown, so its amounts cannot be read.`,
    details: { asset },
    suggestions: ['Give the amount in base units: --call "transfer(address,uint256)" TO AMOUNT'],
  })
}
