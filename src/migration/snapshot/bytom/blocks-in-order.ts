/** Requests that wait for their answers at the same time. */
export const IN_FLIGHT = 32

/**
 * Asks for blocks `from` to `to`, several at a time, and yields the answers in order. A failure is
 * thrown when its turn comes.
 */
export async function* blocksInOrder<Answer>(
  ask: (height: number) => Promise<Answer>,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Answer> {
  const asked: Promise<Answer>[] = []
  for (let next = from; next <= to || asked.length > 0; ) {
    while (next <= to && asked.length < IN_FLIGHT) {
      const answer = ask(next++)
      // Until its turn a failure must not count as unhandled.
      answer.catch(() => undefined)
      asked.push(answer)
    }
    yield (await asked.shift()) as Answer
  }
}
