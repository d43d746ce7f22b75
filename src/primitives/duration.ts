import { CapstanError } from './capstan-error.ts'

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  w: 604_800,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
}
const DURATION = /^(?:[0-9]{1,9}[wdhms])+$/

/**
 * Reads a duration such as `7d`, `36h` or `1d12h`: weeks, days, hours, minutes, seconds.
 * @returns seconds.
 * @throws DURATION_INVALID naming `what`.
 */
export function parseDuration(text: string, what = 'duration'): number {
  if (!DURATION.test(text)) {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
    throw new CapstanError({
      code: 'DURATION_INVALID',
      kind: 'usage',
      message: `The ${what} "${shown}" is not a duration. Use for example "7d", "36h" or "1d12h".`,
      details: { what, text: shown },
    })
  }
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/([0-9]+)([wdhms])/g)) {
    seconds += Number(count) * (UNIT_SECONDS[unit as string] as number)
  }
  return seconds
}

/** Prints seconds in the largest units that are exact: `1d12h`, `0s`. Weeks are not used. */
export function formatDuration(seconds: number): string {
  let rest = seconds
  const parts = ['d', 'h', 'm', 's'].flatMap((unit) => {
    const size = UNIT_SECONDS[unit] as number
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [`${count}${unit}`]
  })
  return parts.length === 0 ? '0s' : parts.join('')
}
