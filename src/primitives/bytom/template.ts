import { canonicalJson } from '../canonical-json.ts'
import { fromBareHex, toBareHex } from './bare-hex.ts'
import { templateInvalid } from './bytom-errors.ts'
import { XPUB_BYTES } from './chainkd.ts'
import { SIGNATURE_BYTES } from './strict-signature.ts'

/** What a node's `build-transaction` answers: a raw transaction and who is to sign what of it. */
export interface Template {
  readonly rawTransaction: Uint8Array
  readonly instructions: readonly SigningInstruction[]
  /** What the node says it is, in neu. */
  readonly fee: number
  readonly allowAdditionalActions: boolean
}

export interface SigningInstruction {
  /** Of the input. */
  readonly position: number
  /** In the order of the input's arguments. */
  readonly components: readonly WitnessComponent[]
}

export type WitnessComponent = SignatureComponent | DataComponent

export interface SignatureComponent {
  readonly type: 'raw_tx_signature'
  /** How many signatures are needed. */
  readonly quorum: number
  readonly keys: readonly TemplateKey[]
  /** One for each key in their order; empty where it is missing. Null: nobody was asked yet. */
  readonly signatures: readonly Uint8Array[] | null
}

export interface DataComponent {
  readonly type: 'data'
  readonly value: Uint8Array
}

export interface TemplateKey {
  readonly rootXpub: Uint8Array
  /** Selectors of non-hardened steps. */
  readonly path: readonly Uint8Array[]
}

/**
 * Reads a template as strictly as a stranger's file: unknown members and components are refused.
 * @throws BYTOM_TEMPLATE_INVALID
 */
export function parseTemplate(text: string): Template {
  const file = members(parseJson(text), 'it', [
    'raw_transaction',
    'signing_instructions',
    'fee',
    'allow_additional_actions',
  ])
  const { fee, allow_additional_actions: allowAdditionalActions } = file
  if (!isCount(fee)) throw templateInvalid('its "fee" is not a whole number below 2^53')
  if (typeof allowAdditionalActions !== 'boolean') {
    throw templateInvalid('its "allow_additional_actions" is neither true nor false')
  }
  const instructions = list(file.signing_instructions, 'signing_instructions', parseInstruction)
  const positions = new Set(instructions.map(({ position }) => position))
  if (positions.size !== instructions.length) {
    throw templateInvalid('two of its instructions are for one input')
  }
  const rawTransaction = hex(file.raw_transaction, 'raw_transaction')
  return { rawTransaction, instructions, fee, allowAdditionalActions }
}

/** The template as nodes take it, as a canonical JSON text. */
export function encodeTemplate(template: Template): string {
  return canonicalJson({
    raw_transaction: toBareHex(template.rawTransaction),
    signing_instructions: template.instructions.map(({ position, components }) => ({
      position,
      witness_components: components.map(componentJson),
    })),
    fee: template.fee,
    allow_additional_actions: template.allowAdditionalActions,
  })
}

function componentJson(component: WitnessComponent): object {
  if (component.type === 'data') return { type: component.type, value: toBareHex(component.value) }
  const { type, quorum, keys, signatures } = component
  return {
    type,
    quorum,
    keys: keys.map(({ rootXpub, path }) => ({
      xpub: toBareHex(rootXpub),
      derivation_path: path.map(toBareHex),
    })),
    signatures: signatures?.map(toBareHex) ?? null,
  }
}

function parseInstruction(value: unknown): SigningInstruction {
  const instruction = members(value, 'an instruction', ['position', 'witness_components'])
  if (!isCount(instruction.position)) throw templateInvalid('a "position" is not a whole number')
  const components = list(instruction.witness_components, 'witness_components', parseComponent)
  return { position: instruction.position, components }
}

function parseComponent(value: unknown): WitnessComponent {
  const { type } = anyMembers(value, 'a witness component')
  if (type === 'data') {
    const component = members(value, 'a data component', ['type', 'value'])
    return { type, value: hex(component.value, 'value') }
  }
  if (type !== 'raw_tx_signature') {
    throw templateInvalid('a witness component is neither "raw_tx_signature" nor "data"')
  }
  const component = members(value, 'a signature component', SIGNATURE_MEMBERS)
  const keys = list(component.keys, 'keys', parseKey)
  const { quorum } = component
  if (!isCount(quorum) || quorum < 1 || quorum > keys.length) {
    throw templateInvalid('a "quorum" is not possible with its keys')
  }
  return { type, quorum, keys, signatures: parseSignatures(component.signatures, keys.length) }
}

const SIGNATURE_MEMBERS = ['type', 'quorum', 'keys', 'signatures']

function parseSignatures(value: unknown, keys: number): Uint8Array[] | null {
  if (value === null) return null
  const signatures = list(value, 'signatures', (signature) => hex(signature, 'signatures'))
  if (signatures.length !== keys)
    throw templateInvalid('it does not have one signature for each key')
  if (signatures.some(({ length }) => length !== 0 && length !== SIGNATURE_BYTES)) {
    throw templateInvalid('a signature is not 64 bytes')
  }
  return signatures
}

function parseKey(value: unknown): TemplateKey {
  const key = members(value, 'a key', ['xpub', 'derivation_path'])
  const rootXpub = hex(key.xpub, 'xpub')
  if (rootXpub.length !== XPUB_BYTES) throw templateInvalid('an "xpub" is not 64 bytes')
  const path = list(key.derivation_path, 'derivation_path', (step) => hex(step, 'derivation_path'))
  return { rootXpub, path }
}

type Members = Readonly<Record<string, unknown>>

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw templateInvalid('it is not JSON', cause)
  }
}

/** An object with exactly these members. */
function members(value: unknown, what: string, names: readonly string[]): Members {
  const object = anyMembers(value, what)
  const missing = names.find((name) => !Object.hasOwn(object, name))
  if (missing !== undefined) throw templateInvalid(`${what} lacks "${missing}"`)
  const unknown = Object.keys(object).find((name) => !names.includes(name))
  if (unknown !== undefined) throw templateInvalid(`${what} has the unknown member "${unknown}"`)
  return object
}

function anyMembers(value: unknown, what: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw templateInvalid(`${what} is not an object`)
}

function list<T>(value: unknown, name: string, parse: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw templateInvalid(`"${name}" is not a list`)
  return value.map(parse)
}

function hex(value: unknown, name: string): Uint8Array {
  const bytes = typeof value === 'string' ? fromBareHex(value) : undefined
  if (bytes === undefined) throw templateInvalid(`its "${name}" is not hex`)
  return bytes
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
