import { isChecksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'

/** Terms that a binding must have to count in a campaign. */
export interface BindingTerms {
  /** Name of the campaign. */
  readonly campaign: string
  /** Digest of its snapshot, 64 lower-case hex characters. */
  readonly snapshot: string
  /** Id of the chain that pays. */
  readonly chainId: number
  /** Network of the holders' addresses. */
  readonly bytomNetwork: BytomNetwork
}

/** Statement of a holder: pay to `to` what `source` holds. */
export interface BindingStatement extends Omit<BindingTerms, 'bytomNetwork'> {
  /** Address of the holder on Bytom, as its text in lower case. */
  readonly source: string
  /** EIP-55. */
  readonly to: string
  /** From 1; the highest of a source counts. */
  readonly sequence: number
}

/** One signature below a statement. */
export interface BindingSignature {
  /** 32 bytes as hex. */
  readonly publicKey: string
  /** 64 bytes as hex. */
  readonly signature: string
}

/** A statement with the signatures of its source. */
export interface Binding extends BindingStatement {
  /** Script of an address of several keys, hex; null for that of one. */
  readonly script: string | null
  /** By different keys, in their order in the script. */
  readonly signatures: readonly BindingSignature[]
}

/** Identifies a statement within a campaign. */
export function bindingId({ source, sequence, to }: BindingStatement): string {
  return `${source} ${sequence} ${to}`
}

/**
 * The text that a holder signs, in its only form: a first line that says what it is for and six
 * more, joined by line feeds, none at the end, ASCII only.
 */
export function bindingMessage(statement: BindingStatement): string {
  const { campaign, snapshot, source, to, chainId, sequence } = statement
  return [
    'Capstan binding: pay what this address of Bytom holds to this EVM account.',
    `campaign: ${campaign}`,
    `snapshot: ${snapshot}`,
    `source: ${source}`,
    `destination: ${to}`,
    `chain id: ${chainId}`,
    `sequence: ${sequence}`,
  ].join('\n')
}

/** Whether a text is an account that can be paid, in EIP-55 form. */
export function isDestination(text: string): boolean {
  return isChecksumAddress(text) && text !== ZERO_ADDRESS
}

/** Ascending by source, then sequence, then destination. */
export function compareBindings(a: BindingStatement, b: BindingStatement): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1
  if (a.sequence !== b.sequence) return a.sequence - b.sequence
  if (a.to === b.to) return 0
  return a.to < b.to ? -1 : 1
}
