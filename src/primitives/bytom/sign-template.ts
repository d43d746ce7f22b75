import { sameBytes } from './bare-hex.ts'
import { decodeTransaction } from './decode-transaction.ts'
import { encodeTransaction, withArguments } from './encode-transaction.ts'
import type {
  SignatureComponent,
  SigningInstruction,
  Template,
  TemplateKey,
  WitnessComponent,
} from './template.ts'
import type { TransactionLedger } from './transaction.ts'

/** Signs the hash of one input for one key of the template. */
export type SignInput = (key: TemplateKey, position: number) => Uint8Array

/**
 * Fills the free slots of one root xpub and writes the arguments that are there into the raw
 * transaction. As a node's `sign-transaction` does: the first free slot of each component, the
 * slots of other keys left empty.
 * @throws BYTOM_TRANSACTION_INVALID
 */
export function signTemplate(
  template: Template,
  ledger: TransactionLedger,
  rootXpub: Uint8Array,
  signInput: SignInput,
): Template {
  const instructions = template.instructions.map(
    ({ position, components }): SigningInstruction => ({
      position,
      components: components.map((component) =>
        component.type === 'data'
          ? component
          : filled(component, rootXpub, (key) => signInput(key, position)),
      ),
    }),
  )
  const given = new Map(
    instructions.map(({ position, components }) => [position, finalArguments(components)]),
  )
  const transaction = decodeTransaction(template.rawTransaction, ledger)
  const rawTransaction = encodeTransaction(withArguments(transaction, given))
  return { ...template, rawTransaction, instructions }
}

/**
 * Whether every input has all the signatures it needs, so that a node can be given the bytes.
 * @throws BYTOM_TRANSACTION_INVALID
 */
export function isComplete(
  { instructions, rawTransaction }: Template,
  ledger: TransactionLedger,
): boolean {
  const byPosition = new Map(instructions.map((one) => [one.position, one.components]))
  return decodeTransaction(rawTransaction, ledger).inputs.every(({ witness }, position) => {
    const components = byPosition.get(position)
    // What no instruction is for was signed before the template was made.
    if (components === undefined) return (witness.arguments?.length ?? 0) > 0
    return components.every(
      (component) =>
        component.type === 'data' || signaturesOf(component).length === component.quorum,
    )
  })
}

/** The first `quorum` signatures in the order of the keys: the virtual machine wants that order. */
export function signaturesOf({ quorum, signatures }: SignatureComponent): Uint8Array[] {
  return (signatures ?? []).filter(({ length }) => length > 0).slice(0, quorum)
}

function finalArguments(components: readonly WitnessComponent[]): Uint8Array[] {
  return components.flatMap((component) =>
    component.type === 'data' ? [component.value] : signaturesOf(component),
  )
}

function filled(
  component: SignatureComponent,
  rootXpub: Uint8Array,
  sign: (key: TemplateKey) => Uint8Array,
): SignatureComponent {
  const { keys } = component
  const signatures = [...(component.signatures ?? keys.map(() => new Uint8Array()))]
  const slot = keys.findIndex(
    (key, i) => sameBytes(key.rootXpub, rootXpub) && signatures[i]?.length === 0,
  )
  const key = keys[slot]
  if (key) signatures[slot] = sign(key)
  return { ...component, signatures }
}
