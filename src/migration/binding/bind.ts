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
import { type SignRequest, signRequests } from './sign-request.ts'
import { inScriptOrder, parseSource, type Source } from './source.ts'

export interface BindInput extends StatementInput, NodeAnswers {
  /** Address of the holder. */
  readonly source: string
  /** Hex; of a source of several keys. */
  readonly script: string | null
  /** The stored key that signs. */
  readonly signer?: BytomSigner | undefined
  /** Of that key, where the source is not near its own address. */
  readonly path?: string | undefined
  /** File for the binding, instead of the campaign. */
  readonly out?: string | undefined
}

/** Where a binding is made: on these terms, and with the campaign where that is at hand. */
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
  /** Signatures that are still to come; null where there is none yet. */
  readonly missing: number | null
  /** What to ask the holder's node, where nobody has signed yet. */
  readonly requests: readonly SignRequest[]
  /** File in which the binding is, absolute or as it was named; null where there is none yet. */
  readonly file: string | null
  /** What became of it in the campaign; null where it is in a file of its own. */
  readonly status: Exclude<ImportStatus, 'refused'> | null
  /** SHA-256 of `bindings.ndjson`, lower-case hex; null where that was not written. */
  readonly digest: string | null
}

/**
 * Binds a holder of Bytom to an account of the target, with a stored key or with what the holder's
 * node answered; without either, says what to ask that node.
 * @throws BINDING_SOURCE_INVALID, BINDING_NOT_OF_HOLDER, BINDING_CONFLICT, BINDING_OUT_MISSING; as `bindingStatement`,
 * `signStatement`, `readAnswers` and `checkBinding` do.
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

/** Leaves a binding that was checked where it is wanted. */
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
