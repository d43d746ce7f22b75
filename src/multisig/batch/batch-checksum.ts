import { keccak256Hex } from '../../primitives/keccak.ts'

/**
 * The checksum of a Transaction Builder file: keccak256 of its members in a serialisation of its
 * own, without the checksum and the name (safe-global/safe-react-apps, apps/tx-builder,
 * lib/checksum.ts).
 */
export function batchChecksum(file: { readonly meta: object }): string {
  const { checksum: _, ...meta } = file.meta as Record<string, unknown>
  const text = serialized({ ...file, meta: { ...meta, name: null } })
  return keccak256Hex(Buffer.from(text, 'utf8'))
}

/** Keys sorted and named first; a comma behind every value of an object. */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  const values = keys.map((key) => `${serialized((value as Record<string, unknown>)[key])},`)
  return `{${JSON.stringify(keys)}${values.join('')}}`
}
