import { readFileSync } from 'node:fs'
import { writeCampaign } from './campaigns.ts'
import type { TestChain } from './chain.ts'
import { deployCmt, type Holding } from './cmt-holders.ts'
import { sharedFixture } from './shared-fixtures.ts'

/** The second account of every development node, which capstan knows as the key dev1. */
const DEV1 = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** The genesis allocation that the CyberMiles swap of October 2018 ended in. */
export function realHolders(): Holding[] {
  const lines = readFileSync(sharedFixture('cybermiles', 'mainnet-genesis-alloc.csv'), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [address, wei] = line.split(',') as [string, string]
      return { address: `0x${address}`, baseUnits: BigInt(wei) }
    })
}

/** A campaign of these holders, which dev1 has the money to pay. Returns its folder. */
export async function realCampaign(
  chain: TestChain,
  folder: string,
  holdings: readonly Holding[],
): Promise<string> {
  const { token, block } = await deployCmt(chain, holdings)
  const supply = holdings.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
  await chain.request('anvil_setBalance', [DEV1, `0x${(2n * supply).toString(16)}`])
  return writeCampaign(folder, campaignOf(token, block))
}

function campaignOf(token: string, block: number): string {
  return `format: capstan/campaign@1
name: cmt-mainnet
source:
  kind: erc20
  network: devnet
  token: "${token}"
  block: ${block}
target:
  network: devnet
  asset: native
  mode: push
  batchSize: 256
  claimUntil: 2099-01-01T00:00:00Z
  remainderTo: "0x4444444444444444444444444444444444444444"
`
}
