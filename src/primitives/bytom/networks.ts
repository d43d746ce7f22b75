/** How raw transactions are written and named: Bytom 1.x, Vapor, Bytom 2.0. */
export type BytomLedger = 'bytom' | 'vapor' | 'bytom2'

/**
 * The networks and the prefix of their addresses. A key has the same hash in each; only the prefix
 * differs. Vapor writes addresses of its main-chain side with the prefixes of Bytom 2.0.
 */
const NETWORKS = {
  mainnet: { prefix: 'bm', ledger: 'bytom' },
  testnet: { prefix: 'tm', ledger: 'bytom' },
  solonet: { prefix: 'sm', ledger: 'bytom' },
  'vapor-mainnet': { prefix: 'vp', ledger: 'vapor' },
  'vapor-testnet': { prefix: 'tp', ledger: 'vapor' },
  'vapor-solonet': { prefix: 'sp', ledger: 'vapor' },
  'bytom2-mainnet': { prefix: 'bn', ledger: 'bytom2' },
  'bytom2-testnet': { prefix: 'tn', ledger: 'bytom2' },
  'bytom2-solonet': { prefix: 'sn', ledger: 'bytom2' },
} as const satisfies Record<string, { prefix: string; ledger: BytomLedger }>

export type BytomNetwork = keyof typeof NETWORKS

export const BYTOM_NETWORKS = Object.keys(NETWORKS) as BytomNetwork[]

/** Before the `1` of an address: `bm`. */
export function addressPrefix(network: BytomNetwork): string {
  return NETWORKS[network].prefix
}

/** @param prefix in lower case. */
export function networkOfPrefix(prefix: string): BytomNetwork | undefined {
  return BYTOM_NETWORKS.find((network) => NETWORKS[network].prefix === prefix)
}

export function ledgerOf(network: BytomNetwork): BytomLedger {
  return NETWORKS[network].ledger
}
