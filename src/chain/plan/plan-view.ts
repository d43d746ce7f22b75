import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { DecodedCall, Effect } from '../transactions/intent.ts'
import { maxCostOf, maxFeeOf, type Plan, type PlannedTransaction } from './plan.ts'
import type { WrittenPlan } from './plan-file.ts'

/** Nobody reads more than these at a prompt; the file lists all. */
const TRANSACTIONS_SHOWN = 20
const EFFECTS_SHOWN = 6
const LONGEST_ARGUMENT = 90

type Fact = readonly [name: string, value: string]

/** A plan as text: what people agree to when they confirm it. */
export function planText(plan: Plan & Partial<WrittenPlan>): string {
  const { transactions } = plan
  const shown = transactions.slice(0, TRANSACTIONS_SHOWN)
  const hidden = transactions.length - shown.length
  return [
    textFacts(summary(plan)),
    ...shown.map((transaction, index) => transactionText(plan, transaction, index + 1)),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ].join('\n\n')
}

function summary(plan: Plan & Partial<WrittenPlan>): Fact[] {
  const { network, chainId, from, transactions } = plan
  return [
    ...written(plan),
    ['network', `${network} (chain id ${chainId})`],
    ['from', from],
    ...(transactions.length === 0
      ? [['sends', 'nothing: everything is final'] as const]
      : whatItCosts(plan)),
  ]
}

/** The facts that only a plan in a file has. */
function written({ digest, command, createdAt, expiresAt }: Partial<WrittenPlan>): Fact[] {
  if (digest === undefined) return []
  return [
    ['plan', `${command}, made ${createdAt}, valid until ${expiresAt}`],
    ['digest', digest],
  ]
}

function whatItCosts(plan: Plan): Fact[] {
  const { block, transactions, effectsFrom } = plan
  const feeWei = transactions.reduce((sum, one) => sum + maxFeeOf(one), 0n)
  return [
    ['sends', sendsText(plan)],
    ...movements(plan),
    ['fees at most', amountOf(plan, 'native', feeWei)],
    ['in all at most', amountOf(plan, 'native', maxCostOf(transactions))],
    [
      'effects',
      effectsFrom === 'simulation'
        ? `seen in a simulation on block ${block.number}`
        : `as intended: the node cannot simulate them (block ${block.number})`,
    ],
  ]
}

function sendsText({ transactions, order }: Plan): string {
  const [first, last] = [transactions[0]?.nonce, transactions.at(-1)?.nonce]
  if (transactions.length === 1) return `1 transaction, nonce ${first}`
  const how = order === 'pipelined' ? 'many at once' : 'one by one'
  return `${transactions.length} transactions, ${how}, nonces ${first} to ${last}`
}

/** The total moves, asset by asset. */
function movements(plan: Plan): Fact[] {
  const received = new Map<string, Map<string, bigint>>()
  for (const { account, asset, deltaBaseUnits } of plan.transactions.flatMap(
    (one) => one.effects,
  )) {
    const accounts = received.get(asset) ?? new Map<string, bigint>()
    accounts.set(account, (accounts.get(account) ?? 0n) + deltaBaseUnits)
    received.set(asset, accounts)
  }
  return [...received].map(([asset, accounts]) => {
    const gains = [...accounts.values()].filter((delta) => delta > 0n)
    const sum = gains.reduce((total, gain) => total + gain, 0n)
    const to = `${gains.length} ${gains.length === 1 ? 'account' : 'accounts'}`
    return ['moves', `${amountOf(plan, asset, sum)} to ${to}`]
  })
}

function transactionText(plan: Plan, transaction: PlannedTransaction, number: number): string {
  const { description, to, valueWei, decoded, data, effects, approvals } = transaction
  // Outgoing amounts first: a long list of recipients must not hide them.
  const leavingFirst = [...effects].sort(
    (a, b) => Number(a.deltaBaseUnits > 0n) - Number(b.deltaBaseUnits > 0n),
  )
  const shown = leavingFirst.slice(0, EFFECTS_SHOWN)
  const hidden = effects.length - shown.length
  return [
    `${number}. ${description}`,
    textFacts([
      ['  to', to ?? 'a new contract'],
      ['  value', amountOf(plan, 'native', valueWei)],
      ...callFacts(decoded, data),
      ...shown.map((effect) => ['  effect', effectText(plan, effect)] as const),
      ...(hidden > 0 ? [['  effect', `and ${hidden} more`] as const] : []),
      ...approvals.map(
        ({ asset, owner, spender, amountBaseUnits }) =>
          [
            '  allows',
            `${spender} to take ${amountOf(plan, asset, amountBaseUnits)} of ${owner}`,
          ] as const,
      ),
      ['  fee at most', amountOf(plan, 'native', maxFeeOf(transaction))],
    ]),
  ].join('\n')
}

function callFacts(decoded: DecodedCall | null, data: string): Fact[] {
  if (decoded) {
    const values = decoded.args.map((value, index) => {
      const name = decoded.argNames[index] || `argument ${index + 1}`
      return ['', `  ${name} = ${shortened(value)}`] as const
    })
    return [['  call', decoded.signature], ...values]
  }
  if (data === '0x') return []
  const bytes = (data.length - 2) / 2
  return [['  call', `unknown: ${bytes} bytes, ${shortened(data)}`]]
}

function effectText(plan: Plan, { account, asset, deltaBaseUnits }: Effect): string {
  const sign = deltaBaseUnits > 0n ? '+' : ''
  return `${account} ${sign}${amountOf(plan, asset, deltaBaseUnits)}`
}

/** An amount with its symbol and its address: any token can choose any symbol. */
function amountOf({ assets }: Pick<Plan, 'assets'>, asset: string, baseUnits: bigint): string {
  const known = assets.find((one) => one.asset === asset)
  const amount = known
    ? formatAmount(baseUnits, known.decimals, known.symbol)
    : `${baseUnits} base units`
  return asset === 'native' ? amount : `${amount} (${asset})`
}

function shortened(text: string): string {
  return text.length <= LONGEST_ARGUMENT ? text : `${text.slice(0, LONGEST_ARGUMENT)}…`
}
