import { maxFeeOf, type Plan, type PlannedTransaction } from './plan.ts'

/** A transaction and its effects as in files: amounts as decimal strings in base units. */
export function transactionJson({ fee, ...transaction }: PlannedTransaction) {
  const { description, idempotencyKey, to, data, nonce, decoded, codeHash } = transaction
  return {
    ...{ description, idempotencyKey, to, data, nonce, decoded, codeHash },
    valueWei: transaction.valueWei.toString(),
    gasLimit: transaction.gasLimit.toString(),
    transactionType: fee.type,
    maxFeeWei: fee.maxFeeWei.toString(),
    priorityFeeWei: fee.priorityFeeWei.toString(),
    effects: transaction.effects.map((effect) => ({
      ...effect,
      deltaBaseUnits: effect.deltaBaseUnits.toString(),
    })),
    approvals: transaction.approvals.map((approval) => ({
      ...approval,
      amountBaseUnits: approval.amountBaseUnits.toString(),
    })),
  }
}

/** The transactions of a plan, each with the facts of the plan that it needs. */
export function planJson({ chainId, from, block, effectsFrom, transactions }: Plan): object[] {
  return transactions.map((transaction) => ({
    ...transactionJson(transaction),
    ...{ from, effectsFrom, chainId: Number(chainId), blockNumber: block.number },
    maxCostWei: (transaction.valueWei + maxFeeOf(transaction)).toString(),
  }))
}
