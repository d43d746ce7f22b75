import { CATALOGUE, type CatalogueEntry, type ContractArtifact } from '../../artifacts/catalogue.ts'

const ENTRIES: Readonly<Record<string, CatalogueEntry>> = CATALOGUE

/** The contracts that `contract deploy` deploys. */
export const CONTRACT_NAMES: readonly string[] = Object.keys(ENTRIES).filter(
  (name) => ENTRIES[name]?.deployedBy === null,
)

/** The command that deploys a contract instead of `contract deploy`, if one does. */
export function commandThatDeploys(name: string): string | undefined {
  return entryOf(name)?.deployedBy ?? undefined
}

/** Undefined if capstan ships no contract of that name. */
export async function contractArtifact(name: string): Promise<ContractArtifact | undefined> {
  return entryOf(name)?.load()
}

/** All contracts that capstan ships. */
export function contractArtifacts(): Promise<ContractArtifact[]> {
  return Promise.all(Object.values(ENTRIES).map(({ load }) => load()))
}

function entryOf(name: string): CatalogueEntry | undefined {
  return Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined
}
