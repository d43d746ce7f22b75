import { CapstanError } from './capstan-error.ts'

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2}))?\s*(Z|z|[+-]\d{2}:\d{2}))?$/

/** Unix seconds as people and scripts read them: ISO 8601, UTC, to the second. */
export function formatInstant(unixSeconds: number | bigint): string {
  return new Date(Number(unixSeconds) * 1000).toISOString().replace('.000Z', 'Z')
}

/**
 * Reads a moment as ISO 8601 and YAML write it, to the second: `2027-06-30T00:00:00Z`, with any
 * offset from UTC, or a date alone, which is its midnight in UTC.
 * @returns Unix time in seconds.
 * @throws TIMESTAMP_INVALID without an offset too: a deadline must not depend on the machine.
 */
export function parseInstant(text: string): number {
  const match = TIMESTAMP.exec(text)
  if (!match) throw timestampInvalid(text)
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number]
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  // Date rolls 30 February over to March; a date that comes back changed does not exist.
  const exists =
    local.getUTCFullYear() === year &&
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    local.getUTCHours() === hour &&
    local.getUTCMinutes() === minute &&
    local.getUTCSeconds() === second
  if (!exists) throw timestampInvalid(text)
  return local.getTime() / 1000 - offsetSeconds(match[7] ?? 'Z')
}

function offsetSeconds(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number]
  return (offset.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}

function timestampInvalid(text: string): CapstanError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new CapstanError({
    code: 'TIMESTAMP_INVALID',
    kind: 'usage',
    message: `"${shown}" is not a time. Use for example 2027-06-30T00:00:00Z.`,
    details: { text: shown },
  })
}
