import type { Outcome, Plan, Transactions } from '../chain/transactions/transactions.ts'
import { CapstanError } from '../primitives/capstan-error.ts'
import { type CheckedProposal, type CheckTools, checkProposal } from './check-proposal.ts'
import {
  delayNotOver,
  executionMissed,
  notExecutable,
  simulationFails,
  weightTooLow,
} from './multisig-errors.ts'
import type { Proposal } from './proposal/proposal.ts'
import { isoTime } from './proposal-text.ts'

export interface ExecuteTools extends CheckTools {
  readonly transactions: Transactions
}

export interface Executed {
  readonly checked: CheckedProposal
  /** Null on a dry run, and if the executing transaction is unknown. */
  readonly transactionHash: string | null
  readonly executed: boolean
  readonly alreadyDone: boolean
  /** Unix seconds; end of its time-lock, if this run started it. */
  readonly executableAtSeconds: number | null
  readonly plan?: Plan
}

/**
 * Executes a proposal exactly once, even if others execute it at the same time. If it has a time-lock,
 * the first run starts the lock.
 * @throws MULTISIG_WEIGHT_TOO_LOW, MULTISIG_DELAY_NOT_OVER, MULTISIG_CALL_REVERTS,
 * MULTISIG_PROPOSAL_REFUSED before anything is sent; MULTISIG_NOT_EXECUTED; as sending does
 */
export async function execute(
  tools: ExecuteTools,
  proposal: Proposal,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Executed> {
  const checked = await checkProposal(tools, proposal)
  const done = alreadyExecuted(checked)
  if (done) return done
  assertExecutable(checked)
  const { step, intent } = await tools.driver.execution(
    proposal.terms,
    checked.judgement,
    vouched(checked),
  )
  const pending = { checked, transactionHash: null, executed: false, alreadyDone: false }
  if (dryRun) {
    const plan = await tools.transactions.plan([intent])
    return { ...pending, executableAtSeconds: null, plan }
  }
  const outcome = await tools.transactions.send(intent).catch(async (error: unknown) => {
    // Somebody else executed it first: the goal is reached.
    if (!isRefusal(error)) throw error
    const { judgement } = await checkProposal(tools, proposal)
    const isThere = judgement.executableAtSeconds !== null && step === 'schedule'
    if (judgement.state !== 'executed' && !isThere) throw error
    return undefined
  })
  return concluded(tools, proposal, step, outcome)
}

async function concluded(
  tools: ExecuteTools,
  proposal: Proposal,
  step: 'schedule' | 'execute',
  outcome: Outcome | undefined,
): Promise<Executed> {
  const checked = await checkProposal(tools, proposal)
  const { state, executableAtSeconds, transactionHash } = checked.judgement
  const hash = outcome?.hash ?? transactionHash
  const alreadyDone = outcome === undefined || outcome.alreadyDone
  const isAsMeant = step === 'execute' ? state === 'executed' : executableAtSeconds !== null
  if (!isAsMeant) throw executionMissed(proposal.digest, hash ?? '', state)
  return {
    ...{ checked, transactionHash: hash, executed: step === 'execute', alreadyDone },
    executableAtSeconds: step === 'execute' ? null : executableAtSeconds,
  }
}

function alreadyExecuted(checked: CheckedProposal): Executed | undefined {
  const { state, transactionHash } = checked.judgement
  if (state !== 'executed') return undefined
  const executed = { executed: true, alreadyDone: true, executableAtSeconds: null }
  return { checked, transactionHash, ...executed }
}

function assertExecutable({ proposal, judgement, collected, simulation }: CheckedProposal): void {
  const { digest } = proposal
  const { state, obstacles, grade, executableAtSeconds } = judgement
  if ((state !== 'open' && state !== 'waiting') || obstacles.length > 0) {
    throw notExecutable(digest, state, obstacles)
  }
  if (collected.weight < grade.threshold) {
    throw weightTooLow(collected.weight, grade.threshold, missingText(collected.invalid))
  }
  if (state === 'waiting') throw delayNotOver(digest, isoTime(executableAtSeconds ?? 0))
  if (simulation && !simulation.succeeded) {
    throw simulationFails(digest, simulation.revertReason ?? 'without a reason')
  }
}

function missingText(invalid: CheckedProposal['collected']['invalid']): string {
  const [one] = invalid
  return one === undefined ? 'more owners must sign' : `${one.signer} ${one.reason}`
}

function vouched({ proposal, collected }: CheckedProposal) {
  const invalid = new Set(collected.invalid.map(({ signer }) => signer))
  return proposal.signatures.filter(({ signer }) => !invalid.has(signer))
}

function isRefusal(error: unknown): boolean {
  return error instanceof CapstanError && (error.kind === 'refused' || error.kind === 'reverted')
}
