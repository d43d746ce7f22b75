import { callText, namedAmountText, type WordBook } from './call-text.ts'
import type { Call, ProposalTerms } from './proposal.ts'

/** Nobody reads more payments than this; the file has them all. */
const PAYMENTS_SHOWN = 20

interface Payment {
  /** `native`, or the token, EIP-55. */
  readonly asset: string
  readonly baseUnits: bigint
}

/** What a proposal does, in a sentence. @param aside a remark in parentheses. */
export function sentence({ calls }: ProposalTerms, book: WordBook, aside?: string): string {
  const note = aside === undefined ? '' : ` (${aside})`
  const [first, ...more] = calls
  if (first === undefined || more.length > 0) {
    return `make ${calls.length} calls, all of them or none${note}`
  }
  const { does, whom } = callText(first, book)
  return `${does}${note}${whom === '' ? '' : ` ${whom}`}`
}

/**
 * The calls of a batch, a line each. Shows the first of many payments and sums up the others. Always
 * shows every other call: it must not hide among payments.
 */
export function callLines({ calls }: ProposalTerms, book: WordBook): string[] {
  if (calls.length === 1) return []
  const hidden: Payment[] = []
  let payments = 0
  const shown = calls.flatMap((call, index) => {
    const payment = paymentOf(call)
    if (payment !== undefined && payments++ >= PAYMENTS_SHOWN) {
      hidden.push(payment)
      return []
    }
    const { does, whom } = callText(call, book)
    return [`  ${index + 1}. ${does} ${whom}`.trimEnd()]
  })
  return [...shown, ...sums(hidden, book)]
}

function paymentOf({ to, valueWei, data, decoded }: Call): Payment | undefined {
  if (data === '0x') return { asset: 'native', baseUnits: valueWei }
  if (valueWei !== 0n || decoded?.signature !== 'transfer(address,uint256)') return undefined
  return { asset: to, baseUnits: BigInt(decoded.args[1] ?? 0) }
}

function sums(payments: readonly Payment[], book: WordBook): string[] {
  return [...new Set(payments.map(({ asset }) => asset))].map((asset) => {
    const amounts = payments.flatMap((one) => (one.asset === asset ? [one.baseUnits] : []))
    const sum = amounts.reduce((total, amount) => total + amount, 0n)
    const most = amounts.reduce((greatest, amount) => (amount > greatest ? amount : greatest))
    const text = (baseUnits: bigint) => namedAmountText(asset, baseUnits, book.assets)
    const which = amounts.length === 1 ? 'payment' : 'payments'
    return `  and ${amounts.length} more ${which}, in the file: ${text(sum)} in all, at most ${text(most)} each`
  })
}
