/** Deeper than any real definition; Go reads no deeper than ten thousand. */
const MAX_DEPTH = 1000

/** What Go writes as its number and `JSON.stringify` does not. */
const NUMBERED_BY_GO = /[<>&\u2028\u2029]/g

/**
 * The definition of an asset as Bytom wallets write it, the bytes that its id is a hash of: Go's
 * `json.MarshalIndent` with two spaces, which sorts keys by their bytes.
 * @returns undefined for text that no wallet wrote: not JSON, or nested too deeply.
 */
export function definitionText(json: string): string | undefined {
  try {
    return written(JSON.parse(json), 0)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

function written(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  if (depth === MAX_DEPTH) throw new RangeError('nested too deeply')
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((item) => written(item, depth + 1))
    : Object.entries(value)
        .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .map(([key, member]) => `${scalar(key)}: ${written(member, depth + 1)}`)
  const [open, close] = isList ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  const indent = `\n${'  '.repeat(depth)}`
  return `${open}${parts.map((part) => `${indent}  ${part}`).join(',')}${indent}${close}`
}

function scalar(value: unknown): string {
  return JSON.stringify(value).replace(
    NUMBERED_BY_GO,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
