// A process of its own that takes a snapshot, to be killed.

import { connectChain } from '../../src/chain/chain.ts'
import type { Erc20Source } from '../../src/migration/campaign/campaign.ts'
import { takeSnapshot } from '../../src/migration/snapshot/take-snapshot.ts'

const [rpcUrl = '', token = '', block = '', directory = ''] = process.argv.slice(2)

const chain = await connectChain({
  name: 'test',
  chainId: 31337,
  rpcUrls: [rpcUrl],
  symbol: 'ETH',
  decimals: 18,
  confirmations: 1,
  finality: 'latest',
  eip1559: true,
})
const source: Erc20Source = {
  kind: 'erc20',
  network: 'test',
  rpcUrls: [],
  token,
  block: Number(block),
  fromBlock: null,
  verify: 'all',
}
await takeSnapshot({ chain: () => Promise.resolve(chain) }, source, { directory })
chain.rpc.close()
