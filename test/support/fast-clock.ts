import type { Clock } from '../../src/primitives/clock.ts'

/** A clock whose sleepers wake at once; `slept` says for how long they would have. */
export function fastClock(): Clock & { slept: number[] } {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      now += milliseconds
    },
  }
}
