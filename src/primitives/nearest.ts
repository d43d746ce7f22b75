/**
 * The candidate most like `text` by edit distance, if it is near enough to be a typing mistake
 * (at most a third of its length). Ties go to the first.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const distance = editDistance(text.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  const limit = Math.max(1, Math.floor(text.length / 3))
  return bestDistance <= limit ? best : undefined
}

/** Changed, missing and added letters, and neighbours that changed places; one row at a time. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? (beforeLast[j - 2] as number) + 1 : substitution
      current.push(
        Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, substitution, swap),
      )
    }
    beforeLast = previous
    previous = current
  }
  return previous[b.length] as number
}
