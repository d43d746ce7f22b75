import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Cuts a stream into groups of at most `size` without waiting for a full group: a slow source is not
 * held back, and a fast one is served in bulk.
 */
export async function* groupsOf<T>(
  source: AsyncIterable<T> | Iterable<T>,
  size: number,
): AsyncGenerator<T[]> {
  const iterator = iterate(source)
  let next = iterator.next()
  try {
    for (;;) {
      const first = await next
      if (first.done) return
      const group = [first.value]
      next = iterator.next()
      while (group.length < size) {
        const more = await atHand(next)
        if (!more || more.done) break
        group.push(more.value)
        next = iterator.next()
      }
      yield group
    }
  } finally {
    await iterator.return(undefined)
  }
}

async function* iterate<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* source
}

/** The value of the promise if it settles by the next turn of the event loop. */
function atHand<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, nextTurn(undefined)])
}
