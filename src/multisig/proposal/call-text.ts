import type { AssetUnit } from '../../chain/erc20/facts.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { listedText } from './grade-reason.ts'
import type { Call, Grade } from './proposal.ts'

/** What a call does, in the parts of a sentence: `send 1,250 CMPY`, ` to 0x…`. */
export interface CallText {
  readonly does: string
  readonly whom: string
}

const LONGEST_ARGUMENT = 90
/** Arguments that need no quotes on a line: numbers, addresses, bytes, lists of them. */
const PLAIN_ARGUMENT = /^(?:true|false|-?\d+|0x[\da-fA-F]*|\[(?:[\w\s,[\]-]|"(?:[^"\\]|\\.)*")*\])$/

/** Decimals that hold without a chain: the native coin of every EVM chain has 18. */
export const PROVED_ASSETS: readonly AssetUnit[] = [
  { asset: 'native', symbol: 'of the native coin', decimals: 18 },
]

/** What a call's text depends on. */
export interface WordBook {
  readonly assets: readonly AssetUnit[]
  readonly grade: Pick<Grade, 'reasons'>
  /** Who makes the calls, EIP-55. */
  readonly multisig: string
}

/** A call in words for a signer; says so where something is unknown. */
export function callText(call: Call, book: WordBook): CallText {
  const { to, valueWei, data, decoded } = call
  const extra = valueWei === 0n ? '' : ` with ${namedAmountText('native', valueWei, book.assets)}`
  if (data === '0x') {
    const does = `send ${namedAmountText('native', valueWei, book.assets)}`
    return { does, whom: `to ${party(to, book)}` }
  }
  const token = extra === '' ? tokenText(call, book) : undefined
  if (token) return token
  if (decoded === null) {
    const bytes = (data.length - 2) / 2
    const does = `make an unknown call ${data.slice(0, 10)} of ${bytes} bytes${extra}`
    return { does, whom: `to ${party(to, book)}` }
  }
  const { signature, argNames, args } = decoded
  // The lines below it say what changes.
  if (to === book.multisig && signature.startsWith('changePolicy(')) {
    return { does: 'change the policy', whom: `of ${to}` }
  }
  const shown = args.map((value, index) => {
    const name = argNames[index]
    return name ? `${name} = ${shortened(value)}` : shortened(value)
  })
  const name = signature.slice(0, signature.indexOf('('))
  if (name.startsWith('new ')) {
    return { does: `deploy ${name.slice(4)}(${shown.join(', ')})${extra}`, whom: `through ${to}` }
  }
  return { does: `call ${name}(${shown.join(', ')})${extra}`, whom: `of ${party(to, book)}` }
}

function tokenText({ to, decoded }: Call, book: WordBook): CallText | undefined {
  const { signature, args } = decoded ?? { signature: '', args: [] }
  const [first = '', second = '', third = ''] = args
  const amount = (text: string) => namedAmountText(to, BigInt(text), book.assets)
  switch (signature) {
    case 'transfer(address,uint256)':
      return { does: `send ${amount(second)}`, whom: `to ${party(first, book)}` }
    case 'transferFrom(address,address,uint256)':
      return {
        does: `move ${amount(third)} of ${party(first, book)}`,
        whom: `to ${party(second, book)}`,
      }
    case 'approve(address,uint256)':
      return { does: `let ${party(first, book)} take ${amount(second)}`, whom: '' }
    default:
      return undefined
  }
}

/** An amount with its symbol and, as any token can have any symbol, its address. */
export function namedAmountText(
  asset: string,
  baseUnits: bigint,
  assets: readonly AssetUnit[],
): string {
  const known = assets.find((one) => one.asset === asset)
  const amount = known
    ? formatAmount(baseUnits, known.decimals, known.symbol)
    : `${baseUnits} base units`
  return asset === 'native' ? amount : `${amount} (${asset})`
}

/** `0x… (allow-listed as 'payroll')` */
export function party(address: string, { grade }: Pick<WordBook, 'grade'>): string {
  const listed = grade.reasons.find((one) => one.kind === 'listed' && one.address === address)
  return listed?.kind === 'listed' ? `${address} (${listedText(listed)})` : address
}

function shortened(text: string): string {
  const line = text.replace(/\p{C}/gu, '\ufffd')
  const start = line.slice(0, LONGEST_ARGUMENT)
  const shown = PLAIN_ARGUMENT.test(line) ? start : JSON.stringify(start)
  const hidden = line.length - start.length
  return hidden === 0 ? shown : `${shown}… and ${hidden} characters more`
}
