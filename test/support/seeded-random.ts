/**
 * Numbers from 0 up to 1, the same after the same seed. It is printed, and CAPSTAN_TEST_SEED
 * repeats it.
 */
export function seededRandom(what: string): () => number {
  const given = process.env.CAPSTAN_TEST_SEED
  let state = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given)
  process.stdout.write(`${what}: CAPSTAN_TEST_SEED=${state}\n`)
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
