import { setTimeout as delay } from 'node:timers/promises'
import type { Stop } from '../../primitives/stop.ts'

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** A request to stop, by SIGTERM or the end of the terminal; work in progress finishes first. */
export function untilStopped(): Stop {
  const wish = new AbortController()
  for (const signal of SIGNALS) process.once(signal, () => wish.abort())
  return {
    get isWished() {
      return wish.signal.aborted
    },
    async pause(milliseconds) {
      await delay(milliseconds, undefined, { signal: wish.signal }).catch(() => undefined)
    },
  }
}
