import type { NetworkProfile } from './network.ts'

/**
 * The networks capstan knows by name. None has an endpoint built in: which provider to trust with a
 * migration is the operator's decision, and a public one that is gone tomorrow helps nobody.
 *
 * Bytom 2.0 publishes no chain id for its EVM side that could be checked, so its profile is
 * complete only with the operator's own (`capstan network add bytom2 --chain-id …`).
 */
export const BUILTIN_NETWORKS: readonly NetworkProfile[] = [
  {
    name: 'devnet',
    chainId: 31337,
    rpcUrls: [],
    symbol: 'ETH',
    decimals: 18,
    confirmations: 1,
    finality: 'latest',
    eip1559: true,
    devnet: 'main',
  },
  {
    name: 'ethereum',
    chainId: 1,
    rpcUrls: [],
    symbol: 'ETH',
    decimals: 18,
    confirmations: 12,
    finality: 'finalized',
    eip1559: true,
    explorerUrl: 'https://etherscan.io',
  },
  {
    name: 'bsc',
    chainId: 56,
    rpcUrls: [],
    symbol: 'BNB',
    decimals: 18,
    confirmations: 15,
    finality: 'finalized',
    eip1559: true,
    explorerUrl: 'https://bscscan.com',
  },
  {
    name: 'bsc-testnet',
    chainId: 97,
    rpcUrls: [],
    symbol: 'tBNB',
    decimals: 18,
    confirmations: 5,
    finality: 'finalized',
    eip1559: true,
    explorerUrl: 'https://testnet.bscscan.com',
  },
  {
    name: 'bytom2',
    chainId: 0,
    rpcUrls: [],
    symbol: 'BTM',
    decimals: 18,
    confirmations: 12,
    finality: 'finalized',
    eip1559: false,
  },
  {
    // Tendermint: blocks are final at commit. Knows no EIP-1559 and no typed transactions.
    name: 'cybermiles',
    chainId: 18,
    rpcUrls: [],
    symbol: 'CMT',
    decimals: 18,
    confirmations: 1,
    finality: 'latest',
    eip1559: false,
  },
]
