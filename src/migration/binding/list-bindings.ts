import { CapstanError } from '../../primitives/capstan-error.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import type { Binding, BindingTerms } from './binding.ts'
import { readBook } from './binding-files.ts'
import { checkBinding } from './check-binding.ts'

export interface ListedBinding extends Pick<Binding, 'source' | 'to' | 'sequence'> {
  /** Whether every signature is valid and none is missing. */
  readonly valid: boolean
  /** Whether a higher sequence of the same source counts instead. */
  readonly superseded: boolean
  /** Number of missing signatures; null if one is invalid. */
  readonly missing: number | null
}

export interface BindingList {
  /** Ascending by source, then sequence; incomplete ones last. */
  readonly bindings: readonly ListedBinding[]
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null if there is none. */
  readonly digest: string | null
}

/** Every binding of a campaign, each with its signatures verified. @throws BINDINGS_INVALID */
export async function listBindings(
  files: CampaignFiles,
  terms: BindingTerms,
): Promise<BindingList> {
  const { book, digest } = await readBook(files, terms)
  const listed = [...book.bound(), ...book.unsigned()].map((binding) => {
    const { source, to, sequence } = binding
    const missing = missingOf(binding, terms)
    const latest = book.latest(source)?.sequence ?? 0
    return { source, to, sequence, missing, valid: missing === 0, superseded: sequence < latest }
  })
  return { bindings: listed, digest }
}

function missingOf(binding: Binding, terms: BindingTerms): number | null {
  try {
    return checkBinding(binding, terms).missing
  } catch (error) {
    if (error instanceof CapstanError) return null
    throw error
  }
}
