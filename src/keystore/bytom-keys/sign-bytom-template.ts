import { feeTooHigh, ledgerUnsupported } from '../../primitives/bytom/bytom-errors.ts'
import { type BytomNetwork, ledgerOf } from '../../primitives/bytom/networks.ts'
import type { ReviewedTemplate } from '../../primitives/bytom/review-template.ts'
import type { TransactionLedger } from '../../primitives/bytom/transaction.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import type { Story } from '../../primitives/story.ts'
import { readTextFile } from '../../primitives/text-file.ts'
import type { Keyring } from '../keyring.ts'
import { writePrivateFile } from '../private-file.ts'
import { templateOutMissing } from './bytom-key-errors.ts'
import { reviewText } from './review-text.ts'

export interface SignBytomTemplateInput {
  readonly name: string
  /** Of the template, as `build-transaction` answers it or as another signer left it. */
  readonly file: string
  /** A new file; needed to sign. */
  readonly out: string | undefined
  readonly network: BytomNetwork
  readonly maxFeeNeu: bigint
  /** Show what would be signed, and sign nothing. */
  readonly dryRun: boolean
}

export interface SignedBytomTemplate {
  readonly reviewed: ReviewedTemplate
  readonly network: BytomNetwork
  /** Null after a dry run. */
  readonly signed: {
    readonly file: string
    /** Whether a node can be given the raw transaction. */
    readonly complete: boolean
    readonly rawTransaction: Uint8Array
  } | null
}

/**
 * Signs this key's inputs of a transaction template, after somebody has seen what it moves. Ids and
 * what is signed come from the raw transaction, never from what a node says of it.
 * @throws BYTOM_LEDGER_UNSUPPORTED, BYTOM_FEE_TOO_HIGH, BYTOM_OUT_MISSING, FILE_EXPECTED, FILE_EXISTS,
 * CANCELLED, ANSWER_NEEDED; as `parseTemplate`, `ReviewedTemplate.review`, `Keyring.bytomSigner` and
 * `BytomSigner.signTemplate`
 */
export async function signBytomTemplate(
  keyring: Keyring,
  { prompts, story }: { prompts: Pick<Prompts, 'confirm'>; story: Story },
  { name, file, out, network, maxFeeNeu, dryRun }: SignBytomTemplateInput,
): Promise<SignedBytomTemplate> {
  const ledger = ledgerOfTransactions(network)
  const [{ ReviewedTemplate }, { isComplete }, { encodeTemplate, parseTemplate }] =
    await Promise.all([
      import('../../primitives/bytom/review-template.ts'),
      import('../../primitives/bytom/sign-template.ts'),
      import('../../primitives/bytom/template.ts'),
    ])
  const template = parseTemplate(await readTextFile(file))
  const signer = await keyring.bytomSigner(name)
  const reviewed = ReviewedTemplate.review(template, ledger, signer.rootXpub)
  if (reviewed.feeNeu > maxFeeNeu) throw feeTooHigh(reviewed.feeNeu, maxFeeNeu)
  await signer.check(reviewed)
  if (dryRun) return { reviewed, network, signed: null }
  if (out === undefined) throw templateOutMissing()
  story.note(reviewText(reviewed, network))
  await prompts.confirm('Sign it?')
  const signed = await signer.signTemplate(reviewed)
  await writePrivateFile(out, encodeTemplate(signed))
  const { rawTransaction } = signed
  const complete = isComplete(signed, ledger)
  return { reviewed, network, signed: { file: out, complete, rawTransaction } }
}

function ledgerOfTransactions(network: BytomNetwork): TransactionLedger {
  const ledger = ledgerOf(network)
  if (ledger === 'bytom2') throw ledgerUnsupported(network)
  return ledger
}
