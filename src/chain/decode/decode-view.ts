import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { DecodedData, DecodedTransaction } from './decode-transaction.ts'

const LONGEST_DATA = 90
const KINDS = ['legacy', 'with access list', 'with fee market', 'with blobs', 'with delegations']

type Fact = readonly [name: string, value: string]

export function decodedView(decoded: DecodedData | DecodedTransaction): View {
  if (decoded.kind === 'call') return { json: decoded, text: textFacts(callFacts(decoded)) }
  const { chainId, transactionType: type } = decoded
  return {
    json: { ...decoded, chainId: chainId === null ? null : Number(chainId) },
    text: textFacts([
      [
        'transaction',
        `type ${type}, ${KINDS[type] ?? 'of an unknown kind'}, ${signedText(decoded)}`,
      ],
      ...(decoded.hash === null ? [] : [['hash', decoded.hash] as const]),
      ['chain id', chainId === null ? 'any: it has no replay protection' : String(chainId)],
      ['from', decoded.from ?? 'nobody yet'],
      ['nonce', String(decoded.nonce)],
      ['to', decoded.to ?? 'a new contract'],
      ['value', formatAmount(decoded.valueWei, 18)],
      ['gas limit', String(decoded.gasLimit)],
      ['price', priceText(decoded)],
      ['fee at most', formatAmount(decoded.gasLimit * decoded.maxFeeWei, 18)],
      ...callFacts(decoded),
    ]),
  }
}

function signedText({ hash, foundIn }: DecodedTransaction): string {
  if (foundIn !== 'argument') return `signed, from the ${foundIn}`
  return hash === null ? 'not signed' : 'signed'
}

function priceText({ maxFeeWei, priorityFeeWei }: DecodedTransaction): string {
  const gwei = (wei: bigint) => `${formatAmount(wei, 9)} gwei`
  return priorityFeeWei === null
    ? gwei(maxFeeWei)
    : `${gwei(maxFeeWei)} at most, ${gwei(priorityFeeWei)} of it as a tip`
}

function callFacts({ data, selector, call }: Omit<DecodedData, 'kind'>): Fact[] {
  if (call) {
    const names = call.args.map((value, index): Fact => {
      const name = call.argNames[index] || `argument ${index + 1}`
      return ['', `${name} = ${value}`]
    })
    return [['call', call.signature], ...names]
  }
  if (data === '0x') return []
  const shown = data.length <= LONGEST_DATA ? data : `${data.slice(0, LONGEST_DATA)}…`
  const bytes = `${(data.length - 2) / 2} bytes, ${shown}`
  return [
    selector === null
      ? ['creation', `of an unknown contract: ${bytes}`]
      : ['call', `unknown function ${selector}: ${bytes}`],
  ]
}
