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

/** The contracts of `contract deploy NAME`, each loaded when it is asked for. */
const CATALOGUE: Readonly<Record<string, () => Promise<ContractArtifact>>> = {
  distributor: async () =>
    (await import('../../artifacts/migration-distributor.ts')).migrationDistributor,
  'swap-lock': async () => (await import('../../artifacts/swap-lock.ts')).swapLock,
  'swap-release': async () => (await import('../../artifacts/swap-release.ts')).swapRelease,
}

export const CONTRACT_NAMES: readonly string[] = Object.keys(CATALOGUE)

/** Contracts whose terms are more than single values: what deploys each of them. */
const DEPLOYED_BY: Readonly<Record<string, string>> = {
  multisig: 'capstan multisig create --member 0x…:WEIGHT --policy policy.yaml',
}

/** The command that deploys a contract instead of `contract deploy`; undefined where none does. */
export function commandThatDeploys(name: string): string | undefined {
  return Object.hasOwn(DEPLOYED_BY, name) ? DEPLOYED_BY[name] : undefined
}

/** Undefined when `contract deploy` has no contract of that name. */
export async function contractArtifact(name: string): Promise<ContractArtifact | undefined> {
  return Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name]?.() : undefined
}
