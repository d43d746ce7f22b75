// Generated from the names in src/contracts by src/scripts/contracts.mjs. Do not edit.

/** What the compiler leaves of a contract. */
export interface ContractArtifact {
  readonly contractName: string
  readonly abi: readonly unknown[]
  /** `0x` hex; the encoded constructor arguments follow it. */
  readonly bytecode: string
  /** `0x` hex, zero where the constructor writes an immutable. */
  readonly deployedBytecode: string
  /** Where each immutable is a word of the deployed bytecode, in bytes. */
  readonly immutableReferences: readonly (readonly number[])[]
}

/** A contract by the name that commands know it by. Its artifact is loaded when asked for. */
export interface CatalogueEntry {
  readonly contractName: string
  /** The command that deploys it; null for `contract deploy`. */
  readonly deployedBy: string | null
  readonly load: () => Promise<ContractArtifact>
}

export const CATALOGUE = {
  distributor: {
    contractName: 'MigrationDistributor',
    deployedBy: null,
    load: async () => (await import('./migration-distributor.ts')).migrationDistributor,
  },
  multisig: {
    contractName: 'GradedMultisig',
    deployedBy: 'capstan multisig create --member 0x…:WEIGHT --policy policy.yaml',
    load: async () => (await import('./graded-multisig.ts')).gradedMultisig,
  },
  spreader: {
    contractName: 'TokenSpreader',
    deployedBy: 'capstan devnet up',
    load: async () => (await import('./token-spreader.ts')).tokenSpreader,
  },
  'swap-lock': {
    contractName: 'SwapLock',
    deployedBy: null,
    load: async () => (await import('./swap-lock.ts')).swapLock,
  },
  'swap-release': {
    contractName: 'SwapRelease',
    deployedBy: null,
    load: async () => (await import('./swap-release.ts')).swapRelease,
  },
  token: {
    contractName: 'CyberMilesToken',
    deployedBy: 'capstan devnet up',
    load: async () => (await import('./cyber-miles-token.ts')).cyberMilesToken,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>

export type ContractName = keyof typeof CATALOGUE
