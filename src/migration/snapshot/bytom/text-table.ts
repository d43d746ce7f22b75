/** Repeated texts, each kept once and identified by its number. */
export class TextTable {
  readonly #texts: string[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    // A copy: a piece of a longer text would keep all of it in memory.
    const kept = Buffer.from(text, 'latin1').toString('latin1')
    this.#numbers.set(kept, this.#texts.length)
    return this.#texts.push(kept) - 1
  }

  textAt(number: number): string {
    return this.#texts[number] as string
  }
}
