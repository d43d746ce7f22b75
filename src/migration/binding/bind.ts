import type { BytomSigner } from '../../keystore/bytom-keys/bytom-signer.ts'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { programOfAddress } from '../../primitives/bytom/bytom-address.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import {
  type Binding,
  type BindingStatement,
  type BindingTerms,
  bindingMessage,
} from './binding.ts'
import { bindingNotOfHolder, bindingOutMissing } from './binding-errors.ts'
import { readBook } from './binding-files.ts'
import { BINDING } from './binding-line.ts'
import { bindingStatement, type StatementInput } from './binding-statement.ts'
import { checkBinding } from './check-binding.ts'
import { heldPrograms } from './held-programs.ts'
import { type ImportStatus, importBindings } from './import-bindings.ts'
import { type NodeAnswers, readAnswers, signStatement } from './sign-binding.ts'
import { type SignMessageRequest, signRequests } from './sign-request.ts'
import { inScriptOrder, parseSource, type Source } from './source.ts'

export interface BindInput extends StatementInput, NodeAnswers {
  /** Address of the holder. */
  readonly source: string
  /** Hex, if the source has several keys. */
  readonly script: string | null
  /** The stored key that signs. */
  readonly signer?: BytomSigner | undefined
  /** Path of that key, if the source is not near the address of the key. */
  readonly path?: string | undefined
  /** File for the binding, instead of the campaign. */
  readonly out?: string | undefined
}

/** The terms of a binding, and the files of the campaign if they are at hand. */
export interface BindingPlace {
  readonly terms: BindingTerms
  readonly files?: CampaignFiles | undefined
}

export interface Bound {
  readonly statement: BindingStatement
  /** The text that is signed. */
  readonly message: string
  /** Hex. */
  readonly script: string | null
  /** Number of missing signatures; null while there is none at all. */
  readonly missing: number | null
  /** Requests to the holder's node; empty once someone has signed. */
  readonly requests: readonly SignMessageRequest[]
  /** File with the binding, absolute or as named; null while there is none. */
  readonly file: string | null
  /** Outcome in the campaign; null if the binding is in a file of its own. */
  readonly status: Exclude<ImportStatus, 'refused'> | null
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null if it was not written. */
  readonly digest: string | null
}

/**
 * Binds a Bytom holder to an account of the target, with a stored key or with the answer of the
 * holder's node; without either, returns the requests for that node.
 * @throws BINDING_SOURCE_INVALID, BINDING_NOT_OF_HOLDER, BINDING_CONFLICT, BINDING_OUT_MISSING; as
 * `bindingStatement`, `signStatement`, `readAnswers` and `checkBinding` do.
 */
export async function bind(place: BindingPlace, input: BindInput): Promise<Bound> {
  const { terms, files } = place
  const source = parseSource(input.source, terms)
  if (files) await assertHolder(files, terms, source)
  const book = files && (await readBook(files, terms)).book
  const statement = bindingStatement(source, input, terms, book)
  const unsigned = {
    statement,
    message: bindingMessage(statement),
    script: input.script,
    missing: null,
    requests: [],
    file: null,
    status: null,
    digest: null,
  }
  const signatures = await signaturesOf(statement, source, input)
  if (signatures.length === 0) {
    return { ...unsigned, requests: signRequests(statement, input.script, terms) }
  }
  const { script } = input
  const binding = { ...statement, script, signatures: inScriptOrder(script, signatures) }
  const { missing } = checkBinding(binding, terms)
  return { ...unsigned, missing, ...(await leave(place, binding, input.out)) }
}

async function signaturesOf(statement: BindingStatement, source: Source, input: BindInput) {
  const { signer, script, path } = input
  const answered = readAnswers(input)
  if (signer === undefined) return answered
  return [...answered, await signStatement(signer, statement, { source, script, path })]
}

/** Writes a checked binding to its file or the campaign. */
async function leave(
  { terms, files }: BindingPlace,
  binding: Binding,
  out: string | undefined,
): Promise<Pick<Bound, 'file' | 'status' | 'digest'> & Partial<Bound>> {
  if (files === undefined || out !== undefined) {
    if (out === undefined) throw bindingOutMissing()
    await writeFileAtomically(out, `${BINDING.text(binding)}\n`)
    return { file: out, status: null, digest: null }
  }
  const arrival = { file: '', line: 1, binding }
  const { imported, digest } = await importBindings(files, terms, [arrival])
  const [{ status, missing, error }] = imported as [(typeof imported)[number]]
  if (error || status === 'refused') throw error
  const file = missing > 0 ? files.unsignedBindings : files.bindings
  return { file, status, digest, missing }
}

async function assertHolder(
  { snapshotCsv }: CampaignFiles,
  { snapshot }: BindingTerms,
  source: Source,
): Promise<void> {
  const program = toBareHex(programOfAddress(source))
  const held = await heldPrograms(snapshotCsv, snapshot, new Set([program]))
  if (!held.has(program)) throw bindingNotOfHolder(source.text)
}
