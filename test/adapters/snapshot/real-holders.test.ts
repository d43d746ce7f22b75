import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Interface } from 'ethers'
import { expect, it } from 'vitest'
import { cyberMilesToken } from '../../../src/artifacts/cyber-miles-token.ts'
import { tokenSpreader } from '../../../src/artifacts/token-spreader.ts'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { sha256Hex } from '../../../src/primitives/digest.ts'
import { startChain, type TestChain } from '../../support/chain.ts'
import { sharedFixture, sharedFixturesMissing } from '../../support/shared-fixtures.ts'
import { campaignFolder, connect, erc20Source } from '../../support/snapshot.ts'

/** Of the allocation that CyberMiles began with, canonical: `address,wei` lines without 0x. */
const REAL_DIGEST = '3d980a5d38e4f947d1e0f4184247b1881e3531620f9bbed63fac467c1328e197'
const TRANSFERS_A_BLOCK = 500

it.skipIf(sharedFixturesMissing)(
  'finds the 22,035 real holders of CMT to the unit',
  async () => {
    const chain = await startChain({ args: ['--gas-limit', '100000000'] })
    const lines = (await readFile(sharedFixture('cybermiles/mainnet-genesis-alloc.csv'), 'utf8'))
      .trimEnd()
      .split('\n')
    const token = await spreadToken(
      chain,
      lines.map((line) => line.split(',') as [string, string]),
    )
    const directory = await campaignFolder()
    const { snapshot } = await takeSnapshot(
      { chain: () => connect(chain.rpcUrl) },
      erc20Source(token, 'finalized'),
      { directory },
    )

    expect(snapshot).toMatchObject({ holders: 22_035, totalBaseUnits: 10n ** 27n })
    const csv = await readFile(join(directory, 'out/snapshot.csv'), 'utf8')
    const canonical = csv.slice(csv.indexOf('\n') + 1).replaceAll('0x', '')
    expect(sha256Hex(canonical)).toBe(REAL_DIGEST)
  },
  120_000,
)

/** Gives every holder the amount by a real transfer. */
async function spreadToken(
  chain: TestChain,
  holders: readonly (readonly [address: string, amount: string])[],
): Promise<string> {
  const [from = ''] = await chain.request<string[]>('eth_accounts')
  await chain.request('evm_setAutomine', [false])
  const send = async (to: string | undefined, data: string) => {
    const transaction = { from, to, data, gas: '0x5000000' }
    const hash = await chain.request<string>('eth_sendTransaction', [transaction])
    await chain.request('evm_mine')
    const receipt = await chain.request<{ status: string; contractAddress: string }>(
      'eth_getTransactionReceipt',
      [hash],
    )
    expect(receipt.status).toBe('0x1')
    return receipt.contractAddress
  }
  const token = await send(undefined, cyberMilesToken.bytecode)
  const spreader = await send(undefined, tokenSpreader.bytecode)
  const abi = new Interface(cyberMilesToken.abi)
  await send(token, abi.encodeFunctionData('approve', [spreader, 2n ** 255n]))
  // The deployer is none of the holders: the last transfer empties it.
  for (let at = 0; at < holders.length; at += TRANSFERS_A_BLOCK) {
    const rows = holders
      .slice(at, at + TRANSFERS_A_BLOCK)
      .map(([address, amount]) => packed(BigInt(`0x${address}`), BigInt(amount)))
    const spread = new Interface(tokenSpreader.abi)
    await send(spreader, spread.encodeFunctionData('spread', [token, rows]))
  }
  return token
}

/** `address (160 bits) ‖ amount (96 bits)`; 10^27 fits. */
function packed(address: bigint, amount: bigint): string {
  return `0x${((address << 96n) | amount).toString(16).padStart(64, '0')}`
}
