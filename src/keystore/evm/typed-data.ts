import { typedDataInvalid } from '../keystore-errors.ts'
import type { TypedDataDomain, TypedDataTypes } from '../signer.ts'

export interface TypedData {
  readonly domain: TypedDataDomain
  /** Without EIP712Domain, and only what the primary type reaches. */
  readonly types: TypedDataTypes
  readonly value: Record<string, unknown>
}

/** Members of a domain, in the order EIP-712 gives its type. */
const DOMAIN_MEMBERS = ['name', 'version', 'chainId', 'verifyingContract', 'salt'] as const

/**
 * Reads the JSON of `eth_signTypedData_v4`: types, primaryType, domain, message
 * (https://eips.ethereum.org/EIPS/eip-712). `file` names it in messages.
 * @throws TYPED_DATA_INVALID
 */
export function parseTypedData(text: string, file: string): TypedData {
  const fail: Fail = (reason, cause) => typedDataInvalid(file, reason, cause)
  const data = members(parseJson(text, fail), 'the file', fail)
  assertExactNumbers(data, 'it', fail)
  const { EIP712Domain: domainType, ...types } = parseTypes(data.types, fail)
  const domain = members(data.domain, '"domain"', fail)
  assertDomain(domain, domainType, fail)
  const primary = data.primaryType
  if (typeof primary !== 'string' || !Object.hasOwn(types, primary)) {
    throw fail('its "primaryType" is not one of its types')
  }
  return { domain, types: reached(types, primary), value: members(data.message, '"message"', fail) }
}

type Fail = (reason: string, cause?: unknown) => Error
type Members = Record<string, unknown>

function parseTypes(value: unknown, fail: Fail): TypedDataTypes {
  const types = members(value, '"types"', fail)
  return Object.fromEntries(
    Object.entries(types).map(([type, fields]) => {
      if (!Array.isArray(fields)) throw fail(`the type ${type} is not a list of fields`)
      return [type, fields.map((field) => parseField(field, type, fail))]
    }),
  )
}

function parseField(value: unknown, type: string, fail: Fail): { name: string; type: string } {
  const { name, type: fieldType } = members(value, `a field of ${type}`, fail)
  if (typeof name === 'string' && typeof fieldType === 'string') return { name, type: fieldType }
  throw fail(`a field of ${type} lacks its name or type`)
}

/**
 * The signature covers the domain's type as well. A declared one that is not the one its members
 * give would be hashed differently by other wallets.
 */
function assertDomain(
  domain: Members,
  declared: TypedDataTypes[string] | undefined,
  fail: Fail,
): void {
  const present = Object.keys(domain)
  const unknown = present.find((name) => !DOMAIN_MEMBERS.some((member) => member === name))
  if (unknown !== undefined) throw fail(`its domain has the unknown member "${unknown}"`)
  if (declared === undefined) return
  const expected = DOMAIN_MEMBERS.filter((member) => present.includes(member))
  if (declared.map(({ name }) => name).join() !== expected.join()) {
    throw fail('its EIP712Domain type does not list the members of its domain in their order')
  }
}

/** A number past 2^53 has already lost its last digits in JSON. */
function assertExactNumbers(value: unknown, at: string, fail: Fail): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw fail(`${at} is a number that JSON does not keep exactly; write it as a string`)
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) assertExactNumbers(member, `"${name}"`, fail)
}

function reached(types: TypedDataTypes, primary: string): TypedDataTypes {
  const found: TypedDataTypes = {}
  const visit = (type: string) => {
    const fields = types[type]
    if (fields === undefined || Object.hasOwn(found, type)) return
    found[type] = fields
    for (const field of fields) visit(field.type.replace(/\[.*$/, ''))
  }
  visit(primary)
  return found
}

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
}

function members(value: unknown, what: string, fail: Fail): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw fail(`${what} is not an object`)
}
