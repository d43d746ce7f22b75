import { amountText, countText } from '../../primitives/amount-text.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { AccountProof, ProofFile } from './proof.ts'

export function accountProofView(proved: AccountProof): View {
  const { index, account, amountBaseUnits, proof, root } = proved
  return {
    json: { index, account, amountBaseUnits, proof, root },
    text: [
      `${account} may claim ${amountText(amountBaseUnits, proved)}.`,
      textFacts([
        ['index', String(index)],
        ['root', root],
        ...proof.map((hash, level) => [`proof ${level}`, hash] as const),
      ]),
    ].join('\n'),
  }
}

export function proofFileView({ file, proofs, root, digest }: ProofFile): View {
  return {
    json: { file, proofs, root, digest },
    text: `Wrote ${countText(proofs, 'proof', 'proofs')}.\n${textFacts([
      ['file', file],
      ['root', root],
      ['digest', digest],
    ])}`,
  }
}
