import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { addressOfProgram } from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { ReviewedInput, ReviewedOutput } from '../../primitives/bytom/review-template.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { networkOf, reviewText } from './review-text.ts'
import type { AddressFacts } from './show-address.ts'
import type { SignedBytomTemplate } from './sign-bytom-template.ts'

/** The text has the address of one network first, then what it pays to. */
export function addressView(facts: AddressFacts, network: BytomNetwork): View {
  const { addresses, kind, path, quorum, publicKeys, controlProgram, script } = facts
  const address = addresses[network]
  return {
    json: { address, ...facts },
    text: textFacts([
      ['address', address],
      ['kind', publicKeys.length === 1 ? kind : `${kind}, ${quorum} of ${publicKeys.length}`],
      ['path', path],
      ['program', controlProgram],
      ...(script === null ? [] : [['script', script] as const]),
      ...Object.entries(addresses),
    ]),
  }
}

/** A template after signing, or what would be signed. */
export function signedTemplateView({ reviewed, network, signed }: SignedBytomTemplate): View {
  const { ids, feeNeu, timeRange, inputs, outputs, leaving } = reviewed
  const json = {
    txId: toBareHex(ids.txId),
    feeNeu,
    timeRange,
    inputs: inputs.map((input) => valueJson(input, network)),
    outputs: outputs.map((output) => ({
      ...valueJson(output, networkOf(output, network)),
      vote: output.vote,
    })),
    leaving: [...leaving].map(([assetId, amountBaseUnits]) => ({ assetId, amountBaseUnits })),
  }
  if (signed === null) {
    return { json: { planned: true, ...json }, text: reviewText(reviewed, network) }
  }
  const { file, complete, rawTransaction } = signed
  return {
    json: { file, complete, rawTransaction: complete ? toBareHex(rawTransaction) : null, ...json },
    text: complete
      ? `The transaction ${json.txId} is signed by all; it is in ${file}, to be submitted.`
      : `The transaction ${json.txId} is signed by this key; it is in ${file}, for the next signer.`,
  }
}

function valueJson(
  { type, assetId, amount, program, path }: ReviewedInput | ReviewedOutput,
  network: BytomNetwork,
): object {
  return {
    type,
    assetId,
    amountBaseUnits: amount,
    address: addressOfProgram(network, program) ?? null,
    controlProgram: toBareHex(program),
    path,
  }
}
