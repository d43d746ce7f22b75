import { PLAN } from '../../src/chain/plan/plan-file.ts'
import type { SendPolicy } from '../../src/chain/transactions/intent.ts'
import type { CapstanError } from '../../src/primitives/capstan-error.ts'
import { openEngine, payment } from './engine.ts'

/**
 * A process of its own that sends payments, so that tests can kill it and run several at once.
 * Argument: SenderTask as JSON. Prints SenderReport as JSON.
 */
export interface SenderTask {
  readonly url: string
  readonly folder: string
  /** One payment for each name, one after the other, or many in flight. */
  readonly payments: readonly string[]
  readonly inFlight?: number
  /** A plan file to apply instead. */
  readonly plan?: string
  /** With a deadline, so that fees are raised up to a budget, wei for a unit of gas. */
  readonly raising?: { readonly withinMs: number; readonly budgetWei: string }
}

export interface SenderReport {
  readonly hashes: readonly string[]
  readonly error: { readonly code: string; readonly exitCode: number } | null
}

async function main(task: SenderTask): Promise<void> {
  const hashes: string[] = []
  let error: SenderReport['error'] = null
  const engine = await openEngine([task.url], task.folder, policyOf(task))
  try {
    const intents = task.payments.map((name) => payment(name))
    if (task.plan !== undefined) {
      const { outcomes } = await engine.transactions.apply(await PLAN.read(task.plan))
      hashes.push(...outcomes.map(({ hash }) => hash))
    } else if (task.inFlight !== undefined) {
      const outcomes = engine.transactions.sendMany(intents, { inFlight: task.inFlight })
      for await (const { hash } of outcomes) hashes.push(hash)
    } else {
      for (const intent of intents) hashes.push((await engine.transactions.send(intent)).hash)
    }
  } catch (failure) {
    const { code, exitCode } = failure as CapstanError
    error = { code: code ?? String(failure), exitCode: exitCode ?? 1 }
  }
  await engine.close()
  process.stdout.write(JSON.stringify({ hashes, error } satisfies SenderReport))
}

function policyOf({ raising }: SenderTask): SendPolicy {
  if (!raising) return {}
  const { withinMs, budgetWei } = raising
  return { deadline: { withinMs }, maxFeeWei: BigInt(budgetWei) }
}

await main(JSON.parse(process.argv[2] ?? '') as SenderTask)
