import { type Binding, type BindingTerms, bindingId, compareBindings } from './binding.ts'
import { bindingConflict } from './binding-errors.ts'
import { checkBinding } from './check-binding.ts'
import { inScriptOrder } from './source.ts'

/** Outcome of adding a valid binding. */
export type Addition =
  /** Signed by all required keys. */
  | { readonly status: 'accepted' | 'duplicate' }
  /** Kept until the other keys have signed. */
  | { readonly status: 'incomplete'; readonly missing: number }

/**
 * The bindings of a campaign. It only grows: lower sequences stay as history,
 * so the order in which bindings arrive does not matter.
 */
export class BindingBook {
  readonly #terms: BindingTerms
  readonly #bySource = new Map<string, Map<number, Binding>>()
  readonly #unsigned = new Map<string, Binding>()
  #isChanged = false

  /** @param unsigned bindings that still miss signatures. */
  constructor(terms: BindingTerms, bound: Iterable<Binding>, unsigned: Iterable<Binding>) {
    this.#terms = terms
    for (const binding of bound) this.#keep(binding)
    for (const binding of unsigned) {
      if (!this.#kept(binding)) this.#unsigned.set(bindingId(binding), binding)
    }
  }

  /** Whether anything was added since the start. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  /** Ascending by source, then sequence. */
  bound(): Binding[] {
    return [...this.#bySource.values()].flatMap((each) => [...each.values()]).sort(compareBindings)
  }

  /** Ascending by source, then sequence, then destination. */
  unsigned(): Binding[] {
    return [...this.#unsigned.values()].sort(compareBindings)
  }

  /** The binding of a source that counts. */
  latest(source: string): Binding | undefined {
    let latest: Binding | undefined
    for (const binding of this.#bySource.get(source)?.values() ?? []) {
      if (latest === undefined || binding.sequence > latest.sequence) latest = binding
    }
    return latest
  }

  /**
   * Adds a checked binding, together with its earlier signatures.
   * @param missing number of signatures that it still needs.
   * @throws BINDING_CONFLICT if its source bound another account with the same sequence; and as
   * `checkBinding` does.
   */
  add(binding: Binding, missing: number): Addition {
    const kept = this.#kept(binding)
    if (kept?.to === binding.to) return { status: 'duplicate' }
    if (kept) throw bindingConflict(binding, kept.to)
    const id = bindingId(binding)
    const earlier = this.#unsigned.get(id)
    if (earlier === undefined) return this.#take(id, binding, missing)
    const all = [...earlier.signatures, ...binding.signatures]
    const joined = { ...binding, signatures: inScriptOrder(binding.script, all) }
    // Checked as a whole: the earlier signatures come from a file.
    return this.#take(id, joined, checkBinding(joined, this.#terms).missing, earlier)
  }

  #take(id: string, binding: Binding, missing: number, earlier?: Binding): Addition {
    this.#isChanged ||= missing === 0 || binding.signatures.length !== earlier?.signatures.length
    if (missing > 0) {
      this.#unsigned.set(id, binding)
      return { status: 'incomplete', missing }
    }
    this.#unsigned.delete(id)
    this.#keep(binding)
    return { status: 'accepted' }
  }

  #kept({ source, sequence }: Binding): Binding | undefined {
    return this.#bySource.get(source)?.get(sequence)
  }

  #keep(binding: Binding): void {
    const bySequence = this.#bySource.get(binding.source)
    if (bySequence) bySequence.set(binding.sequence, binding)
    else this.#bySource.set(binding.source, new Map([[binding.sequence, binding]]))
  }
}
