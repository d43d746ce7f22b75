/** Passes results from their producers to one reader, in the order they finish. */
export class ResultQueue<T> {
  readonly #ready: T[] = []
  #ended = false
  #wake: (() => void) | undefined

  push(result: T): void {
    this.#ready.push(result)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      yield* this.#ready.splice(0)
      if (this.#ready.length > 0) continue
      if (this.#ended) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
