import type { TestChain } from './chain.ts'
import { CmtToken } from './cmt-token.ts'

const CMT = 10n ** 18n
const TRANSFERS_A_BLOCK = 200

export interface Holding {
  /** `0x`, any case. */
  readonly address: string
  readonly baseUnits: bigint
}

/**
 * A token that behaves like the real CMT, held by exactly these accounts, paused. They got it by
 * real transfers with detours (back and forth, to themselves, of nothing, by allowance), so that a
 * replay has something to go wrong with. Returns the token and the block of the pause.
 */
export async function deployCmt(
  chain: TestChain,
  holdings: readonly Holding[],
): Promise<{ token: string; block: number }> {
  const cmt = await CmtToken.deploy(chain)
  const { deployer } = cmt
  const [, wanderer = '', agent = ''] = await chain.request<string[]>('eth_accounts')
  await cmt.transferAll([
    { from: deployer, to: wanderer, value: 5n * CMT },
    { from: wanderer, to: wanderer, value: CMT },
    { from: wanderer, to: deployer, value: 0n },
  ])
  await cmt.approve(wanderer, agent, CMT)
  await cmt.transferAll([{ from: wanderer, to: agent, value: CMT, spender: agent }])
  await cmt.transferAll([
    { from: agent, to: wanderer, value: CMT },
    { from: deployer, to: wanderer, value: 0n, spender: agent },
  ])
  await cmt.transferAll([{ from: wanderer, to: deployer, value: 5n * CMT }])
  await cmt.transferAll(
    holdings.map(({ address, baseUnits }) => ({ from: deployer, to: address, value: baseUnits })),
    TRANSFERS_A_BLOCK,
  )
  await cmt.pause()
  await chain.request('evm_setAutomine', [true])
  return { token: cmt.address, block: Number(await chain.request('eth_blockNumber')) }
}
