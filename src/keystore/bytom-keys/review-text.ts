import { formatAmount } from '../../primitives/amount.ts'
import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { BTM_ASSET_ID, BTM_DECIMALS } from '../../primitives/bytom/btm.ts'
import { addressOfProgram } from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type {
  ReviewedInput,
  ReviewedOutput,
  ReviewedTemplate,
} from '../../primitives/bytom/review-template.ts'
import { textTable } from '../../primitives/text-table.ts'

/** What a transaction does, in words: what somebody agrees to by signing it. */
export function reviewText(reviewed: ReviewedTemplate, network: BytomNetwork): string {
  const { ids, feeNeu, timeRange, inputs, outputs, leaving } = reviewed
  const until = timeRange === 0n ? '' : `, valid to block ${timeRange}`
  const rows = [
    ...inputs.map((input) => [
      input.path === null ? 'input of others' : 'input to sign',
      input.type,
      amountText(input.assetId, input.amount),
      whereText(input, network),
    ]),
    ...outputs.map((output) => [
      output.path === null ? 'leaves' : 'comes back',
      output.vote === null ? output.type : `vote for ${output.vote.slice(0, 16)}…`,
      amountText(output.assetId, output.amount),
      whereText(output, networkOf(output, network)),
    ]),
  ]
  const lost = [...leaving].map(([assetId, amount]) => amountText(assetId, amount))
  return [
    `The transaction ${toBareHex(ids.txId)} on ${network}${until}:`,
    textTable(['', 'type', 'amount', 'address or program'], rows),
    `The fee is ${amountText(BTM_ASSET_ID, feeNeu)}. With it this key's account is left without ${lost.join(' and ') || 'nothing'}.`,
  ].join('\n')
}

function whereText(
  { program, path, type }: ReviewedInput | ReviewedOutput,
  network: BytomNetwork,
): string {
  if (type === 'retire') return 'nobody: it is retired'
  const where = addressOfProgram(network, program) ?? toBareHex(program)
  return path === null ? where : `${where} (${path})`
}

/** Vapor writes what goes to its main chain with the prefixes of Bytom 2.0. */
export function networkOf({ type }: ReviewedOutput, network: BytomNetwork): BytomNetwork {
  return type === 'cross-out' ? (network.replace('vapor', 'bytom2') as BytomNetwork) : network
}

function amountText(assetId: string, baseUnits: bigint): string {
  if (assetId === BTM_ASSET_ID) return formatAmount(baseUnits, BTM_DECIMALS, 'BTM')
  return `${formatAmount(baseUnits, 0)} base units of ${assetId}`
}
