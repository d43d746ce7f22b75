import type { NetworkProfile } from './network.ts'

/** What is known of a network. The chain id is null if it must still be given. */
export interface NetworkDefinition extends Omit<NetworkProfile, 'chainId' | 'devnet'> {
  readonly chainId: number | null
}

/** Default values for an unknown network. */
export const NETWORK_DEFAULTS = {
  symbol: 'ETH',
  decimals: 18,
  confirmations: 12,
  finality: 'finalized',
  eip1559: true,
} as const

/**
 * The built-in networks. Endpoints are only those that a chain's own documentation names; if there are
 * none, operators add theirs.
 */
export const BUILT_IN_NETWORKS: readonly NetworkDefinition[] = [
  {
    // docs.bnbchain.org, "JSON-RPC Endpoint". eth_getLogs is off at its mainnet endpoints.
    ...NETWORK_DEFAULTS,
    name: 'bsc',
    chainId: 56,
    rpcUrls: [
      'https://bsc-dataseed.bnbchain.org',
      'https://bsc-dataseed-public.bnbchain.org',
      'https://bsc-dataseed.nariox.org',
    ],
    symbol: 'BNB',
    explorerUrl: 'https://bscscan.com',
  },
  {
    ...NETWORK_DEFAULTS,
    name: 'bsc-testnet',
    chainId: 97,
    rpcUrls: ['https://bsc-testnet-dataseed.bnbchain.org', 'https://bsc-testnet.bnbchain.org'],
    symbol: 'tBNB',
    explorerUrl: 'https://testnet.bscscan.com',
  },
  {
    // The EVM side of Bytom 2.0; no source for its chain id is known, so it must be given.
    ...NETWORK_DEFAULTS,
    name: 'bytom2',
    chainId: null,
    rpcUrls: [],
    symbol: 'BTM',
  },
  {
    // CyberMiles 2.0 keeps network id 18, which a test network of another chain uses too: an
    // endpoint must never be looked up by this number. Its EVM is older than EIP-1559.
    ...NETWORK_DEFAULTS,
    name: 'cybermiles',
    chainId: 18,
    rpcUrls: [],
    symbol: 'CMT',
    finality: 'latest',
    eip1559: false,
  },
  {
    ...NETWORK_DEFAULTS,
    name: 'ethereum',
    chainId: 1,
    rpcUrls: [],
    explorerUrl: 'https://etherscan.io',
  },
]
