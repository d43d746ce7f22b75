import type { TypedDataTypes } from '../signer.ts'

/**
 * The type of a typed message as EIP-712 encodes it: its primary type, then what that refers to,
 * sorted by name. Undefined where no single primary type can be told.
 */
export function structType(types: TypedDataTypes): StructType | undefined {
  const names = Object.keys(types)
  const referred = new Set(names.flatMap((name) => referencesOf(types, name)))
  const [primaryType, another] = names.filter((name) => !referred.has(name))
  if (primaryType === undefined || another !== undefined) return undefined
  const others = names.filter((name) => name !== primaryType).sort()
  const encoded = [primaryType, ...others].map((name) => encoding(types, name)).join('')
  return { primaryType, encoded }
}

export interface StructType {
  readonly primaryType: string
  /** `Mail(Person from,string contents)Person(string name)` */
  readonly encoded: string
}

function encoding(types: TypedDataTypes, name: string): string {
  const fields = types[name] ?? []
  return `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`
}

function referencesOf(types: TypedDataTypes, name: string): string[] {
  const fields = types[name] ?? []
  return fields
    .map(({ type }) => type.replace(/\[.*$/, ''))
    .filter((type) => Object.hasOwn(types, type))
}
