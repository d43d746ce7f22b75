type Json =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Anything made of plain objects, arrays, strings, safe integers, booleans, null and bigint. */
export type CanonicalValue = Json | object

/**
 * The one JSON text capstan writes for a value: keys sorted by code unit, two spaces, a newline at
 * the end. A bigint becomes a decimal string; keys whose value is undefined are left out.
 * @throws TypeError for fractions, unsafe integers and anything that is not plain data: two
 * machines could print those differently.
 */
export function canonicalJson(value: CanonicalValue): string {
  return `${JSON.stringify(canonical(value), null, 2)}\n`
}

/** The same in one line, with nothing between its parts and no newline. @throws TypeError */
export function canonicalLine(value: CanonicalValue): string {
  return JSON.stringify(canonical(value))
}

function canonical(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} has no canonical JSON form`)
    return value
  }
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value === 'object' && isPlain(value)) {
    const members = value as Readonly<Record<string, unknown>>
    const sorted: Record<string, unknown> = {}
    for (const key of Object.keys(members).sort()) {
      const member = members[key]
      if (member === undefined) continue
      if (key === '__proto__') defineOwn(sorted, key, canonical(member))
      else sorted[key] = canonical(member)
    }
    return sorted
  }
  throw new TypeError(`A value of type ${typeof value} has no canonical JSON form`)
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An assignment to this name would set the prototype. */
function defineOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true })
}
