import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './capstan.ts'
import { sharedFixture } from './shared-fixtures.ts'

/** The parts of `vectors.json` that tests read. Integers of 16 digits and more are strings. */
export interface BytomVectors {
  readonly varint: readonly { value: string; hex: string }[]
  readonly decode_address: readonly {
    address: string
    network: string
    valid: boolean
    hash?: string
  }[]
  readonly mnemonic_to_root: readonly {
    mnemonic: string
    seed: string
    root_xprv: string
    root_xpub: string
  }[]
  readonly child_derivation: readonly {
    root: number
    selector: string
    hardened: boolean
    child_xprv: string
    child_xpub: string
    child_xpub_from_xpub?: string
    expanded_private_key: string
  }[]
  readonly bip44_paths: readonly {
    root: number
    path: readonly string[]
    addresses: Readonly<Record<string, string>>
    control_program: string
    public_key: string
    ripemd160: string
    xprv: string
    xpub: string
    xpub_derived_from_root_xpub: string
  }[]
  readonly multisig_p2wsh: readonly {
    path: readonly string[]
    quorum: number
    public_keys: readonly string[]
    root_xpubs_in_account_order: readonly string[]
    addresses: Readonly<Record<string, string>>
    control_program: string
    script: string
    sha3_256: string
  }[]
  readonly sign_verify: readonly {
    xprv: string
    xpub: string
    message_hex: string
    signature: string
  }[]
  readonly sign_message_and_verify_message: readonly MessageCase[]
  readonly wallet_keys_of_the_solonet: Readonly<
    Record<string, { xpub: string; mnemonic: string; password: string }>
  >
  readonly transactions: readonly TransactionCase[]
}

export interface MessageCase {
  readonly endpoint: 'sign-message' | 'verify-message'
  readonly note?: string
  readonly http_status: number
  readonly request: {
    address: string
    message: string
    derived_xpub?: string
    signature?: string
    password?: string
  }
  readonly response: {
    status: string
    data?: { result?: boolean; signature?: string; derived_xpub?: string }
  }
}

export interface TemplateJson {
  readonly raw_transaction: string
  readonly signing_instructions: readonly object[]
  readonly fee: number
}

export interface TransactionCase {
  readonly label: string
  readonly inputs: readonly {
    type: string
    amount: number | string
    asset_id: string
    control_program?: string
    input_id: string
    sign_hash: string
    spent_output_id?: string
    signed_arguments: readonly string[] | null
  }[]
  readonly outputs: readonly {
    type: string
    id: string
    amount: number | string
    asset_id: string
    control_program: string
  }[]
  readonly mux_id: string
  readonly tx_id: string
  readonly time_range: number
  readonly signed_raw: string
  readonly template: TemplateJson
  readonly signed_template?: TemplateJson
  readonly sign_steps?: readonly {
    password: string
    response: { transaction: TemplateJson; sign_complete: boolean }
  }[]
}

export interface VaporTransactionCase {
  readonly label: string
  readonly template: TemplateJson
  readonly signed?: TemplateJson
  readonly locally_signed_raw_transaction?: string
  readonly sign_hashes?: readonly string[]
  readonly tx_id: string
}

/** The selection kept in this repository. */
export function selectedVectors(): BytomVectors {
  return read(bytomFixture('vectors.json'))
}

/** All that were captured; see `sharedFixturesMissing`. */
export function sharedVectors(): BytomVectors {
  return read(sharedFixture('bytom', 'vectors.json'))
}

export function selectedVaporTransactions(): VaporTransactionCase[] {
  return casesOf(bytomFixture('vapor-transactions.json'))
}

export function sharedVaporTransactions(): VaporTransactionCase[] {
  return ['unmodified', 'short-lock'].flatMap((run) =>
    casesOf(sharedFixture('vapor', run, 'transactions.json')),
  )
}

export function bytomFixture(name: string): string {
  return join(projectRoot, 'test', 'fixtures', 'bytom', name)
}

export function unhex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

export function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex')
}

function casesOf(path: string): VaporTransactionCase[] {
  const file = read<Record<string, VaporTransactionCase[]>>(path)
  return [...(file.signed_by_node ?? []), ...(file.signed_locally ?? [])]
}

function read<T>(path: string): T {
  const text = readFileSync(path, 'utf8')
  return JSON.parse(text.replace(/(:\s*)(\d{16,})(?=\s*[,}\]])/g, '$1"$2"')) as T
}
